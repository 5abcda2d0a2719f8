"""Reminders: planned ahead from stored facts, looked at again before they leave; a message of the day."""
