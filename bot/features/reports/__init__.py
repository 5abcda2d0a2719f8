"""After the stay: what the person tells, what her referent reports, which reports are missing, what is told of many."""
