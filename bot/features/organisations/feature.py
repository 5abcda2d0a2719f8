"""Organisations of a network, and requests of those whom no network knows."""

from bot.features.feature import Feature
from bot.features.organisations.notices import NOTICES

FEATURE = Feature("organisations", notices=NOTICES)
