"""Each step of a conversation: those who may no longer, or never might, are told no, and nothing is kept.

Every conversation is begun by a person who may, in each role that may, and gone through to its end. Before each answer
the right is taken away, in each way in which it can be lost, and all that the question offers is tried; and others,
to whom the form never belonged, try it too.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import TypeAlias

import pytest
import sqlalchemy as sa

from bot.domain.people import Role
from bot.interaction import forms
from bot.interaction.request import Incoming, Response, Tap
from bot.storage.tables import metadata
from conversations.engine.replies import Said
from tests.recorded import who_may, who_may_write
from tests.recorded.conversing import LONGEST, Beginning, beginnings, begins, goes_on, token_of
from tests.recorded.entrance import buttons_on, undone
from tests.recorded.rights import Ties
from tests.recorded.test_who_may import REFUSED
from tests.recorded.walk import Ground, Walk
from tests.recorded.walkers import NEW, Walker, new

pytestmark = pytest.mark.slow

WORDS = "Des mots pour personne"
GONE_ON = REFUSED | {"not_away"}
OTHERS = (*map(new, NEW), "paul", "kim", "dan", "lea", "far referent", "far coordinator", "far beneficiary", "gone")

STANDS_IN = "Omar"
"""Who begins a conversation about a beneficiary whose referent is away."""
ABOUT_ACCOMPANIED = frozenset(
    {
        "change", "changes", "consent", "correction", "endorsement", "group_link", "group_person", "handover",
        "handover_correction", "household", "naming", "not_endorse", "note", "note_change", "own_part", "plan.e",
        "plan.s", "quotient", "reference", "report", "settling", "transfer",
    }
)  # fmt: skip
"""What a referent says about a beneficiary who is accompanied."""
OF_HANDING = frozenset({"handover", "handover_correction", "reference"})
OF_COMMITTEE = frozenset({"ancv", "decline", "offer", "point", "regrant", "withdrawal"})
OF_NETWORK = OF_COMMITTEE | {"adjust", "event_change", "guide_answer", "invite_decider", "minutes", "setting", "waiver"}
"""What a coordinator says about something that is a network's."""


def _no_role(walk: Walk, owner: Walker) -> None:
    """Take away every role of a person."""
    roles = metadata.tables["roles"]
    walk.tx.connection.execute(roles.delete().where(roles.c.person_id == owner.id))


def _handed_on(walk: Walk, _owner: Walker) -> None:
    """Pass all whom a referent accompanies, or stands in for, to a colleague."""
    attachments, absences = metadata.tables["attachments"], metadata.tables["absences"]
    to = walk.ground.walkers[new(Role.REFERENT)].id
    walk.tx.connection.execute(absences.update().values(ended_at=walk.ground.recording.now))
    walk.tx.connection.execute(attachments.update().where(attachments.c.until.is_(None)).values(referent_id=to))


def _in_another_network(walk: Walk, owner: Walker) -> None:
    """Put a person into another network, with the role that this one had."""
    people = metadata.tables["people"]
    far = walk.tx.connection.scalar(
        sa.select(people.c.network_id).where(people.c.id == walk.ground.walkers["far coordinator"].id)
    )
    walk.tx.connection.execute(people.update().where(people.c.id == owner.id).values(network_id=far))


def _in_another_organisation(walk: Walk, owner: Walker) -> None:
    """Put a person into another organisation of the same network."""
    people = metadata.tables["people"]
    other = sa.select(people.c.organisation_id).where(people.c.id == walk.ground.walkers["paul"].id).scalar_subquery()
    walk.tx.connection.execute(people.update().where(people.c.id == owner.id).values(organisation_id=other))


def _others_decide(walk: Walk, _owner: Walker) -> None:
    """Name others for the committee of every call."""
    calls = metadata.tables["calls"]
    walk.tx.connection.execute(calls.update().values(deciders=(walk.ground.walkers["far coordinator"].id,)))


def _out_of_the_group(walk: Walk, owner: Walker) -> None:
    """Take a person out of every group."""
    members = metadata.tables["group_members"]
    walk.tx.connection.execute(members.update().where(members.c.person_id == owner.id).values(part="left"))


def _back_again(walk: Walk, _owner: Walker) -> None:
    """Let everybody who is away be back."""
    absences = metadata.tables["absences"]
    walk.tx.connection.execute(absences.update().values(ended_at=walk.ground.recording.now))


def _plans_over(walk: Walk, _owner: Walker) -> None:
    """Give up every plan."""
    plans = metadata.tables["plans"]
    walk.tx.connection.execute(plans.update().values(state="cancelled", before_state=plans.c.state))


def _calls_over(walk: Walk, _owner: Walker) -> None:
    """Let every call be closed."""
    calls = metadata.tables["calls"]
    walk.tx.connection.execute(calls.update().values(closes_at=walk.ground.recording.now - timedelta(days=1)))


Loss: TypeAlias = Callable[[Walk, Walker], None]
LOST: Mapping[Loss, Callable[[Beginning], bool]] = {
    _no_role: lambda _begun: True,
    _handed_on: lambda begun: "referent" in begun.roles and begun.kind in ABOUT_ACCOMPANIED,
    _back_again: lambda begun: begun.owner.name == STANDS_IN and begun.kind not in OF_COMMITTEE,
    _in_another_network: lambda begun: "coordinator" in begun.roles and begun.kind in OF_NETWORK | {"absence"},
    _in_another_organisation: lambda begun: "lead" in begun.roles and begun.kind in {"absence", *OF_HANDING},
    _others_decide: lambda begun: begun.kind in OF_COMMITTEE,
    _out_of_the_group: lambda begun: begun.kind == "household" and "beneficiary" in begun.roles,
}
"""Each way in which the right to go on is lost, and in which conversations it is."""
TOO_LATE: Mapping[Loss, frozenset[str]] = {
    _plans_over: frozenset(
        [
            "changes",
            "decline",
            "endorsement",
            "not_endorse",
            "offer",
            "own_part",
            "plan.e",
            "plan.l",
            "plan.s",
            "point",
            "report",
            "settling",
        ]
    ),
    _calls_over: frozenset({"group", "invitation"}),
}
"""What comes too late for some conversations: their writer may still read the question, and what is kept is a draft."""
DRAFTS = frozenset({"sessions", "sheets"})


def _offered(response: Response) -> list[Incoming]:
    """Return what can be said to a question: its first answer and its last one, every way on, and words."""
    found = [data for data in buttons_on(response) if data.startswith(("q:", "n:"))]
    answers = [data for data in found if data.startswith("q:")]
    ways = [data for data in found if data.startswith("n:") and not data.endswith((":pause", ":stop"))]
    tapped = [Tap(data, 1) for data in dict.fromkeys([*answers[:1], *answers[-1:], *ways])]
    return [*tapped, Said(WORDS)]


def _wrong(walk: Walk, ties: Ties, walker: Walker, incoming: Incoming, *, refused: bool = True) -> Iterator[str]:
    """Give all that something does which it should not; unless `refused`, a draft of the writer's own may be kept."""
    who, outcome = ties.people[walker.id or 0], walk.tells(walker, incoming)
    if refused and isinstance(incoming, Tap) and outcome.refused not in GONE_ON:
        yield f"{incoming.data} is not refused ({outcome.refused}, {outcome.screens})"
    for change in outcome.changes:
        draft = not refused and change.table in DRAFTS and change.row["person_id"] == who.id
        if not draft and not who_may_write.is_kept_by_itself(who, change):
            yield f"{incoming} writes {change}"
    for secret in walk.ground.planted.within(outcome.text):
        if not who_may.may_read(ties, who, secret):
            yield f"{incoming} reads {secret.column} of {dict(secret.row)}"


def _after_a_loss(walk: Walk, before: Ties, beginning: Beginning, response: Response) -> Iterator[str]:
    """Give what still works once the right is lost, or once it is too late."""
    lost = [loss for loss, concerns in LOST.items() if concerns(beginning)]
    late = [loss for loss, kinds in TOO_LATE.items() if beginning.kind in kinds]
    for loss in (*lost, *late):
        with walk.elsewise():
            loss(walk, beginning.owner)
            ties = Ties(walk.tx, before if loss in LOST else None)
            for incoming in _offered(response):
                for said in _wrong(walk, ties, beginning.owner, incoming, refused=loss in LOST):
                    yield f"{beginning}, after {loss.__name__}: {said}"


def _of_others(walk: Walk, ties: Ties, beginning: Beginning, response: Response) -> Iterator[str]:
    """Give what works in the hands of others."""
    taps = [each for each in _offered(response) if isinstance(each, Tap)]
    for walker in (walk.ground.walkers[name] for name in OTHERS):
        if walker.id == beginning.owner.id:
            continue
        for tap in dict.fromkeys([*taps[:1], *taps[-1:]]):
            for said in _wrong(walk, ties, walker, tap):
                yield f"{beginning}, in the hands of {walker.name}: {said}"


def _gone_through(walk: Walk, beginning: Beginning) -> tuple[int, bool, list[str]]:
    """Go through a conversation; return how many questions it had, whether it came to an end, and what was wrong."""
    response: Response | None = begins(walk, beginning.owner, beginning.data)
    assert response is not None
    token, steps, wrong = token_of(walk, beginning.owner, response), 0, list[str]()
    ties = Ties(walk.tx)
    while response is not None and steps < LONGEST and token_of(walk, beginning.owner, response) == token:
        steps += 1
        wrong += _after_a_loss(walk, ties, beginning, response)
        wrong += _of_others(walk, ties, beginning, response)
        response = goes_on(walk, beginning.owner, response)
    return steps, response is not None, wrong


NOT_BEGUN = {("plan.l", "referent")}
"""What is only gone on with by that role: an answer of the list for leaving, which its beneficiary began."""
ENDS_ELSEWHERE = frozenset({"correction", "handover_correction", "regrant", "withdrawal"})
"""Conversations that are shown whole, and end by a button of their own."""
A_PAPER = "b:give_paper:"
"""A question that only a file answers, and nobody sends one here."""
PARTS = 4
"""Tests among which the conversations are divided, so that several processes can walk."""


@pytest.fixture(scope="module")
def begun(ground: Ground) -> tuple[Beginning, ...]:
    """Find out who begins which conversation, and how."""
    return ground.walked(lambda walk: tuple(beginnings(walk)))


@pytest.mark.parametrize("part", range(PARTS))
def test_a_right_is_looked_at_again_at_each_step(ground: Ground, begun: tuple[Beginning, ...], part: int) -> None:
    def walked(walk: Walk) -> tuple[list[str], list[str]]:
        wrong, endless = list[str](), list[str]()
        for beginning in begun[part::PARTS]:
            steps, over, found = undone(walk.tx, lambda: _gone_through(walk, beginning))  # noqa: B023 - used at once
            wrong += found
            elsewhere = beginning.kind in ENDS_ELSEWHERE or beginning.data.startswith(A_PAPER)
            if not over and steps == 1 and not elsewhere:
                endless.append(f"{beginning} goes nowhere")
        return wrong, endless

    wrong, endless = ground.walked(walked)
    assert wrong == [], f"{len(wrong)}:\n" + "\n".join(wrong[:60])
    assert endless == []


def test_every_conversation_is_begun(begun: tuple[Beginning, ...]) -> None:
    assert {each.kind for each in begun} == set(forms.KINDS)
    by = {(each.kind, role) for each in begun for role in each.roles}
    assert {(name, role) for name, kind in forms.KINDS.items() for role in kind.roles} - by == NOT_BEGUN
