"""What is understood at a glance: what is next and not what is lacking, buttons that differ, whose plan it is."""

from dataclasses import replace

import pytest

from bot.domain.money import euros
from bot.domain.people import Contact
from bot.domain.rules import Rule, Source, Strength
from bot.rendering.renderer import Reader
from conversations.engine.screens import Question
from conversations.invitation import INVITATION
from conversations.rules.money import MaxQuotient
from tests.conversations.talk import facts
from tests.domain.figures_of_a_week import SUMMER
from tests.rendering.every_view import page_of
from tests.rendering.samples import AWA, PLAN_ROW, STEPS
from tests.rendering.test_pages import PAGES, RENDERER

FRENCH = Reader(language="fr", referent="Lina")


def home(**more: object) -> str:
    known = PAGES["home/plan"][0]
    return RENDERER.render(page_of("home/plan", {**known, "state": "draft", "plan": PLAN_ROW, **more}), FRENCH).text


@pytest.mark.parametrize(
    ("next_one", "done", "said"),
    [
        (("wishes", STEPS["wishes"]), False, "Pour commencer\u00a0: "),
        (("stay", STEPS["dates"]), True, "Ensuite\u00a0: "),
        (None, True, "Vous pouvez envoyer"),
    ],
)
def test_a_draft_says_what_is_next_and_counts_nothing_that_is_lacking(next_one: object, done: bool, said: str) -> None:
    text = home(next=next_one, done=done, missing=[next_one] * 4 if next_one else [])
    assert said in text
    assert "sur 12" not in text
    assert not any(sign.isdigit() for sign in text.splitlines()[1])


def test_not_today_this_plan_and_none_at_all_differ_in_sign_and_words() -> None:
    words = [RENDERER.word(name, FRENCH) for name in ("not_today", "remind_no_more", "remind_never")]
    assert len({word.split()[0] for word in words}) == len(words), "a sign each"
    assert "ce projet" in words[1]
    assert "aucun" in words[2]


def test_a_question_asked_beside_the_person_names_whose_plan_it_is() -> None:
    asked = Question(section="travellers", step=STEPS["adults"], rows=(), position=4, total=12, values={"whose": "Awa"})
    assert RENDERER.render(asked, FRENCH).text.startswith("👤 Awa · ")
    alone = Question(section="travellers", step=STEPS["adults"], rows=(), position=4, total=12)
    assert "👤" not in RENDERER.render(alone, FRENCH).text


SAID = Source("Réseau des Tilleuls", 2027, Strength.CONFIRMED)
HEARD = Source("ANCV", 2024, Strength.WEAK)


@pytest.mark.parametrize(
    ("source", "said", "unsaid"),
    [
        (SAID, "900\u00a0€ (Demandes d’été, Réseau des Tilleuls, 2027)", "À confirmer"),
        (HEARD, "peut-être de 900\u00a0€. À confirmer", "ANCV"),
        (None, "ne donne pas de plafond", "€"),
    ],
)
def test_an_invitation_says_the_ceiling_of_its_call_and_whose_it_is(
    source: Source | None, said: str, unsaid: str
) -> None:
    rules = () if source is None else (Rule("quotient", MaxQuotient(euros(900)), source),)
    call = replace(SUMMER, name="Demandes d’été", programme=replace(SUMMER.programme, rules=rules))
    known = replace(facts(), call=call)
    step = next(each for each in INVITATION.sections[0].unfold(known) if each.name == "under_limit")
    values = {"facts": known, **(step.show(known) if step.show else {})}
    asked = Question(section="invitation", step=step, rows=(), position=3, total=7, values=values)
    text = RENDERER.render(asked, FRENCH).text
    assert said in text
    assert unsaid not in text


def test_a_name_that_ends_with_a_point_is_greeted_with_one() -> None:
    values = {**PAGES["join/beneficiary"][0], "name": "Monsieur K."}
    assert "Bonjour Monsieur K.\n" in RENDERER.render(page_of("join/beneficiary", values), FRENCH).text


@pytest.mark.parametrize(("contact", "waits"), [(Contact.NORMAL, True), (Contact.NONE, False)])
def test_only_a_person_who_sends_the_plan_alone_is_waited_for(contact: Contact, waits: bool) -> None:
    draft = next(each for each in PAGES["review/person"] if each["state"] == "draft")
    values = {**draft, "person": replace(AWA, contact=contact)}
    assert ("une fois envoyé" in RENDERER.render(page_of("review/person", values), FRENCH).text) is waits
