"""The bench walks the real plan; what it measures is for people to judge, that it measures is tested."""

import json

import pytest

from bot.bench.conversation import Load, measure, quantile
from bot.bench.people import LOST_AFTER, BenchError, Says, Taps, next_act
from bot.bench.report import as_json, keys_of, table

KEYS = {"updates_per_s", "p50_ms", "p95_ms", "cpu_us_per_update", "peak_mb", "cold_start_s"}
"""What the contract promises to tools that compare."""


@pytest.mark.slow
async def test_it_measures_the_real_bot_and_telegram_refuses_nothing() -> None:
    figures = await measure(Load(users=3, seconds=1, rate=6))
    told = json.loads(as_json("conversation", keys_of(figures)))["conversation"]
    assert told.keys() >= KEYS
    assert figures.closed.updates > 0
    assert figures.paced.updates > 0
    assert figures.refused == 0
    assert all(name in table(figures) for name in KEYS)


def test_people_answer_the_question_that_the_buttons_belong_to() -> None:
    wishes = ["q:p1s:1:wishes:sea", "q:p1s:1:wishes:children", "q:p1s:1:wishes:done", "n:p1s:1:wishes:pause"]
    done: dict[str, int] = {}
    acts = [next_act(wishes, done) for _ in range(3)]
    assert acts == [Taps(wishes[0]), Taps(wishes[1]), Taps(wishes[2])]
    assert next_act(["n:p1s:4:place:back"], done) == Says("Le lac, à 25 km")


def test_people_go_on_where_no_question_stands_and_leave_when_the_plan_is_sent() -> None:
    assert next_act(["g:accept", "g:language"], {}) == Taps("g:accept")
    assert next_act(["p:send:1:7", "g:home"], {}) == Taps("p:send:1:7")
    assert next_act(["g:prices", "g:home"], {}) is None


def test_a_question_whose_answer_is_not_taken_ends_the_bench() -> None:
    with pytest.raises(BenchError, match="not taken"):
        next_act(["q:p1s:1:adults:1"], {"adults": LOST_AFTER})


def test_a_quantile_is_one_of_the_values() -> None:
    assert quantile([1.0, 2.0, 3.0, 4.0], 0.5) == 2.0
    assert quantile([1.0, 2.0, 3.0, 4.0], 0.95) == 4.0
    assert quantile([1.0], 0.95) == 1.0
