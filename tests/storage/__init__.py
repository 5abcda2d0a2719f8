"""Storage as its users see it: transactions, queries, migrations, on both databases."""
