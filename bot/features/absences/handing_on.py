"""The act of handing on: a colleague accompanies a beneficiary from now on, with what is pending."""

from collections.abc import Sequence

from bot.domain import notices
from bot.domain.people import Refused
from bot.features.absences.acts import tell_who_reads
from bot.interaction.request import Request
from bot.plan import access
from bot.plan.context import Moment
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
        pass_on(tx, request.moment, request.person.id, request.person.id, each, colleague, with_notes=with_notes)
    occasion = f"transfer:{person.id}:{request.now.isoformat()}"
    about = {"person": person.id, "group": not person.roles}
    told = outbox.Outgoing(
        f"{occasion}:{notices.HANDED_ON}", colleague, notices.HANDED_ON, about, request.now, request.now
    )
    outbox.put(tx, [told])
    # The families of a group are told once, as its members.
    tell_who_reads(tx, request.moment, occasion, [people.by_id(tx, person.id)], notices.NEW_REFERENT)


def pass_on(
    tx: Tx, moment: Moment, former: int, by: int | None, person: Person, colleague: int, *, with_notes: bool = False
) -> None:
    """Attach a beneficiary to the colleague of a former referent, with what is pending; say nothing to anybody."""
    people.attach(tx, person.id, colleague, moment.now)
    accompanying.hand_notes_on(tx, person.id, former, colleague if with_notes else None)
    before, after = {"referent": former}, {"referent": colleague}
    for plan in (access.need(tx, number) for number in reviews.plans_of(tx, person.id)):
        audit.append(tx, f"plan:{plan.id}", moment.now, by, "transfer", before, after, row_key=plan.trail_key)
        outbox.readdress(tx, plan.id, former, colleague)
        reminders.readdress(tx, plan.id, former, colleague)


def tell_all(tx: Tx, moment: Moment, former: int, passed: Sequence[Person], colleague: int) -> None:
    """Tell a colleague, and each beneficiary, once a referent has left for good and all have passed."""
    occasion = f"removal:{former}:{moment.now.isoformat()}"
    told = [
        outbox.Outgoing(
            f"{occasion}:{each.id}:{notices.HANDED_ON}", colleague, notices.HANDED_ON,
            {"person": each.id, "group": not each.roles}, moment.now, moment.now,
        )
        for each in passed
    ]  # fmt: skip
    outbox.put(tx, told)
    tell_who_reads(tx, moment, occasion, [people.by_id(tx, each.id) for each in passed], notices.NEW_REFERENT)
