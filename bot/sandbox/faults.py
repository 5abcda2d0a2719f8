"""Trouble on purpose: which of the next requests go wrong, and how. Decides only; the server carries it out."""

from dataclasses import dataclass

from bot.sandbox.wire import NOT_MODIFIED, ApiError, ControlError, Json

ANSWERS: dict[str, tuple[int, str]] = {
    "400": (400, "Bad Request"),
    "401": (401, "Unauthorized"),
    "409": (409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"),
    "429": (429, "Too Many Requests: retry after {retry_after}"),
    "500": (500, "Internal Server Error"),
    "chat_not_found": (400, "Bad Request: chat not found"),
    "migrated": (400, "Bad Request: group chat was upgraded to a supergroup chat"),
    "blocked": (403, "Forbidden: bot was blocked by the user"),
    "deactivated": (403, "Forbidden: user is deactivated"),
    "not_modified": (400, f"Bad Request: {NOT_MODIFIED}"),
    "too_old": (400, "Bad Request: query is too old and response timeout expired or query ID is invalid"),
    "edit_not_found": (400, "Bad Request: message to edit not found"),
}
"""Kinds that are an answer of the Bot API itself."""

BROKEN = frozenset({"drop", "502", "hang", "delay"})
"""Kinds that are no such answer: a cut connection, a gateway's page, silence, slowness."""


DEFAULT_SECONDS = {"hang": 600, "delay": 1}


@dataclass(slots=True)
class Fault:
    """One fault to come.

    Attributes:
        method: A method, or `*` for all but getUpdates.
        kind: One of `ANSWERS` or `BROKEN`.
        times: How many requests it hits; 0 until it is taken away.
        chat_id: Hits requests to this chat only.
        after: The request is carried out first, then fails.
        seconds: Of `hang` and `delay`.
        retry_after: Of `429`, in seconds.
        migrate_to: Of `migrated`, the new chat.
    """

    method: str
    kind: str
    times: int = 1
    chat_id: int | None = None
    after: bool = False
    seconds: float = 0
    retry_after: int = 1
    migrate_to: int = -1_000_000_000_001

    def hits(self, method: str, chat_id: object) -> bool:
        """Return whether the fault is meant for this request."""
        named = self.method == method or (self.method == "*" and method != "getUpdates")
        return named and self.chat_id in {None, chat_id}

    @property
    def has_answer(self) -> bool:
        """Whether the Bot API itself answers."""
        return self.kind in ANSWERS

    def refusal(self) -> ApiError:
        """Return the answer, or for a kind without one what the log says."""
        code, text = ANSWERS.get(self.kind, (0, self.kind))
        parameters: dict[str, int] = {}
        if self.kind == "429":
            parameters = {"retry_after": self.retry_after}
        elif self.kind == "migrated":
            parameters = {"migrate_to_chat_id": self.migrate_to}
        return ApiError(code, text.format(retry_after=self.retry_after), excusable=True, **parameters)


class Faults:
    """The faults to come, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, wish: Json) -> Fault:
        """Add a fault from the control API.

        Raises:
            ControlError: an unknown kind or field.
        """
        if wish.get("kind") not in ANSWERS.keys() | BROKEN:
            raise ControlError(400, f"kind must be one of {', '.join(sorted(ANSWERS.keys() | BROKEN))}")
        try:
            fault = Fault(**{"method": "*", "seconds": DEFAULT_SECONDS.get(wish["kind"], 0), **wish})
        except TypeError as error:
            raise ControlError(400, f"a fault has no such field: {error}") from error
        self._waiting.append(fault)
        return fault

    def clear(self) -> None:
        """Take all faults away."""
        self._waiting.clear()

    def take(self, method: str, chat_id: object) -> Fault | None:
        """Return the fault that hits this request, and count it."""
        if not self._waiting:
            return None
        for fault in self._waiting:
            if fault.hits(method, chat_id):
                if fault.times == 1:
                    self._waiting.remove(fault)
                elif fault.times:
                    fault.times -= 1
                return fault
        return None
