"""Whether there is a committee in a call: chosen in the chat, and nothing is lost or granted by the change itself."""

from bot.domain.ids import CallId
from bot.domain.plans import State
from bot.features.calls import routes
from bot.features.calls.routes import Mode, Setting
from bot.features.committee import routes as committee
from bot.plan import access
from bot.storage import calls
from bot.storage.calls import CallRow
from bot.storage.plans import PlanRow
from tests.dialogues.story import Cast, cast, endorsed_plan, reviewed_plan
from tests.support.phones import buttons
from tests.support.town import Town

ONE = CallId(1)


async def state(story: Cast, number: int = 1) -> State:
    found: PlanRow = await story.town.does(access.need, number)
    return found.state


async def call(story: Cast) -> CallRow:
    found: CallRow = await story.town.does(calls.by_id, story.call)
    return found


async def opens_the_choice(story: Cast) -> None:
    """Let Claire open the page where a committee is chosen, from the list of calls."""
    await story.claire.starts()
    await story.claire.taps(routes.CALLS.to(), routes.CALL_PAGE.to(ONE), routes.SETTINGS.to(ONE), routes.OTHERS.to(ONE))
    await story.claire.taps(routes.MODE.to(ONE))


async def changes(story: Cast, to: Mode) -> None:
    """Let Claire choose, and say yes to the question."""
    await opens_the_choice(story)
    await story.claire.taps(routes.CHANGE_MODE.to(ONE, to), routes.CHANGE_MODE_SURELY.to(ONE, to))


async def test_who_waits_stays_on_the_list_and_is_decided_one_by_one(town: Town) -> None:
    story = await cast(town)
    await endorsed_plan(story)
    await story.lina.starts()
    await reviewed_plan(story, "Bea")
    await opens_the_choice(story)
    await story.claire.taps(routes.CHANGE_MODE.to(ONE, Mode.REFERENT))
    asked = await story.claire.text()
    assert "1 projet attend une décision. Il reste sur la liste." in asked
    assert "1 projet n’est pas encore validé. Sa validation l’attribuera." in asked
    assert (await call(story)).committee, "nothing is changed before the answer"
    await story.claire.taps(routes.CHANGE_MODE_SURELY.to(ONE, Mode.REFERENT))
    assert not (await call(story)).committee
    assert (await state(story, 1), await state(story, 2)) == (State.IN_COMMITTEE, State.TO_REVIEW)
    await story.claire.starts()
    await story.claire.taps("d:list", "decide", "grant")
    assert await state(story, 1) is State.GRANTED
    await story.claire.taps("undo_decision")
    assert await state(story, 1) is State.IN_COMMITTEE, "what a committee granted goes back to it"
    await story.claire.taps("wait")
    assert await state(story, 1) is State.WAITING


async def test_a_referent_is_told_and_an_old_card_grants_nothing(town: Town) -> None:
    story = await cast(town)
    await reviewed_plan(story)
    assert "Valider et" not in await story.lina.text()
    await changes(story, Mode.REFERENT)
    await town.passes(minutes=1)
    assert await story.lina.has_seen("notices/mode_changed")
    await story.lina.forges("r:next")
    old = next(data for _, data in buttons(await story.lina.last()) if data.startswith("p:endorse:"))
    await changes(story, Mode.COMMITTEE)
    await changes(story, Mode.REFERENT)
    await story.lina.forges(old)
    assert await state(story) is State.TO_REVIEW, "that button was read when others decided"
    assert "✅ Valider et attribuer 690\xa0€" in [label for label, _ in buttons(await story.lina.last())]
    await story.lina.taps("endorse")
    assert await state(story) is State.GRANTED


async def test_with_a_committee_again_what_is_granted_stays_so(town: Town) -> None:
    story = await cast(town, committee=False)
    await reviewed_plan(story)
    await story.lina.taps("endorse")
    await story.lina.taps("undo")
    await story.lina.taps("endorse")
    await changes(story, Mode.COMMITTEE)
    assert (await call(story)).committee
    assert await state(story) is State.GRANTED
    await story.claire.forges("p:undo_decision:1:z")
    await story.lina.starts()
    await story.lina.forges("p:undo:1:z")
    await town.passes(minutes=3)
    await story.lina.starts()
    await reviewed_plan(story, "Bea")
    await story.lina.taps("endorse")
    assert await state(story, 2) is State.ENDORSED, "the committee decides now"


async def test_where_people_are_protected_a_referent_grants_no_more_than_a_cap(town: Town) -> None:
    story = await cast(town, model="elles-en-vacances")
    await opens_the_choice(story)
    await story.claire.taps(routes.CHANGE_MODE.to(ONE, Mode.REFERENT))
    await story.claire.sees("call/_mode", problem="cap_first")
    await story.claire.forges(routes.CHANGE_MODE_SURELY.to(ONE, Mode.REFERENT))
    assert (await call(story)).committee
    await story.claire.taps(routes.CHANGE.to(ONE, Setting.CAP))
    await story.claire.says("1000")
    await story.claire.sees("call/_mode")
    assert "Plafond par référent\xa0: 1\u202f000\xa0€" in await story.claire.text()
    await story.claire.taps(routes.CHANGE_MODE.to(ONE, Mode.REFERENT), routes.CHANGE_MODE_SURELY.to(ONE, Mode.REFERENT))
    assert not (await call(story)).committee
    await story.claire.taps(routes.CHANGE.to(ONE, Setting.CAP))
    await story.claire.says("0")
    await story.claire.sees("adjust/new_cap", problem="cap_needed")
    await reviewed_plan(story)
    await story.lina.taps("endorse")
    await story.lina.says("Le CCAS paie le reste.")
    assert await state(story) is State.GRANTED
    await town.passes(minutes=3)
    await story.lina.starts()
    await reviewed_plan(story, "Bea")
    await story.lina.taps("endorse")
    await story.lina.says("Le CCAS paie le reste.")
    assert await state(story, 2) is State.TO_REVIEW
    assert "Votre plafond ici\xa0: 1\u202f000\xa0€." in await story.lina.text()


async def test_a_draft_is_changed_at_once_and_opens_only_with_its_cap(town: Town) -> None:
    story = await cast(town, model="elles-en-vacances", committee=False)
    await story.claire.forges(routes.COPY.to(ONE))
    draft = CallId(2)
    assert not await story.claire.offers(routes.OPEN.to(draft))
    assert "attribuer tout l’argent" in await story.claire.text()
    await story.claire.forges(routes.MODE.to(draft))
    await story.claire.taps(routes.CHANGE_MODE.to(draft, Mode.COMMITTEE))
    assert (await town.does(calls.by_id, draft)).committee
    await story.claire.forges(routes.CALL_PAGE.to(draft))
    assert await story.claire.offers(routes.OPEN.to(draft))


async def test_a_closed_call_keeps_what_it_has(town: Town) -> None:
    story = await cast(town)
    await story.claire.forges(routes.CLOSE_SURELY.to(ONE))
    await story.claire.forges(routes.CHANGE_MODE_SURELY.to(ONE, Mode.REFERENT))
    await story.claire.sees("call/_mode", problem="call_closed")
    assert (await call(story)).committee
    assert await story.claire.offers(committee.TO_DECIDE.to(None)) is False
