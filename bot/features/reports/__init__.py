"""After the stay: what the beneficiary tells, what the referent reports, what is missing, what is told of many."""
