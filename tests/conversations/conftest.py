"""Examples that are tried out take the time they need: no test asserts a timing."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
