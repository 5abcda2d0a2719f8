"""Five faces from sad to happy, and "I do not answer": what everybody can touch, in whatever language they read."""

from dataclasses import dataclass

from conversations.engine.answers import Facts, Json
from conversations.engine.choices import Choice, Options
from conversations.engine.keyboard import Button, Pick, Rows, answering
from conversations.engine.numbers import parse_number
from conversations.engine.replies import Reply, Said
from conversations.engine.widgets import Ear, Read, Taken

FACES = ("1", "2", "3", "4", "5")
NO_ANSWER = "none"


@dataclass(frozen=True, kw_only=True)
class Faces(Choice):
    """One of the faces, the saddest first, or no answer, which is an answer too and is not asked again."""

    options: Options = (*FACES, NO_ANSWER)

    def read(self, reply: Reply, scratch: Json, facts: Facts, ear: Ear) -> Read[str]:
        """Read a face, its number from 1 to 5, or the words of a button."""
        if isinstance(reply, Said) and ear.choice(reply.text) is None:
            number = parse_number(reply.text, ear.lexicon)
            if str(number) in FACES:
                return Taken(str(number))
        return super().read(reply, scratch, facts, ear)

    def rows(self, scratch: Json, facts: Facts) -> Rows:
        """Return the scale as a row that everybody knows; no answer stands under it, as easy to touch."""
        return tuple(Button(Pick(face), answering(face)) for face in FACES), (
            Button(Pick(NO_ANSWER), answering(NO_ANSWER)),
        )
