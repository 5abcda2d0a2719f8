"""After a no: the reason stays in sight, and where the plan may be changed it is changed, by both, in the same call."""

from bot.domain.plans import State
from bot.features.my_plan import routes as plan_routes
from bot.storage import plans
from tests.dialogues.story import Cast, answers_everything, cast, endorsed_plan, invites, sent_plan
from tests.support.town import Town

AWA = 3


async def state(town: Town) -> State:
    return (await plan_now(town)).state


async def no(story: Cast, *said: str) -> None:
    await story.lina.taps("r:next", "whole", "not_endorse", *said)
    await story.town.passes(minutes=3)


async def test_change_the_plan_together_opens_it_to_the_person_and_it_is_sent_again(town: Town) -> None:
    story = await cast(town)
    awa = await sent_plan(story)
    await story.lina.taps("r:next", "whole", "not_endorse", "other")
    await story.lina.says("Le camping ferme en juillet.")
    await story.lina.taps("change_plan")
    await awa.forges("g:home")
    assert not await awa.offers("change_again"), "Lina can still undo it"
    await town.passes(minutes=3)
    assert await awa.has_seen("notices/not_endorsed")
    read = await awa.text()
    assert "Le camping ferme en juillet." in read
    assert "Vous pouvez changer le projet ensemble." in read
    await awa.taps("change_again")
    await awa.sees("plan/change")
    assert await state(town) is State.TO_COMPLETE
    await awa.taps("g:home")
    home = await awa.text()
    assert "Vous pouvez changer votre projet, puis l’envoyer à nouveau." in home
    assert "Le camping ferme en juillet." in home, "why stays in sight"
    await awa.taps("recap", "send_again")
    assert await state(town) is State.TO_REVIEW
    assert await story.lina.has_seen("notices/review_returned")
    await story.lina.taps("r:next", "part")
    await story.lina.sees("referent/quotient")


async def test_the_referent_reads_what_was_said_and_opens_the_plan_whatever_came_next(town: Town) -> None:
    story = await cast(town)
    awa = await sent_plan(story)
    await no(story, "not_ready", "talk")
    await awa.forges("g:home")
    assert not await awa.offers("change_again"), "they talk first"
    await awa.forges(plan_routes.CHANGE_AGAIN.to(await plan_now(town)))
    assert await state(town) is State.NOT_ENDORSED
    await story.lina.forges(f"r:person:{AWA}")
    page = await story.lina.text()
    assert "Le projet n’est pas encore prêt. Vous pouvez en parler ensemble." in page
    await story.lina.taps("change_again")
    assert await state(town) is State.TO_COMPLETE
    assert "Le projet n’est pas encore prêt." in await story.lina.text()
    assert await awa.has_seen("notices/open_again")
    await awa.taps("g:change")
    await awa.sees("plan/change")


async def test_a_plan_of_a_person_without_a_telephone_is_changed_beside_them(town: Town) -> None:
    story = await cast(town)
    await invites(story.lina, "Monsieur K.", contact="none")
    await story.lina.taps("r:beside:3", "oral")
    await answers_everything(story.lina)
    await story.lina.taps("send", "card", "whole", "not_endorse", "rules", "change_plan")
    await town.passes(minutes=3)
    await story.lina.taps("r:tell:3:not_endorsed", "card", "change_again")
    assert await story.lina.has_seen("notices/tell_aloud")
    await story.lina.forges("r:beside:3")
    await story.lina.sees("plan/recap")
    assert await story.lina.offers("send_again")
    await story.lina.taps("r:change_with:1")
    await story.lina.sees("plan/change")


async def test_what_the_network_declined_is_changed_where_it_said_so_and_loses_its_rank(town: Town) -> None:
    story = await cast(town)
    awa = await endorsed_plan(story)
    await story.claire.taps("d:list", "decide", "decline", "dates", "change_plan")
    await town.passes(minutes=3)
    assert await awa.has_seen("notices/declined")
    await awa.taps("change_again")
    plan = await plan_now(town)
    assert (plan.state, plan.rank_at) == (State.TO_COMPLETE, None)
    await awa.taps("g:home")
    assert "Ces dates ne sont pas possibles." in await awa.text()


async def test_once_the_call_is_closed_nothing_is_changed_any_more(town: Town) -> None:
    story = await cast(town)
    awa = await sent_plan(story)
    await no(story, "not_ready", "change_plan")
    await town.passes(days=300)
    await awa.forges("g:home")
    assert not await awa.offers("change_again")


async def plan_now(town: Town) -> plans.PlanRow:
    plan = await town.does(plans.by_id, 1)
    assert isinstance(plan, plans.PlanRow)
    return plan
