"""Words that say that a person is in distress: numbers that answer, and one tap that tells the referent."""
