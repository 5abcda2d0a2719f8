"""What lies in the package and never changes, read once for all stories of a process: reading takes longer than one."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.domain.programmes import Programme
from bot.domain.schooldays import SchoolCalendar
from bot.programmes import loading, schooldays
from conversations import STEP_NAMES


def models(extra: Path | None) -> Mapping[str, Programme]:
    """Return the programme models, with those of an extra folder, which are read each time."""
    return _models() if extra is None else loading.load(extra, steps=STEP_NAMES)


@cache
def _models() -> Mapping[str, Programme]:
    return loading.load(steps=STEP_NAMES)


@cache
def schools() -> SchoolCalendar:
    """Return the calendar of schools."""
    return schooldays.load()
