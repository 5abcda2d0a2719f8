"""Limits of calls come back from their JSON as they were."""

import json
from datetime import date

import pytest

from bot.domain.figures import Area
from bot.domain.limits import Limit, StayWindow
from bot.programmes.limits import dump_limit, load_limit
from conversations.rules import KINDS
from conversations.rules.dates import Nights
from conversations.rules.place import InAreas


@pytest.mark.parametrize(
    "limit",
    [Nights(2, 14), InAreas((next(iter(Area)),)), StayWindow(date(2027, 6, 20), date(2027, 9, 15))],
    ids=lambda limit: limit.kind,
)
def test_a_limit_comes_back_as_it_was(limit: Limit) -> None:
    assert load_limit(json.loads(json.dumps(dump_limit(limit)))) == limit


def test_a_kind_nobody_knows_or_a_missing_figure_is_told() -> None:
    for dumped in ({"kind": "none"}, {"kind": next(iter(KINDS))}):
        with pytest.raises(KeyError):
            load_limit(dumped)
