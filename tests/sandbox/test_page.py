"""The page of phones, in a real browser, against a real sandbox; the bot's side is played by plain requests."""

import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright, expect

from bot.rendering.qr import picture_of
from tests.sandbox.conftest import Hands, Json, opened

CHROMIUM = shutil.which("chromium")
ARGS = [
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AWA, LINA = 1_000_001, 1_000_002
STORY: dict[str, object] = {
    "intro": ["Touchez Démarrer.", "Lina invite Awa.", "Awa répond."],
    "people": [
        {"id": AWA, "role": "bénéficiaire", "title": "bénéficiaire", "hint": "À son rythme."},
        {"id": LINA, "role": "référente", "title": "référente", "hint": "Elle relit.", "start_code": "LINA-7"},
    ],
}
WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 390, "height": 844}
expect.set_options(timeout=30_000)
HOSTILE = "<img src=x onerror=\"document.title='broken'\"> & <b>x</b>"

# One browser for the module: it takes longer to start than a test takes to run.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="no browser here: install chromium to try the page of phones"),
]


@dataclass
class Stage:
    """A sandbox with two people, its page in a browser, and hands for the bot's side."""

    hands: Hands
    page: Page
    complaints: list[str] = field(default_factory=list)

    def phone(self, person: int) -> Locator:
        return self.page.locator(f'[data-person="{person}"]')

    def message(self, person: int, message_id: int) -> Locator:
        return self.phone(person).locator(f'[data-message="{message_id}"]')

    async def sends(self, person: int, text: str, **params: object) -> int:
        """Let the bot write, and return the message's id."""
        return int((await self.hands.api("sendMessage", chat_id=person, text=text, **params))["message_id"])

    async def hears(self) -> Json:
        """Wait for the one update that is due, confirm it and return it."""
        [update] = await self.hands.api("getUpdates", timeout=10)
        await self.hands.api("getUpdates", offset=update["update_id"] + 1, timeout=0)
        return dict(update)

    async def begins(self, *people: int) -> None:
        """Let people start the bot, so that it may write to them."""
        for person in people:
            await self.hands.control("POST", f"people/{person}/start")
        await self.hands.updates()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False, args=ARGS)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="module")
async def stage(browser: Browser) -> AsyncIterator[Stage]:
    async with opened(story=STORY) as hands:
        await hands.person("Awa", id=AWA, language_code="fr", started=False)
        await hands.person("Lina", id=LINA, language_code="en", started=False)
        context = await browser.new_context(viewport=WIDE, locale="en-GB")
        stage = Stage(hands, await context.new_page())
        stage.page.on("pageerror", lambda error: stage.complaints.append(str(error)))
        stage.page.on("request", lambda request: foreign(stage, request.url))
        await stage.page.goto(hands.sandbox.url)
        await expect(stage.phone(LINA)).to_be_visible()
        yield stage
        await context.close()
        assert stage.complaints == []


def foreign(stage: Stage, address: str) -> None:
    """Note a request that leaves the sandbox: the page loads nothing from elsewhere."""
    if not address.startswith((stage.hands.sandbox.url, "blob:", "data:")):
        stage.complaints.append(f"loaded from elsewhere: {address}")


def keyboard(*rows: list[str], **extra: str) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": text, "callback_data": text, **extra} for text in row] for row in rows]}


async def test_each_person_of_the_story_has_a_phone_with_name_role_and_hint(stage: Stage) -> None:
    await expect(stage.page.locator("[data-person]")).to_have_count(2)
    await expect(stage.phone(AWA).locator(".caption")).to_contain_text("Awabénéficiaire")
    await expect(stage.phone(LINA).locator(".hint")).to_have_text("Elle relit.")
    await expect(stage.page.locator("#story li")).to_have_text(["Touchez Démarrer.", "Lina invite Awa.", "Awa répond."])


async def test_a_person_who_was_added_keeps_the_phone_when_the_page_is_loaded_again(stage: Stage) -> None:
    await stage.page.get_by_role("button", name="Add a person").click()
    await stage.page.locator("dialog input[name=first_name]").fill("Nora")
    await stage.page.get_by_role("button", name="Add", exact=True).click()
    await expect(stage.page.locator("[data-person]")).to_have_count(3)
    await stage.page.reload()
    await expect(stage.page.locator("[data-person] .caption").last).to_contain_text("Nora")


async def test_start_in_an_empty_chat_uses_the_code_of_the_story(stage: Stage) -> None:
    await stage.phone(LINA).get_by_role("button", name="Start", exact=True).click()
    update = await stage.hears()
    assert update["message"]["text"] == "/start LINA-7"
    await expect(stage.phone(LINA).locator(".outgoing")).to_contain_text("/start LINA-7")
    await expect(stage.phone(AWA).locator('[data-action="start"]')).to_have_text("Démarrer")


async def test_a_person_writes_with_the_enter_key(stage: Stage) -> None:
    await stage.begins(AWA)
    line = stage.phone(AWA).locator("textarea[name=text]")
    await line.fill("du 10 au 17 juillet")
    await line.press("Enter")
    update = await stage.hears()
    assert update["message"]["text"] == "du 10 au 17 juillet"
    await expect(line).to_have_value("")
    await expect(stage.phone(AWA).locator(".outgoing").last).to_contain_text("du 10 au 17 juillet")


async def test_words_are_shown_with_their_entities_and_emoji_do_not_shift_them(stage: Stage) -> None:
    await stage.begins(AWA)
    html = (
        "🏕👨‍👩‍👧 <b>Quel <i>jour</i></b> ? <code>1 &lt; 2</code> <tg-spoiler>caché</tg-spoiler>\n"
        "<blockquote>Deux\nlignes</blockquote>"
    )
    shown = stage.message(AWA, await stage.sends(AWA, html, parse_mode="HTML"))
    await expect(shown.locator("strong")).to_have_text("Quel jour")
    await expect(shown.locator("strong em")).to_have_text("jour")
    await expect(shown.locator("code")).to_have_text("1 < 2")
    await expect(shown.locator("blockquote")).to_have_text("Deux\nlignes")
    spoiler = shown.get_by_role("button", name="Hidden text")
    await spoiler.click()
    await expect(shown.locator(".text-spoiler")).to_have_class(re.compile("revealed"))


async def test_markup_in_words_names_and_buttons_stays_text(stage: Stage) -> None:
    await stage.hands.control("PATCH", f"people/{AWA}", first_name=HOSTILE)
    await stage.begins(AWA)
    shown = stage.message(AWA, await stage.sends(AWA, HOSTILE, reply_markup=keyboard([HOSTILE[:60]])))
    await expect(shown.locator(".text")).to_contain_text(HOSTILE)
    await expect(stage.phone(AWA).locator(".caption h2")).to_contain_text(HOSTILE)
    await expect(stage.page.locator("img")).to_have_count(0)


async def test_a_tapped_button_waits_until_the_bot_answers(stage: Stage) -> None:
    await stage.begins(AWA)
    shown = stage.message(AWA, await stage.sends(AWA, "Où ?", reply_markup=keyboard(["À la mer"], ["À la montagne"])))
    button = shown.get_by_role("button", name="À la mer")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    update = await stage.hears()
    assert update["callback_query"]["data"] == "À la mer"
    await stage.hands.api("answerCallbackQuery", callback_query_id=update["callback_query"]["id"], text="C'est noté")
    await expect(button).not_to_have_attribute("aria-busy", "true")
    await expect(stage.phone(AWA).get_by_text("C'est noté")).to_be_visible()


async def test_an_alert_waits_for_ok(stage: Stage) -> None:
    await stage.begins(AWA)
    shown = stage.message(AWA, await stage.sends(AWA, "Où ?", reply_markup=keyboard(["Ici"])))
    await shown.get_by_role("button", name="Ici").click()
    update = await stage.hears()
    query = update["callback_query"]["id"]
    await stage.hands.api("answerCallbackQuery", callback_query_id=query, text="Trop tard", show_alert=True)
    alert = stage.phone(AWA).get_by_role("alertdialog")
    await expect(alert).to_contain_text("Trop tard")
    await stage.page.keyboard.press("Enter")
    await expect(alert).to_have_count(0)


async def test_an_edit_happens_in_place_and_a_deletion_takes_the_bubble_away(stage: Stage) -> None:
    await stage.begins(AWA)
    first = await stage.sends(AWA, "Quel jour ?", reply_markup=keyboard(["10", "11"]))
    second = await stage.sends(AWA, "Et après ?")
    await expect(stage.message(AWA, second)).to_be_visible()
    await stage.hands.api("editMessageText", chat_id=AWA, message_id=first, text="✓ Le 10 juillet")
    await expect(stage.message(AWA, first)).to_contain_text("✓ Le 10 juillet")
    await expect(stage.message(AWA, first)).not_to_contain_text("modifié")  # chat apps mark people's edits, not bots'
    await expect(stage.message(AWA, first).get_by_role("button")).to_have_count(0)
    await stage.hands.api("deleteMessage", chat_id=AWA, message_id=second)
    await expect(stage.message(AWA, second)).to_have_count(0)


async def test_a_start_link_opens_on_the_phone_of_the_person_it_is_meant_for(stage: Stage) -> None:
    await stage.begins(LINA)
    name = (await stage.hands.api("getMe"))["username"]
    shown = stage.message(LINA, await stage.sends(LINA, f"Pour Awa : https://t.me/{name}?start=INVITE-1"))
    await shown.get_by_role("link").click()
    await stage.page.locator(f'[data-open-on="{AWA}"]').click()
    update = await stage.hears()
    assert (update["message"]["from"]["id"], update["message"]["text"]) == (AWA, "/start INVITE-1")


async def test_a_reply_keyboard_takes_the_place_of_typing(stage: Stage) -> None:
    await stage.begins(AWA)
    await stage.sends(AWA, "Combien ?", reply_markup={"keyboard": [[{"text": "Un"}, {"text": "Deux"}]]})
    offered = stage.phone(AWA).locator(".reply-keyboard")
    await offered.get_by_role("button", name="Deux").click()
    update = await stage.hears()
    assert update["message"]["text"] == "Deux"
    await stage.sends(AWA, "Merci", reply_markup={"remove_keyboard": True})
    await expect(offered).not_to_be_visible()


async def test_photo_document_and_voice_reach_the_bot(stage: Stage) -> None:
    await stage.begins(AWA)
    phone = stage.phone(AWA)
    quote = {"name": "devis.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 devis"}
    await phone.locator("input[name=document]").set_input_files(quote)  # type: ignore[arg-type] # a FilePayload is this dict
    update = await stage.hears()
    assert update["message"]["document"]["file_name"] == "devis.pdf"
    await phone.get_by_role("button", name="Send a photo or a document").click()
    await phone.get_by_role("menuitem", name="Sample photo: a quote").click()
    update = await stage.hears()
    largest = update["message"]["photo"][-1]
    assert (largest["width"], largest["height"]) == (900, 1200)
    await expect(phone.locator(".photo img")).to_be_visible()
    await phone.get_by_role("button", name="Send a sample voice note").click()
    update = await stage.hears()
    assert update["message"]["voice"]["duration"] == 3


async def test_a_code_in_a_picture_is_scanned_with_another_phone(stage: Stage) -> None:
    await stage.begins(LINA)
    bot = await stage.hands.api("getMe")
    form = aiohttp.FormData({"chat_id": str(LINA), "photo": "attach://code"})
    form.add_field("code", picture_of(f"https://t.me/{bot['username']}?start=AWA-9"), filename="code.png")
    async with stage.hands.session.post(f"{stage.hands.path}sendPhoto", data=form) as sent:
        assert sent.status == 200
    await stage.phone(LINA).get_by_role("button", name="Picture with a link: open it on a phone").click()
    await stage.phone(LINA).get_by_role("menuitem", name="Scan with Awa’s phone").click()
    update = await stage.hears()
    assert (update["message"]["from"]["id"], update["message"]["text"]) == (AWA, "/start AWA-9")


async def test_commands_are_offered_and_sent(stage: Stage) -> None:
    await stage.begins(AWA)
    await stage.hands.api("setMyCommands", commands=[{"command": "aide", "description": "Parler à quelqu'un"}])
    phone = stage.phone(AWA)
    await phone.get_by_role("button", name="Commands of the bot").click()
    await phone.get_by_role("menuitem", name="/aide").click()
    update = await stage.hears()
    assert update["message"]["text"] == "/aide"


async def test_another_language_turns_the_phone_around(stage: Stage) -> None:
    await stage.begins(AWA)
    await stage.phone(AWA).get_by_role("button", name="Language and more").click()
    await stage.phone(AWA).locator("select[name=language_code]").select_option("ar")
    await expect(stage.phone(AWA).locator(".phone")).to_have_attribute("dir", "rtl")
    chat = await stage.hands.control("GET", f"people/{AWA}/chat")
    assert chat["person"]["language_code"] == "ar"


async def test_a_blocked_bot_is_unblocked_by_the_large_button(stage: Stage) -> None:
    await stage.begins(AWA)
    await stage.phone(AWA).get_by_role("button", name="Language and more").click()
    await stage.phone(AWA).get_by_role("menuitem", name="Block the bot").click()
    await stage.phone(AWA).get_by_role("button", name="Débloquer").click()
    await expect(stage.phone(AWA).locator("textarea[name=text]")).to_be_visible()
    chat = await stage.hands.control("GET", f"people/{AWA}/chat")
    assert chat["blocked"] is False


async def test_the_clock_moves_on(stage: Stage) -> None:
    await stage.page.locator('[data-advance="604800"]').click()
    await expect(stage.page.locator("#clock time")).to_be_visible()
    assert (await stage.hands.control("GET", "clock"))["offset"] == pytest.approx(604_800, abs=60)


async def test_on_a_narrow_screen_one_phone_shows_and_tabs_tell_what_is_unread(stage: Stage) -> None:
    await stage.begins(AWA, LINA)
    await stage.page.set_viewport_size(NARROW)
    await expect(stage.phone(AWA)).to_be_visible()
    await expect(stage.phone(LINA)).not_to_be_visible()
    await stage.sends(LINA, "1 projet à relire")
    tab = stage.page.locator(f'[data-tab="{LINA}"]')
    await expect(tab.locator(".badge")).to_have_text("1")
    await tab.click()
    await expect(stage.phone(LINA).get_by_text("1 projet à relire")).to_be_visible()
    await expect(tab.locator(".badge")).not_to_be_visible()
    assert await stage.page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_everything_to_touch_is_large_enough_and_has_a_name(stage: Stage, size: ViewportSize) -> None:
    await stage.page.set_viewport_size(size)
    await stage.begins(AWA, LINA)
    calendar = keyboard(*[[str(week * 7 + day) for day in range(7)] for week in range(5)])
    await expect(stage.message(AWA, await stage.sends(AWA, "Quel jour ?", reply_markup=calendar))).to_be_visible()
    # Chromium lays out in steps of 1/64 pixel; while a bubble slides in, its box is read a hair off that.
    too_small = await stage.page.evaluate(
        """() => [...document.querySelectorAll("button, select, a, textarea")]
            .filter((one) => one.checkVisibility() && !one.closest(".text"))
            .map((one) => [one.ariaLabel || one.textContent || one.placeholder, one.getBoundingClientRect()])
            .map(([name, box]) => [name, ...[box.width, box.height].map((side) => Math.round(side * 64) / 64)])
            .filter(([name, width, height]) => !name || width < 44 || height < 44)
            .map(([name, width, height]) => `${name}: ${width} x ${height}`)"""
    )
    assert too_small == []


async def test_dark_is_chosen_and_kept(stage: Stage) -> None:
    await stage.page.get_by_role("button", name="Light or dark").click()
    await stage.page.reload()
    await expect(stage.page.locator("html")).to_have_attribute("data-theme", "dark")


async def test_after_a_restart_of_the_sandbox_the_page_catches_up(browser: Browser, tmp_path: Path) -> None:
    page = await browser.new_page(viewport=WIDE)
    async with opened(data=tmp_path) as before:
        awa = await before.person("Awa")
        await page.goto(before.sandbox.url)
        port = before.sandbox.url.rpartition(":")[2]
    await expect(page.get_by_text("Reconnecting")).to_be_visible()
    async with opened(data=tmp_path, port=int(port)) as after:
        await after.api("sendMessage", chat_id=awa, text="Me revoilà")
        await expect(page.get_by_text("Reconnecting")).not_to_be_visible(timeout=20_000)
        await expect(page.locator(f'[data-person="{awa}"]').get_by_text("Me revoilà")).to_be_visible()
        await page.close()
