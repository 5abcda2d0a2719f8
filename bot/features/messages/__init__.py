"""Messages through the bot: a person with her referent, a referent with her network; and the guides on its shelf."""
