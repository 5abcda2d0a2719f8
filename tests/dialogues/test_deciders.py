"""Who decides in a call: leads and referents of other organisations too, by name, never about their own people."""

from dataclasses import dataclass

from bot.domain.ids import CallId, PersonId, PlanId
from bot.domain.people import OrganisationKind, Role
from bot.domain.plans import State
from bot.features.administration import admin
from bot.features.calls import routes
from bot.features.calls.routes import Setting
from bot.features.committee import routes as committee
from bot.interaction.routes import encode_id
from bot.plan import access
from bot.storage import calls, people
from bot.storage.calls import CallRow
from bot.storage.plans import PlanRow
from tests.dialogues.story import Cast, cast, endorsed_plan, joins, link_in
from tests.support.acts import act
from tests.support.phones import Phone
from tests.support.town import Town


@dataclass
class Pooled(Cast):
    """The same network, and two employers elsewhere: Inès accompanies people there, Bruno leads."""

    ines: Phone
    bruno: Phone

    async def id_of(self, phone: Phone) -> PersonId:
        return PersonId((await self.town.does(people.by_chat, phone.account)).id)

    async def names(self, *letters: str) -> None:
        """Let Claire name people who decide, each found by some letters."""
        for typed in letters:
            await self.claire.starts()
            await self.claire.taps(routes.CALLS.to(), routes.CALL_PAGE.to(self.number), routes.SETTINGS.to(self.number))
            await self.claire.taps(routes.OTHERS.to(self.number), routes.DECIDERS.to(self.number))
            await self.claire.taps(routes.CHANGE.to(self.number, Setting.DECIDER))
            await self.claire.says(typed)

    async def takes_off(self, phone: Phone) -> None:
        """Let Claire take a person off, by the page that shows who decides."""
        await self.claire.forges(routes.DECIDERS.to(self.number))
        await self.claire.taps(routes.DECIDES.to(self.number, await self.id_of(phone), False))

    @property
    def number(self) -> CallId:
        return CallId(self.call)


@act
async def pooled(town: Town) -> Pooled:
    """Gather the people of two more organisations."""
    story = await cast(town)
    capee = await town.does(admin.add_organisation, town.network, "Capée", OrganisationKind.SIAE, "86")
    relais = await town.does(admin.add_organisation, town.network, "Relais", OrganisationKind.SIAE, "75")
    ines = await town.member("Inès", Role.REFERENT, capee)
    bruno = await town.member("Bruno", Role.LEAD, relais)
    return Pooled(**vars(story), ines=ines, bruno=bruno)


async def state(story: Cast, plan: int = 1) -> State:
    found: PlanRow = await story.town.does(access.need, plan)
    return found.state


async def test_a_referent_and_a_lead_of_other_organisations_are_named_found_by_letters(town: Town) -> None:
    story = await pooled(town)
    await story.names("inès", "brun")
    await story.claire.sees("call/_deciders")
    text = await story.claire.text()
    assert "Inès · Capée" in text
    assert "Bruno · Relais" in text
    assert "Claire" in text, "naming others takes nobody off"
    await town.passes(minutes=1)
    assert await story.ines.has_seen("notices/on_committee")
    await story.ines.starts()
    assert await story.ines.offers(committee.TO_DECIDE.to(None)), "the way from the home of a referent"


async def test_a_decider_of_another_organisation_decides_a_whole_list(town: Town) -> None:
    story = await pooled(town)
    await story.names("capée")
    for name in ("Awa", "Bea", "Clio"):
        await story.lina.starts()
        await endorsed_plan(story, name)
    assert await story.ines.has_seen("notices/to_decide")
    await story.ines.says("/decide")
    await story.ines.sees("committee/list")
    assert "3 projets à décider" in await story.ines.text()
    await story.ines.taps("decide", "grant")
    await story.ines.taps("offer")
    await story.ines.says("300")
    await story.ines.taps("wait")
    assert [await state(story, each) for each in (1, 2, 3)] == [State.GRANTED, State.OFFERED, State.WAITING]
    assert await story.ines.offers(committee.FIGURES.to(story.number))
    await story.ines.taps(committee.FIGURES.to(story.number))
    await story.ines.sees("committee/figures")
    assert not await story.ines.offers(committee.MINUTES_SINCE.to(story.number)), "minutes are the coordinators'"
    for data in (routes.CALLS.to(), committee.MINUTES_SINCE.to(story.number), routes.DECIDERS.to(story.number)):
        await story.ines.forges(data)
        await story.ines.sees("review/home", problem="not_for_you")


async def test_nobody_decides_about_people_they_accompany(town: Town) -> None:
    story = await pooled(town)
    await story.names("lina")
    await endorsed_plan(story)
    assert not await story.lina.has_seen("notices/to_decide")
    await story.lina.says("/decide")
    await story.lina.sees("committee/list")
    assert "0 projet" in await story.lina.text()
    assert "d’autres décident" in await story.lina.text()
    await story.lina.taps("decide")
    await story.lina.sees("committee/card")
    assert "Vous accompagnez cette personne. La décision est à Claire." in await story.lina.text()
    for word in ("grant", "offer", "point", "wait", "decline"):
        assert not await story.lina.offers(word)
    for word in ("grant", "offer", "wait", "decline"):
        await story.lina.forges(f"p:{word}:1:{(await town.does(access.need, 1)).version}")
    assert await state(story) is State.IN_COMMITTEE
    await story.claire.taps("d:list", "decide", "grant")
    assert await state(story) is State.GRANTED
    await town.passes(minutes=3)
    for word in ("correct", "new_amount", "withdraw"):
        await story.lina.forges(f"p:{word}:1:{encode_id((await town.does(access.need, 1)).version)}")
        await story.lina.sees("committee/card")
        assert not await story.lina.offers("correct"), "nor do they put a grant right"
    await story.claire.forges("d:granted")
    await story.claire.taps("decide")
    assert await story.claire.offers("correct")


async def test_nor_in_one_go_with_others(town: Town) -> None:
    story = await pooled(town)
    await story.names("inès", "lina")
    await endorsed_plan(story)
    plan = await town.does(access.need, 1)
    await story.lina.forges(committee.SEVERAL.to(None))
    await story.lina.taps("d:tick_page:0")
    assert not await story.lina.offers(committee.GRANT_TICKED.to())
    await story.lina.forges(committee.TICK.to(PlanId(1), plan.version, True, None))
    await story.lina.taps(committee.GRANT_TICKED.to())
    await story.lina.sees("committee/several_done")
    assert "vous accompagnez cette personne" in await story.lina.text()
    await story.ines.forges(committee.SEVERAL.to(None))
    await story.ines.taps("d:tick_page:0", committee.GRANT_TICKED.to())
    assert await state(story) is State.GRANTED


async def test_who_is_taken_off_may_nothing_more_even_in_the_middle_of_a_question(town: Town) -> None:
    story = await pooled(town)
    await story.names("inès")
    await endorsed_plan(story)
    await story.ines.taps("d:list", "decide", "offer")
    await story.takes_off(story.ines)
    await story.ines.says("300")
    assert await state(story) is State.IN_COMMITTEE
    await story.ines.says("/decide")
    await story.ines.sees("review/home", problem="not_for_you")
    await story.ines.forges("p:decide:1:z")
    await story.ines.sees("review/home", problem="not_found")
    assert not await story.ines.offers(committee.TO_DECIDE.to(None))


async def test_a_call_is_never_left_to_nobody(town: Town) -> None:
    story = await pooled(town)
    await story.takes_off(story.claire)
    await story.claire.sees("call/_deciders", problem="too_few_decide")
    await story.names("inès")
    await story.takes_off(story.claire)
    await story.claire.sees("call/_deciders", problem="too_few_decide")
    assert "Claire" in await story.claire.text(), "Inès alone could not decide about her own people"
    await story.names("bruno")
    await story.takes_off(story.claire)
    assert len((await town.does(calls.by_id, story.call)).deciders) == 2


async def test_a_coordinator_reads_who_decides_where_others_do(town: Town) -> None:
    story = await pooled(town)
    await story.names("inès", "bruno")
    await story.takes_off(story.claire)
    await endorsed_plan(story)
    for page in (committee.TO_DECIDE.to(None), "g:home"):
        await story.claire.forges(page)
        text = await story.claire.text()
        assert "1 projet. La décision est à" in text
        assert "Inès et Bruno" in text
        assert "Plus rien à décider" not in text


async def test_who_is_not_here_yet_is_invited_and_decides_in_that_call_alone(town: Town) -> None:
    story = await pooled(town)
    await story.claire.forges(routes.DECIDERS.to(story.number))
    await story.claire.taps(routes.INVITE_DECIDER.to(story.number))
    await story.claire.says("Chantier du Parc")
    await story.claire.taps("aci")
    await story.claire.says("35")
    await story.claire.sees("invite_referent/_decider_link")
    link = await link_in(story.claire)
    nour = await town.phone("Nour")
    await nour.starts(link)
    await nour.taps("g:hours:fine")
    await nour.sees("committee/deciders_home")
    await endorsed_plan(story)
    await nour.starts()
    await nour.taps(committee.TO_DECIDE.to(None), "decide", "grant")
    assert await state(story) is State.GRANTED
    await story.claire.forges(routes.DECIDERS.to(story.number))
    assert "Nour · Chantier du Parc" in await story.claire.text()
    assert "Claire" in await story.claire.text()
    await story.takes_off(nour)
    await nour.says("/decide")
    await nour.sees("committee/list")
    await nour.forges("p:decide:1:z")
    await nour.sees("committee/deciders_home", problem="not_found")


async def test_a_lead_opens_such_a_link_knowing_what_it_gives(town: Town) -> None:
    story = await pooled(town)
    await story.claire.forges(routes.INVITE_DECIDER.to(story.number))
    await story.claire.says("Relais")
    await story.claire.taps("aci")
    await story.claire.says("75")
    link = await link_in(story.claire)
    await story.bruno.starts(link)
    await story.bruno.sees("join/role")
    await story.bruno.taps(f"g:role:{link}")
    assert await story.bruno.offers(committee.TO_DECIDE.to(None))
    found: CallRow = await town.does(calls.by_id, story.call)
    assert await story.id_of(story.bruno) in found.deciders


async def test_a_person_is_never_told_who_decides(town: Town) -> None:
    story = await pooled(town)
    await story.names("inès")
    awa = await joins(story)
    await awa.forges(committee.TO_DECIDE.to(None))
    await awa.sees("wishes/wishes", problem="not_for_you")
