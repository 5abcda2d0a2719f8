"""Who reads when a referent does not: absences, long waits, and people who pass to a colleague."""
