"""Telegram's side: receiving, answering, the words of its protocol. No decision about plans is made here."""

import os

# python-telegram-bot reads it whenever it reports a duration, and warns on every 429 without it.
os.environ.setdefault("PTB_TIMEDELTA", "true")
