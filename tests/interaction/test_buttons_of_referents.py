"""Buttons of a referent's side say what they said in the releases before: those in people's chats keep working."""

from bot.domain.accompanying import Only
from bot.domain.ids import PersonId, PlanId
from bot.features.absences import routes as absences
from bot.features.caseload import routes as caseload
from bot.features.reviews import routes as reviews

ZORA, PLAN = PersonId(40), PlanId(37)


def test_buttons_of_the_list_and_of_one_person() -> None:
    assert caseload.PEOPLE.to(Only.EVERYBODY, 0) == "r:people"
    assert caseload.PEOPLE.to(Only.EVERYBODY, 1) == "r:people:all:1"
    assert caseload.PEOPLE.to(Only.AWAITING, 12) == "r:people:awaiting:12", "the page is in decimal"
    assert caseload.LINK.to(ZORA, "") == "r:link:14"
    assert caseload.LINK.to(ZORA, "surely") == "r:link:14:surely"
    assert caseload.ATTACH_AGAIN.to(ZORA) == "r:attach_again:14"
    assert caseload.EDIT_WITH.to(PLAN, "guest_age.2") == "r:edit_with:11:guest_age.2"


def test_buttons_of_a_review() -> None:
    assert reviews.TELL.to(ZORA, "not_endorsed") == "r:tell:14:not_endorsed"
    assert (reviews.EXAMPLE.to(""), reviews.EXAMPLE.to("tomorrow")) == ("r:example", "r:example:tomorrow")
    assert reviews.PAPER.to(PLAN, "quote", "") == "b:paper:11:quote"
    assert reviews.PAPER.to(PLAN, "quote", "before") == "b:paper:11:quote:before"


def test_buttons_about_absences() -> None:
    assert absences.HAND_ON.to(ZORA) == "r:hand_on:14"
    assert (absences.STAND_IN.to(ZORA), absences.LEADS_STAND_IN.to(ZORA)) == ("d:stand_in:14", "l:stand_in:14")
    assert (absences.LATE.to(), absences.LEADS_LATE.to(ZORA)) == ("d:late", "l:late:14")
    assert absences.LATE_COLLEAGUE.to(ZORA) == "r:late_colleague:14"
