"""What the bench says: a table to read, and one line of JSON for tools that compare."""

import json
from collections.abc import Mapping

from bot.bench.conversation import Figures

Row = tuple[str, str, str]


def keys_of(figures: Figures) -> Mapping[str, float | None]:
    """Return the figures by their lasting names: throughput of the closed loop, waits of the paced one."""
    return {
        "updates_per_s": round(figures.closed.per_second, 1),
        "p50_ms": round(figures.paced.p50_ms, 2),
        "p95_ms": round(figures.paced.p95_ms, 2),
        "cpu_us_per_update": _rounded(figures.closed.cpu_us),
        "cpu_share": None if figures.closed.share is None else round(figures.closed.share, 2),
        "peak_mb": _rounded(figures.peak_mb),
        "cold_start_s": round(figures.cold_start_s, 3),
        "paced_updates_per_s": round(figures.paced.per_second, 1),
        "paced_cpu_us_per_update": _rounded(figures.paced.cpu_us),
        "users": figures.load.users,
        "refused": figures.refused,
    }


def as_json(name: str, keys: Mapping[str, float | None]) -> str:
    """Return one object on one line."""
    return json.dumps({name: keys})


def table(figures: Figures) -> str:
    """Return the figures as people read them."""
    load, closed, paced = figures.load, figures.closed, figures.paced
    rows: list[Row] = [
        ("updates_per_s", f"{closed.per_second:.0f}", f"{load.users} people, each answering at once"),
        ("p50_ms", f"{paced.p50_ms:.1f}", f"at {paced.per_second:.0f} updates a second, from offered to reply"),
        ("p95_ms", f"{paced.p95_ms:.1f}", "the same"),
        ("cpu_us_per_update", _shown(closed.cpu_us), f"of the bot alone; {_shown(paced.cpu_us)} when paced"),
        ("cpu_share", _percent(closed.share), "of one processor for the bot; under 90 %, others were at work too"),
        ("peak_mb", _shown(figures.peak_mb), "of the bot alone"),
        ("cold_start_s", f"{figures.cold_start_s:.2f}", "from spawn to the first reply, median of three"),
        ("refused", str(figures.refused), "requests that Telegram would refuse"),
    ]
    return "\n".join(f"{name:<18} {value:>8}  {note}" for name, value, note in rows)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _percent(value: float | None) -> str:
    return "?" if value is None else f"{value:.0%}"


def _shown(value: float | None) -> str:
    return "?" if value is None else f"{value:.0f}"
