"""The last words to a telephone that an account has left for another one: a way in that nobody wanted is noticed.

Only a professional's old telephone is told. To a beneficiary's nothing is sent, ever: the referent moves the account
because the telephone is lost, or in hands that must not learn that there is another one.
"""

from bot.domain.notices import ACCOUNT_MOVED
from bot.domain.people import AT_WORK, Role
from bot.interaction.request import reader_of
from bot.plan.context import Moment
from bot.storage import outbox, sessions
from bot.storage.kernel.store import Tx
from bot.storage.people import Person


def bid(tx: Tx, moment: Moment, leaving: Person, invitation_id: int) -> None:
    """Queue the last words for the chat that an account is about to leave: called before its chat changes.

    A beneficiary, even one who is a professional too, is told nothing (see above). The notice carries the chat, because
    from the next moment on that chat is nobody's.
    """
    if leaving.chat_id is None or leaving.has(Role.BENEFICIARY) or not leaving.roles & AT_WORK:
        return
    session = sessions.session_of(tx, leaving.id)
    notice = outbox.Outgoing(
        key=f"invitation:{invitation_id}:{ACCOUNT_MOVED}",
        recipient_id=outbox.NOBODY,
        kind=ACCOUNT_MOVED,
        context={
            "chat": leaving.chat_id,
            "card": session.card_id if session is not None else None,
            "language": reader_of(leaving, moment.app).language,
        },
        created_at=moment.now,
        due_at=moment.now,
        priority=0,
    )
    outbox.put(tx, [notice])
