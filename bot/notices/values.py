"""What the templates of notices about a plan read."""

from typing import Any

from bot.notices.kinds import Telling
from bot.plan import facts as plan_facts
from bot.storage import calls, handovers, people


def of_plan(telling: Telling) -> dict[str, Any]:
    """Return what texts of notices about a plan may say; only templates for its beneficiary use name and figures."""
    tx, moment, person, plan = telling.tx, telling.moment, telling.person, telling.about
    facts = plan_facts.facts_of(tx, moment, plan)
    beneficiary = person if person.id == plan.beneficiary_id else people.by_id(tx, plan.beneficiary_id)
    word = plan.word or {}
    return {
        "plan": plan,
        "name": beneficiary.name,
        "referent": beneficiary.referent_name,
        "granted": plan.granted_cents or 0,
        "missing": (plan.aid_cents or 0) - (plan.granted_cents or 0),
        "departure": plan.departure,
        "place_kept": facts.value("place_kept") == "yes",
        "changes": [
            (plan_facts.section_of(name), plan_facts.STEPS[name.partition(".")[0]], reopening.comment)
            for name, reopening in facts.reopened.items()
            if not reopening.done
        ],
        "reason": word.get("reason", ""),
        "next_step": word.get("next_step", ""),
        "point": word.get("point", ""),
        "held_until": plan.held_until,
        "urgent": bool(facts.call and facts.call.is_late(moment.now)),
        "closes_on": facts.call.closes_on if facts.call else None,
        "giver": plan_facts.giver(moment, plan, facts),
        "committee": calls.by_id(tx, plan.call_id).committee,
    }


def handed(telling: Telling) -> dict[str, Any]:
    """Return what was handed over for a plan, for those that speak of it."""
    return {"handed": handovers.of_plan(telling.tx, telling.about.id)}
