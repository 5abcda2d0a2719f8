"""The kernel of a plan: what is known of it, who may act on it, its transitions and its ledger."""
