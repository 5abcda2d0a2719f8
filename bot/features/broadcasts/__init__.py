"""Broadcasts: the coordinator writes to many."""
