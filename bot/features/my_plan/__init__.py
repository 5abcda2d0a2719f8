"""A beneficiary's own plan: where it stands, checking, sending, giving up, beginning another."""
