"""Before and after the stay: five faces, and what the person tells. None of it is an exam: all can be skipped."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.domain.reports import Scale
from conversations.engine.answers import Context, Facts
from conversations.engine.choices import Choice
from conversations.engine.media import Keepsake
from conversations.engine.rating import FACES, Faces
from conversations.engine.steps import Conversation, Need, Section, Step
from conversations.engine.widgets import Message
from conversations.wishes import WISHES

THE_AIM = next(step for step in WISHES.steps if isinstance(step, Step) and step.name == "aim")


# The faces


@dataclass(frozen=True, slots=True)
class FeelingsContext(Context):
    """What is looked at where the faces are touched."""

    scales: frozenset[Scale] = frozenset()
    """The scales to ask. Before: those of the programme; after: those that were answered before."""


def asked(scale: Scale) -> Callable[[Facts], bool]:
    """Return the condition of a scale's question."""
    return lambda facts: scale in facts.about(FeelingsContext).scales


_SCALES = Section(
    "feelings", tuple(Step(s.value, Faces(), when=asked(s), required=Need.SEND, firm=True) for s in Scale)
)

FEELINGS = Conversation("feelings", (_SCALES,), context=FeelingsContext)
"""Before: offered once, just after sending. After: the end of a beneficiary's story, where they were touched before."""


def faces(facts: Facts) -> dict[str, int]:
    """Return the faces the beneficiary touched, from 1 to 5, by scale; those left out are not there."""
    touched = {scale.value: facts.value(scale.value) for scale in Scale}
    return {scale: int(face) for scale, face in touched.items() if face in FACES}


# What the person tells


@dataclass(frozen=True, slots=True)
class StoryContext(FeelingsContext):
    """What a beneficiary who tells of a stay looks at besides the scales."""

    aim: str = ""
    """What mattered most, as it was chosen in the plan."""


def chosen_aim(chosen: str) -> tuple[str, Step, str] | None:
    """Return section, question and answer of what mattered most; None where nothing was named."""
    return ("wishes", THE_AIM, chosen) if chosen else None


def shown_aim(facts: Facts) -> dict[str, Any]:
    """Return what mattered most, for the question whether it happened."""
    return {"aim": chosen_aim(facts.about(StoryContext).aim)}


def shown_words(facts: Facts) -> dict[str, Any]:
    """Return the beneficiary's sentence, for the question whether others may read it."""
    told = facts.value("first_done")
    return {"words": told.text if isinstance(told, Message) else ""}


def took_place(facts: Facts) -> bool:
    """Return whether the beneficiary did not say that there was no stay."""
    return bool(facts.value("took_place") != "cancelled")


def has_words(facts: Facts) -> bool:
    """Return whether the beneficiary wrote what was new: only words can be quoted."""
    told = facts.value("first_done")
    return took_place(facts) and isinstance(told, Message) and bool(told.text)


AIM_REACHED, AGAIN = ("yes", "a_little", "no"), ("yes", "alone", "perhaps", "no")
"""The answers that are counted for a coordinator."""

STORY = Conversation(
    "story",
    (
        Section(
            "story",
            (
                Step("took_place", Choice(options=("yes", "shortened", "cancelled"))),
                Step(
                    "best",
                    Choice(options=("together", "place", "rest", "meeting", "new"), other=True),
                    when=took_place,
                ),
                Step(
                    "hardest",
                    Choice(options=("nothing", "journey", "money", "alone", "coming_home"), other=True),
                    when=took_place,
                ),
                Step("aim_reached", Choice(options=AIM_REACHED), when=took_place, show=shown_aim),
                Step("again", Choice(options=AGAIN)),
                Step("first_done", Keepsake(), when=took_place, counts=False),
                Step("may_quote", Choice(options=("yes", "no")), when=has_words, counts=False, show=shown_words),
            ),
        ),
        _SCALES,
    ),
    context=StoryContext,
)
"""Five taps, what was done for the first time, and the faces again. Every question may be skipped."""


def quote(facts: Facts) -> str:
    """Return the sentence that others may read, without a name; empty unless the beneficiary said yes."""
    told = facts.value("first_done")
    if facts.value("may_quote") != "yes" or not has_words(facts) or not isinstance(told, Message):
        return ""
    return told.text
