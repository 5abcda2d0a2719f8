"""Where buttons about the review of a plan by its referent lead."""

from collections.abc import Iterable

from bot.domain.ids import PlanId
from bot.domain.people import Role
from bot.domain.rules import Finding, Level
from bot.interaction.arguments import ATTACHED
from bot.interaction.plan_routes import COMMITTEE, on_plan
from bot.interaction.plan_routes import REFERENT as THE_REFERENT
from bot.interaction.request import Request
from bot.interaction.routes import EVERYBODY, NUMBER, ONESELF, REFERENT, STEP, Argument, decode_id, encode_id, word
from bot.plan import access
from bot.storage.kernel.store import Tx
from bot.storage.plans import PlanRow
from conversations.engine.keyboard import Button, Rows, Word
from conversations.rules import at_level, to_check

HANDING = (Role.REFERENT, Role.LEAD)
"""Who opens a request in ANCV's tool: the referent, or the lead of an organisation that is paid."""
TRIED = ("endorse", "changes", "tomorrow", "not_endorse")
"""Decisions that can be tried on the example; each has its paragraph in the template."""

BEFORE = "before"
"""The last word of a button of a paper that was sent before the one that stands now."""


def _seen(tx: Tx, request: Request, text: str) -> PlanRow:
    return access.seen_by(tx, request.person, decode_id(text), Role.BENEFICIARY, Role.REFERENT, Role.DECIDER)


SEEN: Argument[PlanId, PlanRow] = Argument("plan", encode_id, _seen)
"""A plan of the caller, of a beneficiary whom this referent accompanies, or on whose committee the caller sits."""


def _reviewed(tx: Tx, request: Request, text: str) -> PlanRow:
    return access.seen_by(tx, request.person, decode_id(text), Role.REFERENT)


REVIEWED: Argument[PlanId, PlanRow] = Argument("plan", encode_id, _reviewed)
"""A plan of a beneficiary whom the referent who asks accompanies."""


def _with_papers(tx: Tx, request: Request, text: str) -> PlanRow:
    return access.seen_by(tx, request.person, decode_id(text), Role.BENEFICIARY, Role.REFERENT)


ACCOMPANIED: Argument[PlanId, PlanRow] = Argument("plan", encode_id, _with_papers)
"""A plan of the caller, or of a beneficiary whom this referent accompanies."""


def _read(tx: Tx, request: Request, text: str) -> PlanRow:
    return access.seen_by(tx, request.person, decode_id(text), Role.REFERENT, Role.DECIDER)


READ: Argument[PlanId, PlanRow] = Argument("plan", encode_id, _read)
"""A plan of a beneficiary whom this referent accompanies, or on whose committee the caller sits."""

NEXT = REFERENT.route("next")
INVITE = REFERENT.route("invite")
TELL = REFERENT.route("tell", ATTACHED, word("news"))
SAID = REFERENT.route("said", ATTACHED, word("news"))
EXAMPLE = REFERENT.route("example", word("decision", *TRIED, missing=""))
PAPER = EVERYBODY.route("paper", SEEN, STEP, word("before", BEFORE, missing=""))

PART = on_plan("part", *THE_REFERENT, looks=True)
REFERENCE = on_plan("reference", *HANDING)
OWN_ANSWERS = on_plan("own_answers", *THE_REFERENT, looks=True)
ENDORSE = on_plan("endorse", *THE_REFERENT)
ENDORSE_WITHOUT = on_plan("endorse_without", *THE_REFERENT)
ENDORSE_ON_CONDITION = on_plan("on_condition", *THE_REFERENT)
CHANGES = on_plan("changes", *THE_REFERENT)
TOMORROW = on_plan("tomorrow", *THE_REFERENT)
NOT_ENDORSE = on_plan("not_endorse", *THE_REFERENT)
UNDO = on_plan("undo", *THE_REFERENT)
KEEP = on_plan("keep", *THE_REFERENT)
KEEP_ALL = REFERENT.route("keep_all")

KEPT = on_plan("rules", *THE_REFERENT, *COMMITTEE, looks=True, reads=True)
COPY_SHEET = on_plan("copy_sheet", *THE_REFERENT, *COMMITTEE, looks=True, reads=True)
TO_CHECK = on_plan("to_check", *THE_REFERENT, *COMMITTEE, looks=True, reads=True)
COPY_HOUSEHOLD = EVERYBODY.route("copy_household", READ, NUMBER)
ASK_FOR = REFERENT.route("ask_for", REVIEWED, STEP)
SETTLE = REFERENT.route("settle", REVIEWED, STEP)
GIVE_PAPER = EVERYBODY.route("give_paper", ACCOMPANIED, STEP)
PAPERS = ONESELF.route("papers")


def to_rules(plan: PlanRow, found: Iterable[Finding]) -> Rows:
    """Return, side by side, the ways to the rules that are kept and to those that nobody knows yet to be kept."""
    kept, unknown = at_level(Level.OK, found := tuple(found)), to_check(found)
    row = [Button(Word("rules_kept", {"count": len(kept)}), KEPT.to(plan))] if kept else []
    row += [Button(Word("rules_to_check", {"count": len(unknown)}), TO_CHECK.to(plan))] if unknown else []
    return (tuple(row),) if row else ()
