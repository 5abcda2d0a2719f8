"""The call that an invitation or a group is for: the only one open, or the one chosen; before that, none at all."""

from collections.abc import Mapping

from bot.domain.calls import Call
from bot.interaction.request import Request
from bot.plan import facts as plan_facts
from bot.storage.kernel.store import Tx
from conversations.engine.answers import Facts


def call_chosen(tx: Tx, request: Request, facts: Facts) -> tuple[Call | None, Mapping[str, str]]:
    """Return the call that the answers so far are for, and the name of each that may be chosen, by its number.

    Where several are open and none is chosen yet, there is none: no figure of another call is ever shown.
    """
    opened = plan_facts.calls_for(tx, request.moment, request.person)
    wanted = facts.value("in_call")
    fitting = opened if wanted is None else [row for row in opened if row.id == int(wanted)]
    call = plan_facts.call_of(request.moment.app, fitting[0]) if len(fitting) == 1 else None
    return call, {str(row.id): row.name for row in opened}
