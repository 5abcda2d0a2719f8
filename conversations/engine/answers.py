"""What has been answered: the whole state of a conversation. No step, no widget, no text lives here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from bot.domain.calls import Call

Json: TypeAlias = Any  # what json.loads gives: widgets turn it into typed values


class How(StrEnum):
    """Why a question has no value yet although the person has dealt with it."""

    UNKNOWN = "unknown"
    LATER = "later"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Given:
    """A value, as the step's widget loads it; `by` is the id of the person who gave it."""

    value: Any
    by: int | None = None
    agreed: bool = False
    """The person has confirmed what others wrote."""


@dataclass(frozen=True, slots=True)
class Deferred:
    """No value, and the way it was put off. Unknown and talk let the plan go on; later must come back."""

    how: How
    by: int | None = None
    agreed: bool = False
    """As above."""


Answer: TypeAlias = Given | Deferred


@dataclass(frozen=True, slots=True)
class Reopening:
    """A question that the referent opened again, with the referent's comment and the value proposed, if any."""

    comment: str
    proposed: Json = None
    done: bool = False
    before: Json = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a conversation looks at besides the answers; one that looks at something declares its own.

    Each field has a default that says nothing, so that a question can be asked before anything is known.
    """


C = TypeVar("C", bound=Context)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a condition or a check may look at. Pure: today is handed in."""

    today: date
    answers: Mapping[str, Answer] = field(default_factory=dict)
    call: Call | None = None
    context: Context | None = None
    """What the conversation was handed besides the answers; read with `about`."""
    reopened: Mapping[str, Reopening] = field(default_factory=dict)
    off_school: Callable[[date], bool | None] | None = field(default=None, repr=False, compare=False)
    """Says of a day whether schools are closed where the person lives; None where nobody knows, also of such a day."""
    asked_on: date | None = None
    """The day the plan was endorsed, or sent where it never was; None while it is still being written or read."""
    answered_on: date | None = None
    """The day the network answered; None while it has not."""
    elsewhere: frozenset[str] = frozenset()
    """Questions whose answers come from elsewhere, such as from each household of a group: not asked here."""
    derived: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was worked out from these very facts, which never change: the path, the findings. Not a fact itself."""

    def value(self, name: str) -> Any:
        """Return the value given to `name`, or None when there is none."""
        answer = self.answers.get(name)
        return answer.value if isinstance(answer, Given) else None

    def about(self, kind: type[C]) -> C:
        """Return the context that was handed in, or one that says nothing where none was.

        Raises:
            TypeError: the context handed in is that of another conversation.
        """
        if self.context is None:
            return kind()
        if not isinstance(self.context, kind):
            raise TypeError(f"{kind.__name__} is looked at, {type(self.context).__name__} was handed in")
        return self.context

    def supposing(self, name: str, value: Any) -> "Facts":
        """Return the facts as they would be with that value; these very facts where it is the one given."""
        if self.value(name) == value:
            return self
        return replace(self, answers={**self.answers, name: Given(value)})
