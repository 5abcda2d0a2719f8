"""The bench of messages to many goes all the way; what it measures is for people to judge."""

import json

import pytest

from bot.bench import broadcast
from bot.bench.broadcast import Load, keys_of, measure, table
from bot.bench.report import as_json

KEYS = {
    "recipients", "seconds", "share_of_limit", "self_inflicted_429", "dropped", "interactive_p95_ms", "extra_mb",
}  # fmt: skip
"""What the contract promises to tools that compare."""


@pytest.mark.slow
async def test_it_sends_to_everybody_who_can_be_reached_and_provokes_no_refusal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(broadcast, "SETTLING", 1.0)
    figures = await measure(Load(recipients=60, users=2, blocked=5, slow=5, floods=1, prepare=300))
    told = json.loads(as_json("broadcast", keys_of(figures)))["broadcast"]
    assert told.keys() >= KEYS
    assert (figures.sent.dropped, figures.sent.twice, figures.sent.self_inflicted) == (0, 0, 0)
    assert 0 < figures.sent.share <= 1.2
    assert figures.prepared is not None
    assert all(name in table(figures) for name in KEYS)
