"""Every route, for every kind of person, with the ids of others: refused is refused, nothing changes, no word leaks.

Words are planted in all that people wrote (`planted.py`); who may read and write which is said once more, by the rules
of the product (`who_may.py`, `who_may_write.py`), and compared with what every button shows and writes.
"""

from collections.abc import Iterator

import pytest

from bot.features.registry import ROUTES
from bot.interaction.routes import AnyRoute
from bot.storage import people
from tests.recorded import who_may, who_may_write
from tests.recorded.changes import Change
from tests.recorded.planted import free_columns
from tests.recorded.rights import Ties, Who
from tests.recorded.specimens import AS_RECORDED, NO_ROWS, ROWS, Attempt
from tests.recorded.walk import Ground, Outcome, Walk
from tests.recorded.walkers import NAMES, STRANGER, Walker

pytestmark = pytest.mark.slow

REFUSED = frozenset({"not_for_you", "not_found", "not_yours"})
GATE = ("code/ask",)
BEHIND_A_GATE = "shut"
BEHIND = ("", ":1", ":k:4:page")
"""What may stand behind the word of a button: rows that are there, of others, of another kind, and nothing at all."""
FEWEST = 250
"""Buttons that each walk taps at least."""


def _may(ties: Ties, who: Who, attempt: Attempt) -> bool:
    """Tell whether a person may do what a button says."""
    return who_may.is_admitted(who, attempt.key) and all(
        who_may.may_name(ties, who, attempt.key, name, text) for name, text in attempt.rows
    )


def _leads_to_an_own_page(attempt: Attempt) -> bool:
    """Tell whether a button leads to a page of the one who taps it, even where it names a row of another's."""
    return attempt.key in who_may.AN_OWN_PAGE or not set(attempt.said).isdisjoint(who_may.AWAY)


def _told(attempt: Attempt, walker: Walker, outcome: Outcome, what: str) -> str:
    said = f"{outcome.refused or 'not refused'}, {' + '.join(outcome.screens)}"
    return f"{attempt.data} of {walker.name} {what} ({said})"


def _wrong(ground: Ground, ties: Ties, walker: Walker, attempt: Attempt, outcome: Outcome) -> Iterator[str]:
    """Give all that an answer should not have shown or written."""
    who = None if walker.id is None else ties.people[walker.id]
    shut = walker.name == BEHIND_A_GATE
    may = who is not None and not shut and _may(ties, who, attempt)
    found = [f"writes: {change}" for change in outcome.changes if not _fine(ties, who, change, attempt.key, may=may)]
    found += [f"reads {told}" for told in _not_for(ground, ties, None if shut else who, outcome.text)]
    for recipient, text in outcome.notices:
        found += [f"tells {recipient} {told}" for told in _not_for(ground, ties, ties.people.get(recipient), text)]
    if shut and outcome.screens != GATE:
        found.append("passes a shut gate")
    refused = outcome.refused in REFUSED or shut or who is None
    if not may and not refused and not _leads_to_an_own_page(attempt):
        found.append("is not refused")
    yield from (_told(attempt, walker, outcome, each) for each in found)


def _fine(ties: Ties, who: Who | None, change: Change, route: str, *, may: bool) -> bool:
    """Tell whether a person's tap may have written that; unless the person `may`, nothing but that there was a tap."""
    if who is None:
        return who_may_write.is_a_strangers(change)
    return who_may_write.is_kept_by_itself(who, change) or (may and who_may_write.may_write(ties, who, change, route))


def _not_for(ground: Ground, ties: Ties, who: Who | None, text: str) -> Iterator[str]:
    """Give whose words stand in a text that a person may not read; nobody reads any behind a gate, or from outside."""
    for secret in ground.planted.within(text):
        if who is None or not who_may.may_read(ties, who, secret):
            yield f"{secret.column} of {dict(secret.row)}"


def _attempts(ground: Ground, who: Who | None) -> Iterator[Attempt]:
    """Give the buttons to tap; of a route that is closed whatever it says, one."""
    known = set[str]()
    for attempt in ground.attempts:
        if who is not None and who_may.is_admitted(who, attempt.key):
            yield attempt
        elif attempt.key not in known:
            known.add(attempt.key)
            yield attempt


@pytest.mark.parametrize("name", [STRANGER, *NAMES])
def test_nobody_does_or_reads_what_is_others(ground: Ground, name: str) -> None:
    walker = ground.walkers[name]

    def walked(walk: Walk) -> tuple[int, list[str]]:
        ties, tapped, wrong = Ties(walk.tx), 0, list[str]()
        for attempt in _attempts(ground, None if walker.id is None else ties.people[walker.id]):
            tapped += 1
            try:
                outcome = walk.taps(walker, attempt.data)
            except Exception as fault:  # noqa: BLE001 - one fault must not hide the others
                wrong.append(f"{attempt.data} of {name} is answered by a fault: {fault!r}")
                continue
            wrong += _wrong(ground, ties, walker, attempt, outcome)
        return tapped, wrong

    tapped, wrong = ground.walked(walked)
    assert wrong == [], f"{len(wrong)} of {tapped} taps:\n" + "\n".join(wrong[:60])
    assert tapped >= FEWEST


@pytest.mark.parametrize("name", [STRANGER, "lina", "claire", "lea", "sent"])
def test_every_button_answers_whatever_it_says(ground: Ground, name: str) -> None:
    walker = ground.walkers[name]

    def walked(walk: Walk) -> list[str]:
        ties, wrong = Ties(walk.tx), list[str]()
        who = None if walker.id is None else ties.people[walker.id]
        for data in (f"{head}{behind}" for head in map(_head, ROUTES) for behind in BEHIND):
            try:
                outcome = walk.taps(walker, data)
            except Exception as fault:  # noqa: BLE001 - one fault must not hide the others
                wrong.append(f"{data} is answered by a fault: {fault!r}")
                continue
            if not outcome.screens and not outcome.refused:
                wrong.append(f"{data} is answered by nothing at all")
            wrong += [f"{data} shows {told}" for told in _not_for(ground, ties, who, outcome.text)]
        return wrong

    assert ground.walked(walked) == []


def _head(route: AnyRoute) -> str:
    return f"{route.realm.letter}:{route.word}" if route.word else route.realm.letter


def test_those_who_may_are_let_in(ground: Ground) -> None:
    """Show that the buttons forged above are real: each opens for the person who was shown it, as the table says."""
    chats = {attempt.owner for attempt in ground.attempts}

    def walked(walk: Walk) -> list[str]:
        ties, closed = Ties(walk.tx), dict[str, str]()
        found = {chat: people.by_chat(walk.tx, chat) for chat in chats}
        known = {chat: person.id for chat, person in found.items() if person is not None}
        opened = set[str]()
        for attempt in ground.attempts:
            if attempt.owner not in known or attempt.key in opened:
                continue
            owner = Walker("owner", attempt.owner, known[attempt.owner])
            refused = walk.taps(owner, attempt.data).refused
            if refused in REFUSED or not _may(ties, ties.people[known[attempt.owner]], attempt):
                closed[attempt.key] = f"{attempt.data} of {attempt.owner}: {refused or 'forbidden by the table'}"
            else:
                opened.add(attempt.key)
        never = {f"{route.realm.letter}:{route.word}" for route in ROUTES} - opened - who_may.STRANGERS
        return sorted(closed.get(key, f"{key}: tapped by nobody") for key in never)

    assert ground.walked(walked) == []


def test_every_kind_of_row_that_a_button_names_is_there(ground: Ground) -> None:
    named = {argument.name for route in ROUTES for argument in route.arguments}
    assert named - set(ROWS) - NO_ROWS == set(), "say in `specimens.ROWS` where these stand, or that nobody owns them"
    assert set(ROWS) | NO_ROWS <= named
    without = {name for name in ROWS if not ground.specimens.written[name]}
    assert without == set(), "the world has no such rows"
    tapped = {name for attempt in ground.attempts for name, _ in attempt.rows}
    assert tapped == set(ROWS)
    others = {name for attempt in ground.attempts if not attempt.owner for name, _ in attempt.rows}
    assert set(ROWS) - AS_RECORDED <= others, "rows that are named by their owners only"


def test_words_stand_in_everything_that_is_written(ground: Ground) -> None:
    assert free_columns() - ground.planted.columns == set(), "columns in which no word was planted"
    assert set(who_may.READS) == free_columns(), "columns of which nobody has said who may read them"
