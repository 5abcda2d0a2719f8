"""The Coorace story: companies that hire people on the way back to work send 300 of them on holiday before New Year.

Three pilot regions first, then all; requests until a day and an hour; several companies decide together; the aid goes
to the company, which puts it into the employee's hands, who confirms it.
"""

from dataclasses import dataclass

from bot.domain.handovers import Receipt
from bot.domain.people import OrganisationKind, Role
from bot.domain.plans import State
from bot.features.administration import admin
from bot.storage import audit, calls, handovers, plans
from tests.dialogues.many import sends
from tests.dialogues.story import answers_everything, invites, link_in
from tests.support.phones import Phone
from tests.support.town import Town

PROPOSED = 8
"""Figures that nobody has confirmed: that a place takes vouchers is none of them, as the aid is money."""
WEEK_OF_CHRISTMAS = "22/12/2026 - 29/12/2026"


@dataclass
class Companies:
    """Tremplin in a pilot region, Relais in Paris; who works there, and who coordinates."""

    town: Town
    claire: Phone
    lina: Phone
    paul: Phone
    bruno: Phone
    ines: Phone


async def companies(town: Town) -> Companies:
    """Gather Lina and Bruno, the employer, in Burgundy, Paul in Paris, Inès of the pooled committee, Claire."""
    siae = OrganisationKind.SIAE
    tremplin = await town.does(admin.add_organisation, town.network, "Tremplin Val de Saône", siae, "70")
    relais = await town.does(admin.add_organisation, town.network, "Relais de Paris", siae, "75")
    capee = await town.does(admin.add_organisation, town.network, "Capée", siae, "86")
    return Companies(
        town,
        claire=await town.member("Claire", Role.COORDINATOR),
        lina=await town.member("Lina", Role.REFERENT, tremplin),
        paul=await town.member("Paul", Role.REFERENT, relais),
        bruno=await town.member("Bruno", Role.LEAD, tremplin),
        ines=await town.member("Inès", Role.COORDINATOR, capee),
    )


async def opens_the_call(claire: Phone) -> None:
    """Answer six questions, the figures one tap each, an hour of closing, who decides; then open the call."""
    await claire.taps("d:calls", "d:new_call", "coorace-2022")
    await claire.says("Séjours de fin d'année 2026")
    await claire.says("20 décembre 2026")
    await claire.says("du 5 décembre au 31 décembre 2026")
    await claire.says("300")
    await claire.says("60 000 €")
    await claire.taps("BFC", "PAC", "BRE", "done", "none")
    await claire.sees("call/_ready")
    await claire.taps("d:settings:1")
    for place in range(PROPOSED):
        await claire.taps(f"d:confirm:1:{place}")
    assert not any([await claire.offers(f"d:confirm:1:{place}") for place in range(PROPOSED)])
    await claire.taps("d:others:1", "d:change:1:hour", "12")
    await claire.sees("call/_ready")
    await claire.taps("d:open:1")
    await claire.sees("call/_opened")


async def joins(town: Town, referent: Phone, name: str) -> Phone:
    """Invite an employee as their referent, and open the link."""
    await referent.starts()
    await invites(referent, name)
    person = await town.phone(name)
    await person.starts(await link_in(referent))
    await person.taps("g:accept")
    return person


async def endorses(referent: Phone) -> None:
    """Fill in the prices, the referent's part with the leave granted, and endorse."""
    await referent.taps("r:next", "prices")
    await referent.says("Camping du Lac")
    await referent.taps("france")
    await referent.says("420")
    await referent.taps("seen", "option")
    for price in ("180", "200", "100"):
        await referent.says(price)
    await referent.taps("caf", "done")
    await referent.says("150")
    await referent.taps("0", "none", "card", "part")
    await referent.says("612")
    await referent.taps("payslip", "own_words")
    await referent.says("Un rendez-vous chaque semaine.")
    await referent.sees("referent/leave_granted")
    await referent.taps("yes", "none", "employment_proof", "seen", "endorse")


async def test_pilot_regions_first_then_all(town: Town) -> None:
    story = await companies(town)
    await opens_the_call(story.claire)
    await story.paul.taps("r:invite")
    await story.paul.sees("review/no_open_call")
    await joins(town, story.lina, "Awa")
    await story.claire.taps("d:calls", "d:call:1", "d:regions:1", "d:region:1:NAQ")
    await story.paul.starts()
    await story.paul.taps("r:invite")
    await story.paul.sees("review/no_open_call")
    await story.claire.taps("d:regions:1", "d:region:1:all")
    await joins(town, story.paul, "Léo")
    lines = await town.does(audit.history, "call:1")
    assert [line.action for line in lines][:1] == ["prepare"]
    assert lines[-1].after == {"regions": "[]"}


async def test_the_webinar_brings_the_companies_together_before_they_invite(town: Town) -> None:
    story = await companies(town)
    await opens_the_call(story.claire)
    await story.claire.starts()
    await story.claire.taps("d:bc", "d:events", "d:new_event")
    for said in ("Webinaire avec le CASSC", "27 novembre 2026", "14h30"):
        await story.claire.says(said)
    await story.claire.taps("90")
    await story.claire.says("https://example.org/salle")
    await story.claire.taps("skip")
    await story.claire.taps("d:event_ask:1", "none", "teams")
    await story.claire.sees("broadcast/_ready")
    await sends(story.claire)
    await town.settles()
    for guest in (story.lina, story.bruno):
        await guest.sees("news/event")
        await guest.taps("b:come:1")
        await guest.sees("news/answered")
    await town.passes(days=3, hours=6)
    assert await story.lina.has_seen("news/reminder")


async def test_only_organisations_that_employ_take_part(town: Town) -> None:
    story = await companies(town)
    await opens_the_call(story.claire)
    shelter = await town.does(admin.add_organisation, town.network, "Abri", OrganisationKind.SHELTER, "21")
    nora = await town.member("Nora", Role.REFERENT, shelter)
    await nora.taps("r:invite")
    await nora.sees("review/no_open_call")
    await story.lina.taps("r:calls")
    await story.lina.sees("call/_card")
    assert "vacances@coorace.org" in await story.lina.text()


async def test_employees_and_their_relatives_are_places_and_several_companies_decide(town: Town) -> None:
    story = await companies(town)
    await opens_the_call(story.claire)
    await story.claire.taps("d:calls", "d:call:1", "d:settings:1", "d:others:1", "d:deciders:1")
    await story.claire.taps("d:decides:1:1:0")
    assert (await town.does(calls.by_id, 1)).deciders == (5,)
    awa = await joins(town, story.lina, "Awa")
    await answers_everything(awa, WEEK_OF_CHRISTMAS)
    await awa.taps("send")
    await endorses(story.lina)
    await town.passes(minutes=3)
    assert await story.ines.has_seen("notices/to_decide")
    assert not await story.claire.has_seen("notices/to_decide")
    await story.claire.starts()
    assert not await story.claire.offers("d:list")
    await story.claire.forges("p:grant:1:z")
    await story.claire.sees("committee/home", problem="not_found")
    await story.ines.taps("d:list", "decide", "grant")
    row = await town.does(calls.by_id, 1)
    assert (row.taken_places, row.places) == (4, 300), "an employee and her three children"
    granted = await town.does(plans.by_id, 1)
    assert granted.decided_by == 5


async def test_the_company_hands_the_aid_over_and_the_employee_confirms_it(town: Town) -> None:
    story = await companies(town)
    await opens_the_call(story.claire)
    awa = await joins(town, story.lina, "Awa")
    await answers_everything(awa, WEEK_OF_CHRISTMAS)
    await awa.taps("send")
    await endorses(story.lina)
    await town.passes(minutes=3)
    await story.claire.taps("d:list", "decide", "grant")
    await town.passes(minutes=3)
    assert "Tremplin" in await awa.text(), "she reads who will give it to her"
    await story.bruno.starts()
    await story.bruno.sees("home/lead")
    await story.bruno.taps("handover")
    await story.bruno.sees("handover/_page")
    await story.bruno.taps("hand")
    await story.bruno.says("700")
    await story.bruno.sees("handover/handed", problem="not_granted")
    await story.bruno.taps("69000", "today")
    await story.bruno.sees("handover/_page")
    plan = await town.does(plans.by_id, 1)
    assert plan.state is State.HANDED_OVER
    await awa.sees("notices/handed_over")
    assert "690" in await awa.text()
    await awa.taps("received")
    await awa.sees("home/plan")
    assert not await awa.offers("received")
    done = await town.does(handovers.of_plan, 1)
    assert (done.cents, done.handed_on.isoformat(), done.receipt) == (69_000, "2026-11-23", Receipt.PHONE)
    await story.bruno.starts()
    assert not await story.bruno.offers("handover"), "nothing is left to hand over or to confirm"


async def test_requests_count_until_the_hour_and_then_everyone_learns_what_remains(town: Town) -> None:
    story = await companies(town)
    await opens_the_call(story.claire)
    row = await town.does(calls.by_id, 1)
    assert row.closes_at.isoformat() == "2026-12-20T11:00:00+00:00", "noon in Paris"
    awa = await joins(town, story.lina, "Awa")
    await answers_everything(awa, WEEK_OF_CHRISTMAS)
    await awa.taps("send")
    other = await joins(town, story.lina, "Léo")
    await town.passes(days=27, minutes=50)
    await town.passes(minutes=60)
    assert not await other.has_seen("notices/too_late")
    await endorses(story.lina)
    plan = await town.does(plans.by_id, 1)
    assert plan.state is State.ENDORSED, "ten minutes before noon it counts"
    await town.passes(minutes=10)
    await story.lina.sees("notices/too_late_referent")
    assert not await other.has_seen("notices/too_late"), "it is a Sunday"
    await town.passes(hours=21)
    await other.sees("notices/too_late")
    assert not await awa.has_seen("notices/too_late")
    await town.passes(minutes=5)
    seen = [m for m in await other.messages() if "Départ 18:25" in str(m.get("text"))]
    assert len(seen) == 1, "it is told once"
