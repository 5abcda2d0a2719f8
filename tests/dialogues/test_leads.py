"""A lead: every stay of the own organisation by its reference, a colleague invited, reports that are owed."""

import re

from bot.domain.ids import PersonId
from bot.domain.people import Role
from bot.domain.plans import State
from bot.features.reports import routes as report_routes
from bot.storage import people, plans
from tests.dialogues.after import came_home
from tests.dialogues.after import granted_plan as quickly_granted
from tests.dialogues.story import Cast, cast, granted_plan, joins
from tests.support.phones import Phone
from tests.support.town import Town, name_of

LINA = PersonId(1)


async def with_lead(town: Town) -> tuple[Cast, Phone]:
    story = await cast(town)
    return story, await town.member("Bruno", Role.LEAD, story.residence)


async def reads(phone: Phone) -> str:
    return (await phone.text()).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


async def test_a_lead_sees_each_endorsed_stay_and_no_word_of_anybody(town: Town) -> None:
    story, bruno = await with_lead(town)
    await granted_plan(story)
    await story.lina.starts()
    await joins(story, "Moussa")
    await bruno.says("/stays")
    await bruno.sees("handover/stays")
    page = await reads(bruno)
    assert "1 séjour de votre structure" in page
    assert "V-2026-0001 · 🎉 accordé" in page
    assert "17 juil. 2027" in page
    assert "Accordé : 690 €" in page
    assert "reste à remettre : 690 €" in page
    assert "Moins de 5 projets sont encore en préparation." in page
    assert "Awa" not in page
    assert "Moussa" not in page
    assert "Le lac" not in page
    await bruno.taps("handover", "hand")
    await bruno.says("300")
    await bruno.taps("electronic", "today")
    await bruno.says("/sejours")
    page = await reads(bruno)
    assert "remis : 300 € · ⚠️ reste à remettre : 390 €" in page


async def test_a_lead_of_another_organisation_sees_nothing_of_it(town: Town) -> None:
    story, _ = await with_lead(town)
    await granted_plan(story)
    omar = await town.member("Omar", Role.LEAD, await town.organisation("Ailleurs"))
    await omar.says("/stays")
    page = await omar.text()
    assert "V-2026-0001" not in page
    assert "Aucun projet n’est encore validé." in page
    for other in (story.lina, story.claire):
        await other.says("/stays")
        assert await refused(other, "not_for_you")


async def test_many_stays_come_in_pages(town: Town) -> None:
    story, bruno = await with_lead(town)
    await quickly_granted(story)
    plan = await town.does(plans.by_id, 1)
    assert isinstance(plan, plans.PlanRow)
    for number in range(2, 11):
        whose = {name: getattr(plan, name) for name in ("network_id", "call_id", "organisation_id", "beneficiary_id")}
        over = {"state": State.DECLINED.value, "rank_at": town.clock(), "reference": f"V-2026-{number:04d}"}
        await town.does(plans.add, {**whose, **over, "word": None}, town.clock())
    await bruno.says("/stays")
    assert "V-2026-0001" in await bruno.text(), "who still leaves stands first"
    await bruno.taps("l:stays:1")
    page = await bruno.text()
    assert ("V-2026-0010" in page, "V-2026-0001" in page) == (True, False)


async def test_a_lead_invites_a_colleague_into_the_own_organisation(town: Town) -> None:
    story, bruno = await with_lead(town)
    await bruno.starts()
    await bruno.taps("l:invite")
    await bruno.sees("invite_referent/_link")
    code = re.search(r"start=([\w-]+)", await bruno.text())
    assert code is not None
    ida = await town.phone("Ida")
    await ida.starts(code[1])
    member = await town.does(people.by_chat, ida.account)
    assert (member.organisation_id, member.roles) == (story.residence, {Role.REFERENT})


async def test_a_lead_reads_who_owes_a_report_and_reminds_that_colleague_once_a_day(town: Town) -> None:
    story, bruno = await with_lead(town)
    await quickly_granted(story)
    await came_home(story)
    await town.passes(days=40)
    await bruno.starts()
    await bruno.taps("l:reports")
    await bruno.sees("report/_owed")
    page = await reads(bruno)
    assert "Lina, depuis le" in page
    assert "V-2026-0001" in page
    for _ in range(2):
        await bruno.taps(report_routes.REMIND.to(LINA))
        await bruno.sees("report/_owed", problem="colleague_reminded")
        assert "Lina reçoit un rappel." in await bruno.text()
    await town.passes(days=4)
    told = [screen for screen in await story.lina.screens() if name_of(screen) == "notices/report_asked"]
    assert len(told) == 1, "once, however often Bruno taps"


async def test_nobody_is_reminded_of_a_report_that_is_not_missing(town: Town) -> None:
    story, bruno = await with_lead(town)
    await joins(story)
    await bruno.forges(report_routes.REMIND.to(LINA))
    assert await refused(bruno, "not_found")


async def refused(phone: Phone, code: str) -> bool:
    return code in {note.code for note in (await phone.screen()).notes}
