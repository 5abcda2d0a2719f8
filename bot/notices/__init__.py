"""Notices on their way: due, held, merged, relayed, rendered."""
