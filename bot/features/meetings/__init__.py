"""Meetings: made by the coordinator, answered by those who are asked."""
