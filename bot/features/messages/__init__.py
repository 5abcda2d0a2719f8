"""Messages through the bot: a beneficiary with the referent, a referent with the network."""
