"""A professional whom no network knows asks to join; a coordinator accepts with one tap, or declines with a reason."""

from datetime import timedelta

import pytest

from bot.domain.people import OrganisationKind, Role
from bot.features.administration import admin
from bot.features.organisations.strangers import MOST_A_WEEK, MOST_BEGUN, MOST_KEPT
from bot.storage import audit, networks, outbox, people, requests
from bot.storage.kernel.store import Tx
from bot.storage.outbox import Outgoing
from bot.storage.requests import RequestState
from conversations.engine.screens import Page
from tests.dialogues.asking import asks, link_on, of_chat, sends, tap_beginning, version_of, writes
from tests.support.phones import Phone
from tests.support.town import MONDAY, Town


@pytest.fixture
async def claire(town: Town) -> Phone:
    return await town.member("Claire", Role.COORDINATOR)


class TestAsking:
    async def test_a_stranger_who_does_not_ask_leaves_no_trace(self, town: Town) -> None:
        phone = await town.phone("Kim")
        await phone.starts()
        await phone.says("bonjour")
        await phone.sends("photo", b"\xff\xd8\xff")
        await phone.sees("stranger")
        assert await phone.offers("g:join")
        assert await town.does(requests_kept) == 0

    async def test_nothing_leaves_before_it_is_sent_and_no_account_is_made(self, town: Town, claire: Phone) -> None:
        phone = await town.phone("Inès")
        await phone.starts()
        await writes(phone)
        assert not await claire.has_seen("notices/newcomer")
        await sends(phone)
        screen = await phone.sees("stranger")
        assert isinstance(screen, Page)
        assert screen.values["state"] == "sent"
        assert await claire.has_seen("notices/newcomer")
        assert await town.does(people.by_chat, phone.account) is None

    async def test_an_unknown_place_is_asked_again_and_the_right_one_proposed(self, town: Town) -> None:
        phone = await town.phone("Inès")
        await phone.starts()
        await phone.taps("g:join")
        await phone.says("Inès")
        await phone.says("Chantier")
        await phone.taps("more", "siae")
        await phone.says("Bretange")
        await phone.sees("join_request/where", problem="no_such_place")
        assert "Bretagne" in await phone.text()
        await phone.says("bretagne")
        await phone.sees("join_request/message")
        await phone.taps("skip")
        await phone.sees("request/ready")

    async def test_an_answer_is_changed_before_it_is_sent(self, town: Town) -> None:
        phone = await town.phone("Inès")
        await phone.starts()
        await writes(phone)
        await tap_beginning(phone, f"n:j1:{await version_of(phone)}:where:edit")
        await phone.says("Île-de-France")
        screen = await phone.sees("request/ready")
        assert isinstance(screen, Page)
        assert screen.values["region"] == "IDF"

    async def test_back_and_the_first_screen_lose_nothing(self, town: Town) -> None:
        phone = await town.phone("Inès")
        await phone.starts()
        await phone.taps("g:join")
        await phone.says("Inès")
        await phone.taps("back")
        await phone.sees("join_request/asker")
        await phone.says("Inès Morvan")
        await phone.starts()
        await phone.sees("stranger")
        await phone.taps("g:join")
        await phone.sees("join_request/workplace")

    async def test_a_file_or_a_sticker_is_answered(self, town: Town) -> None:
        phone = await town.phone("Inès")
        await phone.starts()
        await phone.taps("g:join")
        await phone.sends("photo", b"\xff\xd8\xff")
        await phone.sees("join_request/asker", problem="words_only")

    async def test_an_old_button_changes_nothing(self, town: Town) -> None:
        phone = await town.phone("Inès")
        await phone.starts()
        await writes(phone)
        old = await phone.last()
        await sends(phone)
        data = old["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        await phone.forges(data)
        await phone.sees("stranger", problem="old_button")
        assert [each.state for each in await of_chat(phone)] == [RequestState.SENT]

    async def test_one_who_stops_is_forgotten_at_once(self, town: Town) -> None:
        phone = await town.phone("Inès")
        await phone.starts()
        await phone.taps("g:join")
        await phone.says("Inès")
        await phone.taps("stop")
        await phone.sees("stranger", problem="request_forgotten")
        assert await town.does(requests_kept) == 0

    async def test_after_a_restart_the_question_is_where_it_was(self, town: Town) -> None:
        phone = await town.phone("Inès")
        await phone.starts()
        await phone.taps("g:join")
        await phone.says("Inès")
        await town.restart()
        await phone.says("Chantier du Parc")
        await phone.sees("join_request/workplace_kind")


class TestAnswering:
    async def test_one_tap_takes_the_organisation_in_and_sends_the_link(self, town: Town, claire: Phone) -> None:
        ines = await asks(town)
        await claire.taps("d:requests")
        await claire.sees("request/card")
        await claire.taps("d:take_in:1")
        await claire.sees("request/answered")
        await ines.sees("notices/request_accepted")
        await ines.starts(link_on(await ines.last()))
        await ines.taps("g:hours:fine")
        await ines.sees("review/home")
        person = await town.does(people.by_chat, ines.account)
        assert (person.name, person.has(Role.REFERENT)) == ("Inès Morvan", True)
        found = await town.does(networks.organisation, person.organisation_id)
        assert (found.name, found.kind.code) == ("Chantier du Parc", OrganisationKind.SIAE)
        assert (found.region, found.department) == ("BRE", "35")
        lines = await town.does(audit.history, "request:1")
        assert [(line.action, line.after) for line in lines] == [("accept", {"organisation": found.id})]

    async def test_the_link_opens_for_one_person_only(self, town: Town, claire: Phone) -> None:
        ines = await asks(town)
        await claire.taps("d:requests", "d:take_in:1")
        code = link_on(await ines.last())
        await ines.starts(code)
        thief = await town.phone("Tom")
        await thief.starts(code)
        await thief.sees("stranger", problem="invitation")

    async def test_an_organisation_that_is_known_is_not_made_twice(self, town: Town, claire: Phone) -> None:
        known = await town.organisation("Chantier du Parc", OrganisationKind.SIAE)
        ines = await asks(town, organisation="chantier  du PARC")
        await claire.taps("d:requests")
        screen = await claire.sees("request/card")
        assert isinstance(screen, Page)
        assert screen.values["known"]
        await claire.taps("d:take_in:1")
        await ines.starts(link_on(await ines.last()))
        assert (await town.does(people.by_chat, ines.account)).organisation_id == known

    @pytest.mark.parametrize("ground", ["elsewhere", "colleague", "unverified", "later"])
    async def test_a_refusal_is_told_with_its_reason_and_the_way_on(
        self, town: Town, claire: Phone, ground: str
    ) -> None:
        ines = await asks(town)
        await claire.taps("d:requests", "d:turn_down:1")
        await claire.sees("request/why")
        await claire.taps(ground)
        await claire.sees("request/answered")
        screen = await ines.sees("notices/request_declined")
        assert isinstance(screen, Page)
        assert screen.values["reason"] == ground
        await ines.taps("g:join")
        await ines.sees("join_request/asker")

    async def test_two_coordinators_answer_once(self, town: Town, claire: Phone) -> None:
        omar = await town.member("Omar", Role.COORDINATOR)
        ines = await asks(town)
        await claire.taps("d:requests")
        await omar.taps("d:requests", "d:turn_down:1")
        await claire.taps("d:take_in:1")
        await omar.taps("unverified")
        await omar.sees("request/list", problem="request_answered")
        assert not await ines.has_seen("notices/request_declined")

    async def test_a_request_taken_back_is_nobodys_any_more(self, town: Town, claire: Phone) -> None:
        ines = await asks(town)
        await claire.taps("d:requests")
        await ines.taps("g:forget")
        await ines.sees("stranger", problem="request_forgotten")
        await claire.taps("d:take_in:1")
        await claire.sees("request/list", problem="request_answered")
        [left] = await of_chat(ines)
        assert (left.state, left.answers) == (RequestState.WITHDRAWN, {})

    async def test_the_home_says_that_a_request_waits(self, town: Town, claire: Phone) -> None:
        await asks(town)
        await claire.starts()
        await claire.taps("d:requests")
        await claire.sees("request/card")

    async def test_a_notice_of_what_was_taken_back_does_not_leave(self, town: Town, claire: Phone) -> None:
        ines = await asks(town)
        await ines.taps("g:forget")
        row = Outgoing("late", (await town.does(people.by_chat, claire.account)).id, "newcomer", {"request": 1},
                       town.clock(), town.clock())  # fmt: skip
        seen = len(await claire.messages())
        await town.does(outbox.put, [row])
        await town.settles()
        assert len(await claire.messages()) == seen

    async def test_several_requests_are_a_list(self, town: Town, claire: Phone) -> None:
        await asks(town)
        await asks(town, "Karim", organisation="Foyer du Nord")
        await claire.says("/organisations")
        await claire.taps("d:requests")
        await claire.sees("request/list")
        await claire.taps("d:request:2")
        screen = await claire.sees("request/card")
        assert isinstance(screen, Page)
        assert screen.values["workplace"] == "Foyer du Nord"

    async def test_a_referent_answers_no_request(self, town: Town, claire: Phone) -> None:
        lina = await town.member("Lina", Role.REFERENT, await town.organisation())
        ines = await asks(town)
        await lina.forges("d:take_in:1")
        await lina.sees("review/home", problem="not_for_you")
        assert [each.state for each in await of_chat(ines)] == [RequestState.SENT]

    async def test_one_who_blocked_the_bot_meanwhile_keeps_nobody_waiting(self, town: Town, claire: Phone) -> None:
        ines = await asks(town)
        await ines.blocks()
        await claire.taps("d:requests", "d:take_in:1")
        await claire.sees("request/answered")
        [left] = await town.does(outbox.aside)
        assert (left.kind, left.state) == ("request_accepted", outbox.NoticeState.UNREACHABLE)


class TestWhoIsAsked:
    async def test_of_several_networks_the_one_of_that_region(self, town: Town, claire: Phone) -> None:
        other = await town.does(admin.only_or_new, "Réseau de Bretagne")
        await town.does(admin.add_organisation, other, "Foyer de l'Ouest", OrganisationKind.SHELTER, "35")
        nolwenn = await coordinator_of(town, other, "Nolwenn")
        await asks(town, place="Bretagne")
        assert await nolwenn.has_seen("notices/newcomer")
        assert not await claire.has_seen("notices/newcomer")

    async def test_where_no_network_is_of_that_region_all_are_asked_and_the_first_answers(
        self, town: Town, claire: Phone
    ) -> None:
        other = await town.does(admin.only_or_new, "Réseau de Bretagne")
        nolwenn = await coordinator_of(town, other, "Nolwenn")
        ines = await asks(town, place="Corse")
        assert await claire.has_seen("notices/newcomer")
        await nolwenn.taps("d:requests", "d:take_in:1")
        await claire.taps("d:requests")
        await claire.sees("request/list")
        await ines.starts(link_on(await ines.last()))
        assert (await town.does(people.by_chat, ines.account)).network_id == other


async def coordinator_of(town: Town, network: int, name: str) -> Phone:
    phone = await town.phone(name)
    await phone.starts(await town.does(admin.invite_member, town.moment, Role.COORDINATOR, network, None))
    await phone.taps("g:hours:way:at_once", "g:hours:fine")
    return phone


def requests_kept(tx: Tx) -> int:
    """Count the requests there are, sent or only begun."""
    return requests.sent(tx) + requests.begun_since(tx, MONDAY - timedelta(days=1))


def begin(tx: Tx, town: Town) -> None:
    for number in range(MOST_BEGUN):
        requests.begin(tx, -number - 1, "fr", town.clock())


def fill(tx: Tx, town: Town) -> None:
    for number in range(MOST_KEPT):
        found = requests.begin(tx, -number - 1, "fr", town.clock())
        requests.save(tx, found, state=RequestState.DECLINED)


class TestLimits:
    async def test_one_at_a_time(self, town: Town, claire: Phone) -> None:
        ines = await asks(town)
        await ines.forges("g:join")
        await ines.sees("stranger", problem="request_waits")

    async def test_few_in_a_week_those_taken_back_included(self, town: Town, claire: Phone) -> None:
        ines = await town.phone("Inès")
        await ines.starts()
        for _ in range(MOST_A_WEEK):
            await writes(ines)
            await sends(ines)
            await ines.taps("g:forget")
        await ines.taps("g:join")
        await ines.sees("stranger", problem="requests_often")
        await town.passes(days=8)
        await ines.taps("g:join")
        await ines.sees("join_request/asker")

    async def test_a_flood_of_strangers_ends_somewhere(self, town: Town) -> None:
        await town.does(fill, town)
        phone = await town.phone("Inès")
        await phone.starts()
        await phone.taps("g:join")
        await phone.sees("stranger", problem="requests_full")

    async def test_many_who_only_begin_keep_others_waiting_for_an_hour_at_most(self, town: Town) -> None:
        await town.does(begin, town)
        phone = await town.phone("Inès")
        await phone.starts()
        await phone.taps("g:join")
        await phone.sees("stranger", problem="requests_busy")
        await town.passes(minutes=61)
        await phone.taps("g:join")
        await phone.sees("join_request/asker")

    async def test_all_is_forgotten_in_time(self, town: Town, claire: Phone) -> None:
        ines = await asks(town)
        karim = await town.phone("Karim")
        await karim.starts()
        await karim.taps("g:join")
        await town.passes(days=1)
        await town.app.sweep()
        assert (await of_chat(karim), len(await of_chat(ines))) == ([], 1)
        await town.passes(days=29)
        await town.app.sweep()
        assert await of_chat(ines) == []
        await ines.says("et ma demande ?")
        await ines.sees("stranger")
