"""Calls for projects: opened, set, changed, closed, and what time says of them."""
