"""The review of a plan by its referent."""
