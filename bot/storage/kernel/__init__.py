"""What every noun of storage stands on: transactions, both databases, sealing, schema, backup."""
