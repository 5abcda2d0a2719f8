"""A beneficiary without a telephone: the referent fills the plan beside them; an account may come later, or go."""

from bot.storage import audit, plans
from conversations.engine.screens import Page, Question
from tests.dialogues.story import answers_everything, cast, invites, link_in
from tests.support.town import Town


async def test_the_plan_is_filled_beside_the_person_with_recorded_consent(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    await invites(lina, "Monsieur K.", contact="none")
    await lina.sees("invitation/_beside")
    await lina.taps("r:beside:3")
    await lina.sees("consent/consent")
    await lina.taps("oral")
    await lina.sees("wishes/wishes")
    await answers_everything(lina)
    await lina.taps("send")
    await lina.sees("plan/sent")
    plan = await town.does(plans.by_id, 1)
    assert plan is not None
    assert plan.consent is not None
    assert plan.consent["mode"] == "oral"
    assert plan.consent["on"] == "2026-11-23"
    lines = await town.does(audit.history, "plan:1")
    assert "consent" in {line.action for line in lines}


async def test_without_consent_nothing_can_be_filled(town: Town) -> None:
    story = await cast(town)
    await invites(story.lina, "Monsieur K.", contact="none")
    await story.lina.forges("q:p1s:1:wishes:sea")
    plan = await town.does(plans.by_id, 1)
    assert plan is not None
    assert "wishes" not in plan.answers


async def test_an_account_is_attached_later_and_nothing_is_lost(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    await invites(lina, "Monsieur K.", contact="none")
    await lina.taps("r:beside:3")
    await lina.taps("paper", "sea", "done", "children")
    asked = await lina.screen()
    assert isinstance(asked, Question)
    await lina.starts()
    await lina.taps("r:people", "r:person:3")
    screen = await lina.sees("review/person")
    assert isinstance(screen, Page)
    assert screen.values["together"] == (asked.position - 1, asked.total) == (2, 12)
    await lina.taps("r:link:3")
    phone = await town.phone("Karim")
    await phone.starts(await link_in(lina))
    await phone.sees("privacy")
    assert "Lina a déjà noté 2 réponses avec vous." in (await phone.messages())[-2]["text"]
    await phone.taps("g:accept")
    await phone.sees("wishes/first_time")


async def test_a_lost_telephone_opens_nothing_and_loses_nothing(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    await invites(lina)
    first = await town.phone("Awa")
    await first.starts(await link_in(lina))
    await first.taps("g:accept", "sea", "done")
    await lina.starts()
    await lina.taps("r:people", "r:person:3", "r:detach:3", "r:detach_surely:3")
    await first.says("bonjour")
    await first.sees("stranger")
    await lina.taps("r:link:3")
    second = await town.phone("Awa")
    await second.starts(await link_in(lina))
    await second.taps("g:go")
    await second.sees("wishes/aim")
    trail = await town.does(audit.history, "person:3")
    assert [(line.action, line.actor_id) for line in trail] == [("detach", 1), ("new_link", 1)]


async def test_the_news_is_told_aloud(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    await invites(lina, "Monsieur K.", contact="none")
    await lina.taps("r:beside:3")
    await lina.taps("oral")
    await answers_everything(lina)
    await lina.taps("send", "card", "whole", "not_endorse", "not_ready", "talk")
    await town.passes(minutes=3)
    assert await lina.has_seen("notices/tell_aloud")
