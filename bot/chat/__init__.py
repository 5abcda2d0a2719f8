"""Telegram's side: receiving, answering, the words of its protocol. No decision about plans is made here."""

import logging
import os

# python-telegram-bot reads it whenever it reports a duration, and warns on every 429 without it.
os.environ.setdefault("PTB_TIMEDELTA", "true")

# Its debug lines repeat every message and every update, word for word; no log of ours may hold those.
logging.getLogger("telegram").setLevel(logging.INFO)
