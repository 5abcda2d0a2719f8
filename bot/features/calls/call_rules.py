"""The rules that a call may set, each known by its place in their list: ids may be long for a button."""

from dataclasses import dataclass

from bot.domain.calls import OF_THE_CALL
from bot.domain.ids import CallId
from bot.domain.people import Refused
from bot.domain.programmes import means
from bot.domain.rules import Rule
from bot.interaction.arguments import CALL
from bot.interaction.request import Request
from bot.interaction.routes import Argument, decode_id, encode_id
from bot.plan import facts as plan_facts
from bot.storage.calls import CallRow
from bot.storage.kernel.store import Tx
from conversations.call_rules import ADDED
from conversations.rules import KINDS


@dataclass(frozen=True, slots=True)
class RuleOfCall:
    """One rule as it holds in a call, and its place among those that the call may set."""

    call: CallRow
    rule: Rule
    place: int
    added: bool = False
    """The coordinator added it: the model has none of that name."""


def rules_of(request: Request, call: CallRow) -> list[RuleOfCall]:
    """Return the rules that a call may set, as they hold in it; its own dates are set elsewhere."""
    held = plan_facts.call_of(request.moment.app, call)
    own = [rule for rule in held.rules if not isinstance(rule.limit, OF_THE_CALL)]
    known = {rule.id for rule in held.programme.rules}
    return [RuleOfCall(call, rule, place, rule.id not in known) for place, rule in enumerate(own)]


def addable(request: Request, call: CallRow) -> list[str]:
    """Return the kinds of rule that a coordinator may add to a call: those it has none of, and that mean something."""
    held = plan_facts.call_of(request.moment.app, call)
    has = {rule.kind for rule in held.rules} | {rule.id for rule in held.programme.rules}
    return [kind for kind in ADDED if kind not in has and means(KINDS[kind].limit, held.aid_form)]


def rule_named(request: Request, call: CallRow, rule_id: str) -> RuleOfCall:
    """Return the rule of that id. Raises Refused("not_found") for one that the call may not set."""
    found = next((each for each in rules_of(request, call) if each.rule.id == rule_id), None)
    if found is None:
        raise Refused("not_found")
    return found


def _write(value: tuple[CallId, int]) -> str:
    return ":".join(map(encode_id, value))


def _read(tx: Tx, request: Request, text: str) -> RuleOfCall:
    number, _, place = text.partition(":")
    rules = rules_of(request, CALL.read(tx, request, number))
    if decode_id(place) >= len(rules):
        raise Refused("not_found")
    return rules[decode_id(place)]


RULE: Argument[tuple[CallId, int], RuleOfCall] = Argument("rule", _write, _read, parts=2)
"""A rule of a call of the network of the one who asks: the call, and the rule's place in the list."""
