"""No name of a programme, a call, a source or a network ever stands on the telephone of a beneficiary.

Words that nobody says stand in their place, every call is one that protects, and rules of each kind are broken: a
telephone must not tell from whom the money comes, as the name alone says what was lived through. Every screen, file,
button and notice is read, in every language, in every state of a plan.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.people import Role
from bot.features.questions.shelf import answers_for
from bot.features.registry import ROUTES
from bot.interaction.request import Incoming, Response, Tap
from bot.storage import people, plans
from bot.storage.people import Person
from tests.recorded.conversing import LONGEST, Beginning, beginnings, begins, goes_on, ways_on
from tests.recorded.entrance import buttons_on, name_of, undone
from tests.recorded.walk import Ground, Walk
from tests.recorded.walkers import Walker
from tests.support import naming

pytestmark = pytest.mark.slow

NAMING = frozenset({"calls.name", "networks.name"})
"""Columns whose words are planted with the rest (`planted.py`)."""

MET_BY_RULES = frozenset({"figures/area", "plan/budget", "share/own_share", "stay/dates"})
"""Questions under which a person is told that something does not fit the rules."""
OWN_PAGES = tuple(f"g:{each.word}" for each in ROUTES if each.realm.letter == "g" and not each.arguments)
FEWEST = 100
"""Screens that are read at least."""


@dataclass
class Reading:
    """Read what stands on telephones, and note where a name stands; every screen that was read is remembered."""

    walk: Walk
    names: frozenset[str]
    wrong: list[str] = field(default_factory=list)
    screens: set[str] = field(default_factory=set)

    def reads(self, what: str, response: Response) -> None:
        """Note the names in an answer, in every language; a long line of a calendar's file goes on in the next."""
        for language in self.walk.app.renderer.catalogues.languages:
            told = self.walk.outcome(replace(response, reader=replace(response.reader, language=language)))
            self.screens |= set(told.screens)
            said = told.text.replace("\r\n ", "").lower()
            self.wrong += [f"{what}: {name} on {' + '.join(told.screens)}" for name in self.names if name in said]

    def tries(self, walker: Walker, incoming: Incoming, what: str = "") -> list[str]:
        """Read what is answered to something that a person does, of which nothing stays; return the buttons there."""

        def tried() -> list[str]:
            response = self.walk.answers(walker, incoming)
            self.reads(f"{incoming} of {walker.name} {what}", response)
            return list(buttons_on(response))

        return undone(self.walk.tx, tried)


def read(ground: Ground, reads: Callable[[Walk, Reading], None]) -> Reading:
    """Read in a world in which every call is of a programme that protects, and all names are planted."""

    def walked(walk: Walk) -> Reading:
        stored = {secret.word for secret in ground.planted.secrets.values() if secret.column in NAMING}
        names = frozenset({*stored, naming.TITLE.lower(), naming.WHOSE.lower()})
        walk.app = replace(walk.app, programmes=naming.planted(walk.app.programmes))
        open_until = ground.recording.now + timedelta(days=1)
        walk.tx.connection.execute(people.people.update().values(unlocked_until=open_until))
        reading = Reading(walk, names)
        reads(walk, reading)
        return reading

    return ground.walked(walked)


def beneficiaries(walk: Walk) -> list[Person]:
    """Return a person with a telephx of a plan, and without any, and one who has read no notice yet."""
    found: dict[object, Person] = {}
    ids = walk.tx.connection.scalars(sa.select(people.people.c.id).order_by(people.people.c.id)).all()
    for person in people.by_ids(walk.tx, ids).values():
        if person.has(Role.BENEFICIARY) and person.chat_id is not None:
            plan = plans.latest_of(walk.tx, person.id)
            found.setdefault((plan and plan.state, person.notice_version == 0), person)
    return list(found.values())


def _crawls(reading: Reading, person: Person) -> None:
    """Open every own page of a person, and, of each kind, the first button that stands on any page opened."""
    walker = Walker(person.name, person.chat_id or 0, person.id)
    known = dict.fromkeys(OWN_PAGES)
    waiting = [*OWN_PAGES]
    while waiting:
        data = waiting.pop(0)
        for offered in reading.tries(walker, Tap(data, 1)):
            kind = ":".join(offered.split(":")[:2])
            if kind not in known and offered[0] not in "qn":
                known[kind] = None
                waiting.append(offered)


def test_no_button_of_a_person_leads_to_a_name(ground: Ground) -> None:
    def reads(walk: Walk, reading: Reading) -> None:
        for person in beneficiaries(walk):
            _crawls(reading, person)
        walker = Walker(person.name, person.chat_id or 0, person.id)
        for answer in answers_for(frozenset({Role.BENEFICIARY})):
            reading.tries(walker, Tap(f"g:answer:{answer}", 1))

    reading = read(ground, reads)
    assert reading.wrong == []
    assert len(reading.screens) > FEWEST


def test_no_question_and_no_refused_answer_tells_a_name(ground: Ground) -> None:
    def reads(walk: Walk, reading: Reading) -> None:
        for begun in list(beginnings(walk)):
            if Role.BENEFICIARY in begun.roles:
                undone(walk.tx, lambda: _goes_through(walk, reading, begun))  # noqa: B023 - used at once

    reading = read(ground, reads)
    assert reading.wrong == []
    assert reading.screens >= MET_BY_RULES


def _goes_through(walk: Walk, reading: Reading, begun: Beginning) -> None:
    """Answer each question in every way that it offers, and go on."""
    response: Response | None = begins(walk, begun.owner, begun.data)
    for _ in range(LONGEST):
        if response is None:
            return
        question = name_of(response.screens[0])
        for first, *_rest in () if question in reading.screens else ways_on(response):
            reading.tries(begun.owner, first, f"in {begun}")
        reading.reads(f"{begun}", response)
        response = goes_on(walk, begun.owner, response)
