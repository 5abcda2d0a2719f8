"""The Coorace story with an aid that is money: from opening the call to the report nobody reads of vouchers."""

import pytest

from bot.domain.handovers import Receipt
from bot.rendering.renderer import Reader, Rendered
from bot.storage import handovers, reports
from conversations.engine.screens import Screen
from tests.dialogues.after import gives
from tests.dialogues.group import taps_one
from tests.dialogues.story import answers_everything
from tests.dialogues.test_story_coorace import (
    WEEK_OF_CHRISTMAS,
    Companies,
    companies,
    endorses,
    joins,
    opens_the_call,
)
from tests.support.phones import Phone
from tests.support.town import Town

AWA = 6
"""Invited after the five professionals."""


async def test_from_the_opening_to_the_report_nobody_reads_of_vouchers(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Play the whole way of an employee: the aid is money, which the company passes on."""
    read = everything_read(town, monkeypatch)
    story = await companies(town)
    await opens_the_call(story.claire)
    await story.lina.taps("r:calls")
    await story.lina.sees("call/_card")
    awa = await is_granted_money(story)
    await asks_what_people_ask(awa)
    await passes_the_money_on(story, awa)
    await awa.taps("checklist")
    await awa.taps("papers", "trip", "bags")
    await awa.starts()
    await awa.taps("stay_changes", "cancel")
    assert "vous rendez 690 €" in flat(await awa.text())
    for _ in range(9):
        await town.passes(days=5)
    await story.lina.starts()
    await story.lina.taps("r:people", f"r:person:{AWA}", "report", "as_planned")
    await story.lina.sees("report/objective_reached")  # money is spent: nothing is counted, nothing left over
    await story.lina.taps("3")
    await story.lina.says("Elle a préparé le trajet seule.")
    await story.lina.taps("none", "skip")
    await story.lina.sees("report/_ready")
    await gives(story.lina)
    given = await town.does(reports.of_plan, 1)
    assert (given.used_cents, given.returned_cents, given.used_count) == (69_000, 0, None)
    for phone in (awa, story.bruno, story.lina):
        await phone.starts()
    assert [said for said in read if "chèque" in said.casefold()] == []
    assert len(read) > 100, "all of it was looked at"


async def is_granted_money(story: Companies) -> Phone:
    """Ask, endorse and grant; Awa reads what it is and who gives it."""
    awa = await joins(story.town, story.lina, "Awa")
    await answers_everything(awa, WEEK_OF_CHRISTMAS)
    await awa.taps("send")
    await endorses(story.lina)
    await story.town.passes(minutes=3)
    await story.claire.taps("d:list", "decide", "grant")
    await story.town.passes(minutes=3)
    await awa.sees("notices/granted")
    assert "690 € d’aide pour vos vacances" in flat(await awa.text())
    assert "Tremplin Val de Saône vous donne l’argent" in flat(await awa.text())
    assert not await awa.offers("g:pay"), "money pays everything: no page says what it pays"
    await awa.forges("g:pay")
    await awa.sees("home/plan")
    return awa


async def asks_what_people_ask(awa: Phone) -> None:
    """Ask in words, and look through the themes."""
    for asked in ("c’est oui, et après ?", "j’ai besoin d’argent liquide ?", "je peux annuler ?", "le train ?"):
        await awa.says(asked)
    for theme in ("money", "request", "stay", "place"):
        await awa.forges(f"g:questions:{theme}")
        await awa.sees("questions/_theme")
    for name in ("cash", "give_up", "ill_before", "activities", "train_tickets", "after_yes"):
        await awa.forges(f"g:answer:{name}")
        await awa.sees(f"questions/{name}")


async def passes_the_money_on(story: Companies, awa: Phone) -> None:
    """Hand 300 euros over, which are not right at first, then the rest; Awa confirms each of them."""
    lina, bruno = story.lina, story.bruno
    await lina.starts()
    await lina.taps("r:people")
    assert "L’aide est à remettre" in await lina.text()
    await bruno.starts()
    await bruno.taps("handover", "hand")
    await bruno.says("300")
    await bruno.taps("today")
    await bruno.sees("handover/_page")
    await awa.sees("notices/handed_over")
    await awa.taps("not_right")
    await awa.sees("home/plan")
    await lina.starts()
    await lina.taps("r:people", f"r:person:{AWA}", "handover", "hand_again")
    await lina.sees("handover/_again")
    await taps_one(lina, "b:hand_save:")
    await awa.sees("notices/handed_over")
    await awa.taps("received")
    await lina.taps("hand", "39000", "today")
    await awa.sees("notices/handed_over")
    await awa.taps("received")
    done = await story.town.does(handovers.of_plan, 1)
    assert [(part.cents, part.form, part.receipt) for part in done.parts] == [
        (30_000, "transfer", Receipt.PHONE), (39_000, "transfer", Receipt.PHONE)
    ]  # fmt: skip


def everything_read(town: Town, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that fills with every text and every label that is shown to anybody from now on."""
    read: list[str] = []
    render = town.renderer.render

    def watched(screen: Screen, reader: Reader) -> Rendered:
        rendered = render(screen, reader)
        read.append("\n".join([rendered.text, *(key.label for row in rendered.keyboard for key in row)]))
        return rendered

    monkeypatch.setattr(town.renderer, "render", watched)
    return read


def flat(text: str) -> str:
    """Return a text with plain spaces."""
    return text.replace("\xa0", " ").replace("\u202f", " ")
