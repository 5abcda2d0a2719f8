"""The committee: its lists, its decisions, what it leaves on paper."""
