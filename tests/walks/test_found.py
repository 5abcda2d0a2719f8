"""What walks have found, each as the shortest story that shows it."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest

from bot.chat.inbox import Inbox
from bot.chat.succession import own_name
from bot.domain.people import Contact, Role
from bot.domain.plans import Action
from bot.features.administration import admin
from bot.plan import access, drafts
from bot.storage import inbox, plans
from bot.storage.kernel.cipher import Cipher
from bot.storage.kernel.store import Store, Tx
from conversations.engine.answers import Reopening
from tests.support.phones import Phone, buttons
from tests.support.plans import Team, does, sent, team
from tests.support.town import MONDAY, TOKEN, Town

NEXT_SUMMER = admin.NewCall(
    model="apv",
    name="Séjours d'été 2027",
    people_by=date(2027, 6, 1),
    closes_at=datetime(2027, 6, 15, 16, tzinfo=UTC),
    stay_from=date(2027, 6, 20),
    stay_until=date(2027, 9, 15),
    places=40,
    envelope=2_000_000,
)


@pytest.fixture
async def town(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with Town.founded(sqlite_url, tmp_path) as founded:
        yield founded
        counted = await founded.summary()
        assert counted["refused"] == 0, counted


@pytest.fixture
async def lina(town: Town) -> Phone:
    await town.opens_call()
    return await town.member("Lina", Role.REFERENT, await town.organisation())


async def invites(lina: Phone) -> None:
    """Invite a person, up to a picture: the link to scan."""
    await lina.taps("r:invite")
    await lina.says("Awa")
    await lina.taps("yes", "no", "yes", "normal")
    await lina.says("On regarde ensemble ?")
    await lina.sees("invitation/_link")


async def test_a_tap_under_a_picture_is_answered_below_it(lina: Phone) -> None:
    await invites(lina)
    await lina.taps("g:home")
    await lina.sees("review/home")


async def test_words_after_a_picture_of_another_person_wait_until_one_is_back_at_the_question(lina: Phone) -> None:
    await invites(lina)
    await lina.taps("g:home", "r:people")
    people = await lina.last()
    await lina.taps("g:home", "r:invite")
    await lina.taps_old(people, "r:person:2")
    await lina.taps("r:link:2")
    await lina.says("Ben")
    await lina.sees("review/home", problem="nothing_asked")
    await lina.taps("g:where")
    await lina.says("Ben")
    await lina.sees("invitation/under_limit")


async def test_a_new_code_leads_on(town: Town) -> None:
    await town.opens_call()
    organisation = await town.organisation()
    referent = await town.does(admin.add_member, town.moment, town.network, organisation, Role.REFERENT, "Lina")
    code = await town.does(
        admin.invite_beneficiary, town.moment, town.network, organisation, referent, "Nour", Contact.DISCREET
    )
    nour = await town.phone("Nour")
    await nour.starts(code)
    await nour.says("mimosa")
    await nour.says("mimosa")
    await nour.sees("code/chosen")
    await nour.taps("g:home")
    await nour.sees("privacy")


async def test_a_plan_taken_back_can_be_changed_everywhere(town: Town) -> None:
    team, awa = await waiting_for_review(town)
    plan = await town.does(plans.latest_of, awa)
    await town.does(drafts.reopen, town.moment, plan, {"lodging": Reopening("Le camping ?")})
    await town.does(does, town.moment, plan.id, Action.ASK_CHANGES, team.referent)
    await town.does(answered, plan.id)
    await town.does(does, town.moment, plan.id, Action.SEND_AGAIN, awa)

    back = await town.does(does, town.moment, plan.id, Action.TAKE_BACK, awa)

    assert back.reopened == {}


async def test_an_offer_that_stands_again_keeps_its_term(town: Town) -> None:
    team, awa = await waiting_for_review(town)
    plan = await town.does(plans.latest_of, awa)
    await town.does(does, town.moment, plan.id, Action.ENDORSE, team.referent)
    await town.passes(minutes=3)
    offered = await town.does(partial(does, granted_cents=5_000), town.moment, plan.id, Action.OFFER, team.coordinator)
    await town.passes(days=1)
    await town.does(does, town.moment, plan.id, Action.CANCEL, awa)

    again = await town.does(does, town.moment, plan.id, Action.UNDO_CANCELLATION, awa)

    assert again.held_until == offered.held_until
    assert again.held_until is not None


async def waiting_for_review(town: Town) -> tuple[Team, int]:
    """Return a team, and the person whose plan waits for it."""

    def written(tx: Tx) -> tuple[Team, int]:
        found = team(tx, town.moment, NEXT_SUMMER)
        plan = access.need(tx, sent(tx, town.moment, found, "Awa"))
        return found, plan.beneficiary_id

    found: tuple[Team, int] = await town.does(written)
    return found


def answered(tx: Tx, plan_id: int) -> None:
    """Give every reopened question its new answer."""
    plan = access.need(tx, plan_id)
    done = {name: {**raw, "done": True} for name, raw in plan.reopened.items()}
    plans.save(tx, plan, MONDAY, reopened=done)


async def test_ticks_outlive_old_buttons_strange_commands_and_another_language(town: Town) -> None:
    await town.opens_call()
    organisation = await town.organisation()
    referent = await town.does(admin.add_member, town.moment, town.network, organisation, Role.REFERENT, "Lina")
    code = await town.does(admin.invite_beneficiary, town.moment, town.network, organisation, referent, "Awa")
    awa = await town.phone("Awa")
    await awa.starts(code)
    await awa.taps("g:accept", "sea", "done", "children", "never", "2", "none", "wheelchair")
    before = buttons(await awa.last())

    for disturbance in ("q:p1s:1:wishes:rest", "p:card:1:1", "g:language:fr"):
        await awa.forges(disturbance)
        await awa.sees("travellers/help")
        assert buttons(await awa.last()) == before


async def test_a_tap_that_a_crash_left_unanswered_is_answered_though_another_waits_behind_it(town: Town) -> None:
    await town.opens_call()
    organisation = await town.organisation()
    referent = await town.does(admin.add_member, town.moment, town.network, organisation, Role.REFERENT, "Lina")
    code = await town.does(admin.invite_beneficiary, town.moment, town.network, organisation, referent, "Awa")
    awa = await town.phone("Awa")
    await awa.starts(code)
    await awa.taps("g:accept")
    await town.running.aclose()

    message = await awa.last()
    for data in [data for _, data in buttons(message)][:2]:
        tap = {"message_id": message["message_id"], "data": data}
        await town.http.post(f"/sandbox/people/{awa.account}/tap", json=tap)
    async with town.http.post(f"/bot{TOKEN}/getUpdates") as answer:
        updates = (await answer.json())["result"]
    store = await Store.open(town.settings.database_url, Cipher(town.settings.secret_keys))
    kept = await Inbox(store, bot_id=int(TOKEN.split(":")[0]), owner=own_name(), now=town.clock).keep(updates)
    await store.run(inbox.mark_applied, kept.arrived[0].row_id)  # and there it was killed
    await store.close()
    await town.restart()
    await town.settles()

    assert (await town.summary())["unanswered_taps"] == 0
