"""What nobody should send and some will: one kind sentence, the way on, and nothing changed in the database."""

from typing import Any

import pytest

from bot.storage import plans
from conversations.engine.screens import Question
from tests.dialogues.story import answers_everything, cast, fills_prices, joins, sent_plan
from tests.support.phones import Phone
from tests.support.town import Town


async def answers_of(town: Town, number: int = 1) -> dict[str, object]:
    plan = await town.does(plans.by_id, number)
    assert plan is not None
    return dict(plan.answers)


@pytest.mark.parametrize(
    "data",
    [
        "",
        ":",
        "q:",
        "q:p1s:1:wishes:sea:more:of:it",
        "q:p1s:zz:wishes:nothing",
        "q:p99s:1:wishes:sea",
        "q:p1o:1:quotient:0",
        "q:p1x:1:wishes:sea",
        "q:c9:1:nickname:x",
        "n:p1s:1:wishes:fly",
        "g:nowhere",
        "g:edit:nothing",
        "g:language:xx",
        "p:endorse:1:1",
        "p:grant:1:1",
        "p:send:1:1",
        "p:fly:1:1",
        "p:card:-1:é",
        "r:next",
        "d:list",
        "☃" * 20,
    ],
)
async def test_forged_buttons_change_nothing_and_lead_back(town: Town, data: str) -> None:
    awa = await joins(await cast(town))
    before = await answers_of(town)
    await awa.forges(data)
    assert await answers_of(town) == before
    assert (await awa.last())["reply_markup"]["inline_keyboard"]
    await awa.starts()
    await awa.taps("g:go")
    assert isinstance(await awa.screen(), Question)


@pytest.mark.parametrize(
    "typed", ["🏖", "🇫🇷🇫🇷", "<b>gras</b>", "*a* _b_ [c](d) &amp; <", "x" * 4096, "\u202eabc", "' OR 1=1 --", "{{ 7*7 }}"]
)
async def test_any_text_under_any_question_is_answered(town: Town, typed: str) -> None:
    awa = await joins(await cast(town))
    await awa.says(typed)
    assert isinstance(await awa.screen(), Question)
    await awa.says("Un lac")
    await awa.taps("done")
    await awa.sees("wishes/aim")


async def test_names_with_signs_are_shown_as_they_were_written(town: Town) -> None:
    story = await cast(town)
    await joins(story, "<b>Awa</b> & *fille* _[x]_")
    await story.lina.taps("r:people")
    assert "<b>Awa</b> & *fille* _[x]_" in await story.lina.text()


async def at_the_quote(lina: Phone) -> None:
    await lina.taps("r:next", "prices")
    await lina.says("Camping du Lac")
    await lina.taps("france")
    await lina.says("420")
    await lina.sees("figures/quote")


@pytest.mark.parametrize(
    ("kind", "more", "problem"),
    [
        ("document", {"mime_type": "application/zip", "file_name": "a.zip"}, "wrong_type"),
        ("document", {"mime_type": "application/pdf", "file_name": "a.pdf", "size": 0, "content": b""}, "empty_file"),
        ("document", {"mime_type": "application/pdf", "file_name": "a.pdf", "size": 20_000_001}, "too_big"),
        ("video", {}, "wrong_type"),
        ("sticker", {}, "wrong_type"),
    ],
)
async def test_a_quote_that_cannot_be_read_is_refused_with_how_to_do_better(
    town: Town, kind: str, more: dict[str, Any], problem: str
) -> None:
    story = await cast(town)
    await sent_plan(story)
    await at_the_quote(story.lina)
    content = more.pop("content", b"content")
    assert isinstance(content, bytes)
    await story.lina.sends(kind, content, **more)
    await story.lina.sees("figures/quote", problem=problem)
    assert "quote" not in await answers_of(town)


async def test_a_quote_is_kept_as_telegram_has_it_with_size_and_fingerprint(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await at_the_quote(story.lina)
    await story.lina.sends("photo", b"\xff\xd8\xff\xe0 a photo of a quote")
    await story.lina.sees("figures/vouchers")
    kept = (await answers_of(town))["quote"]
    assert isinstance(kept, dict)
    assert kept["v"]["size"] > 0
    assert len(kept["v"]["sha256"]) == 64


async def test_words_where_a_file_is_asked_are_answered_with_how(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await at_the_quote(story.lina)
    await story.lina.says("c'est 420 euros")
    await story.lina.sees("figures/quote", problem="file_only")


async def test_nobody_answers_for_another_person(town: Town) -> None:
    story = await cast(town)
    await joins(story)
    await story.lina.starts()
    other = await joins(story, "Nour")
    before = await answers_of(town, 1)
    await other.forges("q:p1s:1:wishes:sea")
    assert await answers_of(town, 1) == before


async def test_an_incomplete_plan_cannot_be_sent_by_a_forged_button(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.taps("sea", "done")
    plan = await town.does(plans.by_id, 1)
    assert plan is not None
    await awa.forges(f"p:send:1:{plan.version}")
    after = await town.does(plans.by_id, 1)
    assert after is not None
    assert after.state == "draft"


async def test_a_confirmed_rule_refuses_an_endorsement_and_says_which(town: Town) -> None:
    story = await cast(town, confirmed=("max_quotient",))
    await sent_plan(story)
    await story.lina.taps("r:next")
    await fills_prices(story.lina)
    await story.lina.taps("part")
    await story.lina.says("950")
    await story.lina.taps("caf", "none", "own_words")
    await story.lina.says("Un rendez-vous.")
    await story.lina.taps("yes", "none")
    await story.lina.sees("review/card")
    assert not await story.lina.offers("endorse")
    assert "900" in await story.lina.text()


async def test_a_command_that_does_not_exist_is_answered(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.says("/fly")
    await awa.sees("wishes/wishes", problem="unknown_command")


async def test_a_command_is_offered_by_its_name_in_the_persons_language_and_works_by_both(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story)
    offered = [command["command"] for command in (await awa.chat())["commands"]]
    assert {"projet", "ecrire", "donnees", "aide"} <= set(offered)
    assert not {"plan", "write", "privacy", "help"} & set(offered)
    for french, english, page in (("/donnees", "/privacy", "privacy"), ("/aide", "/help", "help"),
                                  ("/langue", "/language", "language")):  # fmt: skip
        await awa.says(french)
        await awa.sees(page)
        await awa.says("/questions")
        await awa.says(english)
        await awa.sees(page)
    await awa.says("/ecrire")
    await awa.sees("messages/thread")
    await awa.says("/personnes")
    assert "C’est pour d’autres personnes" in await awa.text(), "a name is no way around whose command it is"


async def test_words_where_nothing_is_asked_are_never_met_by_silence(town: Town) -> None:
    awa = await joins(await cast(town))
    await answers_everything(awa)
    await awa.taps("send")
    await awa.says("merci")
    await awa.sees("messages/held")
