"""The act of handing on: a colleague accompanies a beneficiary from now on, with what is pending."""

from collections.abc import Sequence

from bot.domain import notices
from bot.domain.people import Refused
from bot.features.absences.acts import tell_who_reads
from bot.interaction.request import Request
from bot.plan import access
from bot.storage import accompanying, audit, outbox, people, reminders, reviews
from bot.storage.kernel.store import Tx
from bot.storage.people import Person


def hand_on(
    tx: Tx, request: Request, person: Person, along: Sequence[Person], colleague: int, *, with_notes: bool
) -> None:
    """Let a colleague accompany a beneficiary, or a group and the families that go along; all of them are told.

    What waits to be read or told waits for the colleague.

    Raises:
        Refused: "stand_in_away" when the colleague has gone away or left in the meantime.
    """
    if colleague not in {each.id for each in people.free_colleagues(tx, request.person)}:
        raise Refused("stand_in_away")
    for each in (person, *along):
        _pass(tx, request, each, colleague, with_notes=with_notes)
    occasion = f"transfer:{person.id}:{request.now.isoformat()}"
    about = {"person": person.id, "group": not person.roles}
    told = outbox.Outgoing(
        f"{occasion}:{notices.HANDED_ON}", colleague, notices.HANDED_ON, about, request.now, request.now
    )
    outbox.put(tx, [told])
    # The families of a group are told once, as its members.
    tell_who_reads(tx, request.moment, occasion, [people.by_id(tx, person.id)], notices.NEW_REFERENT)


def _pass(tx: Tx, request: Request, person: Person, colleague: int, *, with_notes: bool) -> None:
    """Attach a beneficiary to the colleague, with what is pending."""
    people.attach(tx, person.id, colleague, request.now)
    accompanying.hand_notes_on(tx, person.id, request.person.id, colleague if with_notes else None)
    _note(tx, request, person, colleague)


def _note(tx: Tx, request: Request, person: Person, colleague: int) -> None:
    """Note the new referent in each plan's trail; notices on their way about it go to the colleague."""
    for plan in (access.need(tx, number) for number in reviews.plans_of(tx, person.id)):
        before, after = {"referent": request.person.id}, {"referent": colleague}
        audit.append(
            tx, f"plan:{plan.id}", request.now, request.person.id, "transfer", before, after, row_key=plan.trail_key
        )
        outbox.readdress(tx, plan.id, request.person.id, colleague)
        reminders.readdress(tx, plan.id, request.person.id, colleague)
