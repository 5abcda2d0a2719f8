"""The bench hears as the bot does; what it measures is for people to judge, that it measures is tested."""

import json

from bot.bench.hearing import keys_of, measure, table
from bot.bench.report import as_json


def test_it_measures_what_hearing_costs() -> None:
    figures = measure(100)
    told = json.loads(as_json("hearing", keys_of(figures)))["hearing"]
    assert told.keys() == {"texts", "p50_ms", "p99_ms", "longest_ms", "kept_mb"}
    assert 0 < figures.p50_ms <= figures.p99_ms < figures.longest_ms
    assert 0 < figures.kept_mb < 5, "the budget of memory"
    assert "p50_ms" in table(figures)
