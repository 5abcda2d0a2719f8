"""The people of the recorded world, what their telephones ever showed, and how their plans come to stand."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bot.domain.people import Contact
from bot.domain.plans import Action
from bot.features.administration import admin
from bot.interaction.routes import encode_id
from bot.plan import access
from bot.plan import facts as plan_facts
from bot.plan.context import Moment
from bot.storage import people, plans
from bot.storage.kernel.store import Tx
from conversations.engine import flow
from conversations.engine.answers import Given
from conversations.engine.dates import Span
from tests.dialogues.story import Cast
from tests.support import plans as made
from tests.support.phones import Phone, buttons
from tests.support.town import Town

PRESENT = datetime(2027, 7, 20, 9, tzinfo=UTC)
"""A Tuesday morning on which some are on holiday, some come home, and the autumn is being prepared."""

Step = tuple[Action, str, dict[str, Any]]
SEND: Step = (Action.SEND, "", {})
ENDORSE: Step = (Action.ENDORSE, "lina", {})
SUBMIT: Step = (Action.SUBMIT, "clock", {})


def grants(cents: int = 30_000) -> Step:
    return Action.GRANT, "claire", {"granted_cents": cents}


class Watched(Phone):
    """Remember every button that a telephone ever showed."""

    def __init__(self, phone: Phone) -> None:
        super().__init__(phone.town, phone.account, phone.name)
        self.seen: dict[str, None] = {}

    async def _post(self, what: str, **body: Any) -> dict[str, Any]:
        await self.looks()  # what is tapped may change into something else
        return await super()._post(what, **body)

    async def looks(self) -> None:
        """Remember the buttons that are there now, the newest last."""
        for message in await self.messages():
            for _, data in buttons(message):
                if ":" in data:
                    self.seen.pop(data, None)
                    self.seen[data] = None

    def newest(self, beginning: str) -> str:
        """Give the newest button that begins so."""
        return next(data for data in reversed(self.seen) if data.startswith(beginning))


@dataclass
class World:
    """Hold the town, its people by name, and their plans."""

    story: Cast
    ids: dict[str, int] = field(default_factory=dict)
    plans: dict[str, int] = field(default_factory=dict)
    referents: dict[str, int] = field(default_factory=dict)
    phones: dict[str, Watched] = field(default_factory=dict)
    surely: list[tuple[str, str]] = field(default_factory=list)
    """Buttons that are tapped in any case, by whose chat it is."""

    @property
    def town(self) -> Town:
        return self.story.town

    async def knows(self, name: str, phone: Phone) -> None:
        """Remember a person who has an account."""
        self.phones[name] = phone if isinstance(phone, Watched) else Watched(phone)
        self.ids[name] = (await self.town.does(people.by_chat, phone.account)).id

    async def joins(self, name: str, call: int, referent: str = "lina", contact: Contact = Contact.NORMAL) -> None:
        """Invite a person to a call; with a telephone the link is opened and the notice read."""
        town, self.referents[name] = self.town, self.ids[referent]
        code, self.ids[name], self.plans[name] = await town.does(
            _invited, town.moment, self.ids[referent], name, contact, call
        )
        if contact is Contact.NONE:
            return
        phone = self.phones[name] = Watched(await town.phone(name))
        await phone.starts(code)
        if contact is Contact.DISCREET:
            await phone.says("soleil")
            await phone.says("soleil")
            await phone.starts()
        await phone.taps("g:accept")

    async def plan(self, name: str, call: int, stay: Span, *steps: Step, **how: Any) -> None:
        """Invite a person, write all answers of a plan, and do these things to it."""
        contact, lacking = how.pop("contact", Contact.NORMAL), how.pop("lacking", ())
        await self.joins(name, call, contact=contact, **how)
        given = {**made.answers(1, (6,)), "dates": stay}
        for each in lacking:
            del given[each]
        await self.town.does(_written, self.town.moment, self.plans[name], given, self.ids["lina"])
        for step in steps:
            await self.does(name, step)
        await self.town.settles()

    async def does(self, name: str, step: Step) -> None:
        """Do one thing to a plan."""
        action, who, changes = step
        actor = None if who == "clock" else self.ids[who or name]
        if action is Action.ENDORSE:
            actor = self.referents[name]
        if action is Action.SUBMIT:
            await self.town.passes(minutes=3)
        else:
            await self.town.does(partial(made.does, **changes), self.town.moment, self.plans[name], action, actor)

    async def button(self, name: str, verb: str) -> str:
        """Give what a button about a plan holds now."""
        plan = await self.town.does(access.need, self.plans[name])
        return f"p:{verb}:{encode_id(plan.id)}:{encode_id(plan.version)}"

    async def acts(self, who: str, name: str, *verbs: str) -> None:
        """Tap buttons about a plan, one after the other."""
        for verb in verbs:
            await self.phones[who].forges(await self.button(name, verb))


def _invited(tx: Tx, moment: Moment, referent: int, name: str, contact: Contact, call: int) -> tuple[str, int, int]:
    who = people.by_id(tx, referent)
    assert who.organisation_id is not None
    code = admin.invite_beneficiary(
        tx, moment, who.network_id, who.organisation_id, referent, name, contact, "Je pense à vous."
    )
    person = max(people.attached(tx, referent), key=lambda each: each.id)
    plan = plans.latest_of(tx, person.id)
    assert plan is not None
    plans.save(tx, plan, moment.now, call_id=call)
    return code, person.id, plan.id


def _written(tx: Tx, moment: Moment, plan_id: int, given: dict[str, Any], referent: int) -> None:
    plan = access.need(tx, plan_id)
    answers = {key: Given(value, plan.beneficiary_id) for key, value in given.items()}
    consent = {"mode": "oral", "on": "2026-11-23", "by": referent}
    plans.save(tx, plan, moment.now, answers=flow.dump_answers(answers, plan_facts.STEPS), consent=consent)
