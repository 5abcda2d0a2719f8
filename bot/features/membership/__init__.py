"""Who belongs to a network: joining, inviting, accounts that move."""
