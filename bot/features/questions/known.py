"""What an answer may say of the reader's own plan and of the call it is for. Nothing that nobody answers for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.aid import AidForm
from bot.domain.figures import Area, Document
from bot.domain.money import Cents
from bot.domain.plans import TO_DECIDE, State
from bot.domain.rules import Rule
from bot.features.my_plan import pages as my_plan
from bot.interaction.request import Request
from bot.plan import facts as plan_facts
from bot.storage import calls
from bot.storage.kernel.store import Tx
from conversations.lodging import hosted
from conversations.reckoning import costed, payment, proposal
from conversations.rules.place import InAreas


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known; empty, none or false where there is no plan, or nothing is sure."""

    referent: str = ""
    state: str = ""
    group: bool = False
    """It is a group's: of its money and its places nothing is said to one of its members."""
    rules: Mapping[str, Rule] = field(default_factory=dict)
    """Rules of the call that a source answers for, by kind: only these may be quoted (Source.certain)."""
    people_by: date | None = None
    """The only date people read; none when it has passed."""
    late: bool = False
    """That day has passed, and the plan can still be sent."""
    stay_from: date | None = None
    stay_until: date | None = None
    committee: bool = False
    answer_after: date | None = None
    """The day of the next committee, after which the answer comes; none where nobody said one."""
    aid_form: AidForm = AidForm.VOUCHERS
    giver: str = ""
    """The organisation that hands the aid over, where the referent does not."""
    documents: tuple[str, ...] = ()
    """Papers that the referent sees."""
    europe: bool = False
    """The stay may be in another country of the Union."""
    place_kept: bool = False
    aid: Cents | None = None
    """The aid asked, once every price is known."""
    cash: Cents | None = None
    """What only money can pay, once every price is known."""


def of_own_plan(tx: Tx, request: Request) -> Known:
    """Return what is known of the plan that the reader goes with: an own one, or a group's."""
    plan = my_plan.own_stay(tx, request)
    if plan is None:
        return Known(referent=request.person.referent_name)
    facts = plan_facts.facts_of(tx, request.moment, plan)
    call = facts.call
    of_group = plan.households is not None
    if call is None:
        return Known(referent=request.person.referent_name, state=plan.state.value, group=of_group)
    rules = {rule.kind: rule for rule in call.rules if rule.source.certain}
    proposed = proposal(facts) if costed(facts) and not of_group else None
    return Known(
        referent=request.person.referent_name,
        state=plan.state.value,
        group=of_group,
        rules=rules,
        people_by=None if call.people_by < request.moment.today else call.people_by,
        late=call.is_late(request.now),
        stay_from=call.stay_from,
        stay_until=call.stay_until,
        committee=call.with_committee or plan.state in TO_DECIDE | {State.OFFERED},
        answer_after=call.answer_after(request.moment.today),
        aid_form=call.aid_form,
        giver=plan_facts.giver(request.moment, plan, facts),
        documents=tuple(
            document.value for document in call.documents if document is not Document.QUOTE or not hosted(facts)
        ),
        europe=_reaches_europe(rules),
        place_kept=facts.value("place_kept") == "yes",
        aid=proposed.aid if proposed else None,
        cash=payment(facts).to_take if proposed else None,
    )


def own_aid_form(tx: Tx, request: Request) -> AidForm:
    """Return in what form the aid of the reader's own plan comes; vouchers where there is no plan, as at work."""
    plan = my_plan.own_stay(tx, request)
    return AidForm.VOUCHERS if plan is None else AidForm(calls.by_id(tx, plan.call_id).aid_form)


def _reaches_europe(rules: Mapping[str, Rule]) -> bool:
    areas = (rule.limit.areas for rule in rules.values() if isinstance(rule.limit, InAreas))
    return any(Area.EUROPEAN_UNION in each for each in areas)
