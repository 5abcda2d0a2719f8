"""Getting in: by an invitation, once, in one's own language; a stranger is told kindly what this is."""

import sqlalchemy as sa

from bot.domain.people import PRIVACY_NOTICE, OrganisationKind, Role
from bot.storage import audit, networks, people, plans
from bot.storage.kernel.store import Tx
from bot.storage.tables import metadata
from conversations.engine.screens import Page
from tests.dialogues.story import cast, invites, joins, link_in
from tests.support.phones import buttons
from tests.support.town import MONDAY, Town


async def test_a_stranger_is_told_what_this_is_and_nothing_about_him_is_kept(town: Town) -> None:
    stranger = await town.phone("Kim", "en")
    await stranger.starts()
    await stranger.sees("stranger")
    await stranger.says("hello?")
    await stranger.sees("stranger")
    assert "Your message is deleted within 2 days." in await stranger.text()
    assert await town.does(people.by_chat, stranger.account) is None
    assert await town.does(where_it_stands, stranger.account) == []


async def test_the_account_of_a_person_stands_nowhere_in_plain(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.taps("sea", "done")
    await town.settles()
    assert await town.does(where_it_stands, awa.account) == []


def where_it_stands(tx: Tx, account: int) -> list[str]:
    """Return the columns in which the number of an account can be read without a key."""
    found = []
    for table in metadata.sorted_tables:
        plain = [each for each in table.columns if not isinstance(each.type, sa.LargeBinary)]
        for row in tx.connection.execute(sa.select(*plain)).mappings():
            found += [f"{table.name}.{name}" for name, value in row.items() if str(account) in str(value)]
    return sorted(set(found))


async def test_codes_that_are_unknown_used_or_expired_all_read_the_same(town: Town) -> None:
    story = await cast(town)
    await invites(story.lina)
    code = await link_in(story.lina)
    awa = await town.phone("Awa")
    await awa.starts(code)
    thief, late = await town.phone("Tom"), await town.phone("Eve")
    await thief.starts(code)
    await thief.sees("stranger", problem="invitation")
    used = await thief.text()
    await late.starts("never-given-to-anybody")
    assert await late.text() == used
    await story.lina.starts()
    await invites(story.lina, "Nour")
    code = await link_in(story.lina)
    await town.passes(days=15)
    await late.starts(code)
    assert await late.text() == used


async def test_the_language_is_taken_from_telegram_and_changed_by_one_button(town: Town) -> None:
    story = await cast(town)
    awa = await joins(story, language="en")
    assert "What would do you good" in await awa.text()
    await awa.says("/language")
    await awa.taps("fr")
    await awa.sees("wishes/wishes")
    assert "Qu'est-ce qui vous fera du bien" in (await awa.text()).replace("’", "'")


async def test_changing_the_language_loses_no_answer(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.taps("sea", "done", "children")
    await awa.says("langue")
    await awa.taps("en")
    await awa.sees("wishes/first_time")


async def test_the_privacy_notice_is_read_before_anything_is_asked(town: Town) -> None:
    story = await cast(town)
    await invites(story.lina)
    awa = await town.phone("Awa")
    await awa.starts(await link_in(story.lina))
    assert await awa.has_seen("join/beneficiary")
    for way_around in ("g:go", "g:recap", "g:write", "g:prices", "b:note:1", "g:where", "g:home"):
        await awa.forges(way_around)
        await awa.sees("privacy")
    for words in ("/plan", "/write", "/start", "bonjour", "parler"):
        await awa.says(words)
        await awa.sees("privacy")
    assert "Telegram garde aussi cette discussion" in await awa.text()
    assert "Lina voit aussi le jour de votre dernière visite" in await awa.text()
    for words, page in (("/help", "help"), ("langue", "language"), ("/privacy", "privacy")):
        await awa.says(words)
        await awa.sees(page)
    assert (await town.does(people.by_chat, awa.account)).notice_version == 0
    await awa.says("/start")
    await awa.taps("g:accept")
    await awa.sees("wishes/wishes")
    person = await town.does(people.by_chat, awa.account)
    assert person.notice_version == PRIVACY_NOTICE


async def test_a_notice_that_has_changed_is_read_before_the_next_question(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.taps("sea", "done")
    person = await town.does(people.by_chat, awa.account)
    await town.does(accepted_before, person.id)
    await awa.taps("children")
    assert (await awa.sees("privacy")).values["changed"]
    await awa.says("2")
    await awa.sees("privacy")
    await awa.forges("g:accept")
    await awa.sees("privacy")
    assert (await town.does(people.by_chat, awa.account)).notice_version == 1
    await awa.taps("g:accept")
    await awa.sees("wishes/aim")
    kept = await town.does(audit.history, f"consent:{person.id}")
    accepted = [(each.at, each.after) for each in kept]
    assert accepted == [(MONDAY, {"version": PRIVACY_NOTICE})] * 2


def accepted_before(tx: Tx, person_id: int) -> None:
    """Let it be the notice before this one that a person accepted."""
    people.change(tx, person_id, notice_version=1)


async def test_the_referent_is_told_that_the_person_has_arrived(town: Town) -> None:
    story = await cast(town)
    await joins(story)
    assert await story.lina.has_seen("notices/joined")


async def test_the_coordinator_invites_the_referent_of_an_organisation(town: Town) -> None:
    story = await cast(town)
    await story.claire.taps("d:organisations", "d:invite")
    await story.claire.says("Foyer du Parc")
    await story.claire.taps("chrs")
    await story.claire.says("99")
    await story.claire.sees("invite_referent/department", problem="no_such_department")
    await story.claire.says("35")
    await story.claire.sees("invite_referent/_link")
    ines = await town.phone("Ines")
    await ines.starts(await link_in(story.claire))
    await ines.sees("hours/page")
    await ines.taps("g:hours:fine")
    await ines.sees("review/home")
    person = await town.does(people.by_chat, ines.account)
    assert person.has(Role.REFERENT)


async def test_the_kind_of_an_organisation_is_a_short_page_with_the_others_behind_it(town: Town) -> None:
    story = await cast(town)
    await story.claire.taps("d:organisations", "d:invite")
    await story.claire.says("Asile du Parc")
    first = await story.claire.text()
    assert "CHRS : centre d’hébergement et de réinsertion sociale" in first
    assert "CADA" not in first
    await story.claire.taps("more")
    await story.claire.sees("invite_referent/other_kind")
    assert "CADA : centre d’accueil pour demandeurs d’asile" in await story.claire.text()
    await story.claire.taps("cada")
    await story.claire.says("35")
    await story.claire.starts()
    await story.claire.taps("d:organisations", "d:invite")
    await story.claire.says("Chantier du Parc")
    assert "CADA : centre d’accueil pour demandeurs d’asile" in await story.claire.text(), (
        "the network has one: it is at hand"
    )
    await story.claire.says("Atelier et chantier d'insertion")
    await story.claire.says("35")
    there = await town.does(networks.all_organisations, town.network)
    assert [each.kind.code for each in there[-2:]] == ["cada", "aci"]


async def test_a_coordinator_adds_a_kind_in_words_of_their_own_and_finds_it_again(town: Town) -> None:
    claire = (await cast(town)).claire
    await claire.taps("d:organisations", "d:invite")
    await claire.says("Halte du Parc")
    await claire.taps("more", "own")
    await claire.sees("invite_referent/own_kind")
    await claire.says("Halte pour routards")
    await claire.sees("invite_referent/kind_does")
    await claire.taps("houses", "done")
    await claire.says("35")
    there = await town.does(networks.all_organisations, town.network)
    kind = there[-1].kind
    assert (kind.words, kind.houses, kind.employs) == ("Halte pour routards", True, False)
    await claire.starts()
    await claire.taps("d:organisations", "d:invite")
    await claire.says("Halte du Lac")
    assert "Halte pour routards" in [label for label, _ in buttons(await claire.last())], "it is at hand from now on"
    await claire.taps(kind.code)
    await claire.says("75")
    there = await town.does(networks.all_organisations, town.network)
    assert there[-1].kind == kind
    await claire.starts()
    listed = "Structure;Type;Dép\nHalte du Port;HALTE pour routards;44\n".encode()
    await claire.sends("document", listed, file_name="liste.csv", mime_type="text/csv")
    screen = await claire.sees("import/found")
    assert isinstance(screen, Page)
    assert (screen.values["new"], screen.values["refused"]) == (1, 0), "lists may say it too"


async def test_where_violence_is_fled_discretion_is_the_first_answer_offered(town: Town) -> None:
    refuge = await town.organisation("Maison bleue", OrganisationKind.WOMEN_SHELTER)
    lina = await town.member("Lina", Role.REFERENT, refuge)
    await town.opens_call()
    await lina.taps("r:invite")
    await lina.says("Awa")
    await lina.taps("yes", "no", "yes")
    await lina.sees("invitation/contact")
    values = [value for _, value in buttons(await lina.last())]
    assert [value.rpartition(":")[2] for value in values[:2]] == ["discreet", "normal"]


async def test_a_link_opened_again_by_the_same_person_is_the_way_home(town: Town) -> None:
    story = await cast(town)
    await invites(story.lina)
    code = await link_in(story.lina)
    awa = await town.phone("Awa")
    await awa.starts(code)
    await awa.taps("g:accept", "sea", "done")
    await awa.starts(code)
    await awa.sees("home/plan")


async def test_start_with_a_draft_offers_it_and_makes_no_second_one(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.taps("sea", "done")
    await awa.starts()
    await awa.sees("home/plan")
    await awa.taps("g:go")
    await awa.sees("wishes/aim")


async def test_a_likely_no_shows_other_routes_before_hope_is_raised(town: Town) -> None:
    story = await cast(town)
    await story.lina.taps("r:invite")
    await story.lina.says("Awa")
    await story.lina.taps("no", "no", "yes")
    await story.lina.sees("invitation/contact", problem="likely_no")


async def test_without_an_open_call_there_is_nothing_to_invite_to(town: Town) -> None:
    residence = await town.organisation()
    lina = await town.member("Lina", Role.REFERENT, residence)
    await lina.taps("r:invite")
    await lina.sees("review/no_open_call")


async def test_a_person_who_blocked_the_bot_and_comes_back_finds_the_draft(town: Town) -> None:
    awa = await joins(await cast(town))
    await awa.taps("sea", "done")
    await awa.blocks()
    await awa.starts()
    await awa.taps("g:go")
    await awa.sees("wishes/aim")


async def test_a_call_of_other_regions_is_not_offered(town: Town) -> None:
    story = await cast(town, regions=("BRE", "PAC"))
    await story.lina.taps("r:invite")
    await story.lina.sees("review/no_open_call")


async def test_between_two_calls_the_referent_chooses_by_name(town: Town) -> None:
    story = await cast(town)
    await town.opens_call(name="Séjours d'automne 2027")
    await story.lina.taps("r:invite")
    await story.lina.says("Awa")
    await story.lina.sees("invitation/in_call")
    assert "Séjours d'automne 2027" in {label for label, _ in buttons(await story.lina.last())}


async def test_the_invitation_carries_the_referents_own_voice(town: Town) -> None:
    story = await cast(town)
    await story.lina.taps("r:invite")
    await story.lina.says("Awa")
    await story.lina.taps("yes", "no", "yes", "normal")
    await story.lina.sends("voice", b"OggS a voice", duration=12)
    awa = await town.phone("Awa")
    await awa.starts(await link_in(story.lina))
    assert "voice" in (await awa.messages())[-2]
    await awa.sees("privacy")


async def test_a_new_referent_tries_every_decision_on_an_example_and_nothing_is_kept(town: Town) -> None:
    lina = (await cast(town)).lina
    await lina.starts()
    await lina.taps("r:example")
    await lina.sees("review/example")
    assert "7 nuits" in await lina.text()
    for decision in ("endorse", "changes", "tomorrow", "not_endorse"):
        await lina.taps(f"r:example:{decision}")
        assert not await lina.offers(f"r:example:{decision}")
    assert await town.does(plans.states) == []
    await lina.taps("g:home")
    await lina.sees("review/home")
    await invites(lina)
    await lina.starts()
    assert not await lina.offers("r:example")
