"""Both fill in one plan: each sees at once what the other writes, and the beneficiary confirms the referent's words."""

from bot.domain.people import Role
from bot.domain.plans import State
from bot.interaction.routes import encode_id
from bot.storage import audit, plans
from tests.dialogues.story import Cast, answers_everything, cast, invites, joins, link_in
from tests.dialogues.test_absence import trail
from tests.dialogues.test_discreet import discreet_person
from tests.support.phones import Phone
from tests.support.town import Town


async def both_at_it(story: Cast) -> Phone:
    """Begin Awa's plan, with Lina at the same plan, to which Awa said yes."""
    awa = await joins(story)
    await story.lina.says("/people")
    await story.lina.taps("r:person:3", "r:beside:3", "oral")
    await story.lina.sees("wishes/wishes")
    return awa


async def test_each_sees_at_once_what_the_other_writes_and_it_is_confirmed_before_it_is_sent(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    awa = await both_at_it(story)
    before = len(await awa.messages())
    await lina.taps("sea", "done")
    screen = await awa.sees("wishes/aim", problem="written_by")
    assert [note.values["who"] for note in screen.notes] == ["Lina"]
    assert len(await awa.messages()) == before, "her open card changes; no new message makes her telephone ring"
    await awa.taps("children")
    await lina.sees("wishes/first_time", problem="written_by")
    assert "👤 Awa · " in await lina.text(), "whose plan it is, at each question"
    assert "👤" not in await awa.text()
    await lina.taps("never", "1")
    await awa.sees("travellers/children", problem="written_by")
    await awa.says("6, 8")
    await awa.taps("none")
    await awa.says("Le lac")
    await lina.sees("stay/dates")
    await lina.says("10/07/2027 - 17/07/2027")
    await awa.taps("campsite", "train")
    await awa.says("60")
    await awa.taps("home", "done")
    recap = await awa.sees("plan/recap")
    assert (recap.values["hands"], recap.values["to_confirm"]) == ([("Lina", 4)], 4)
    assert not await awa.offers("send")
    await lina.sees("plan/recap", problem="written_by")
    assert not await lina.offers("send")
    plan = await town.does(plans.by_id, 1)
    for forger in (awa, lina):
        await forger.forges(f"p:send:1:{plan.version}")
        assert (await town.does(plans.by_id, 1)).state is State.DRAFT

    await lina.forges("r:recap_with:1")
    assert await lina.offers("ask_confirm")
    await awa.taps("g:recap", "confirm")
    recap = await awa.sees("plan/recap")
    assert (recap.values["hands"], recap.values["to_confirm"]) == ([("Lina", 4)], 0)
    await lina.sees("plan/recap", problem="confirmed_by")
    assert not await lina.offers("ask_confirm"), "her own screen knows it too"
    await lina.forges(f"p:ask_confirm:1:{encode_id(plan.version)}")
    await lina.sees("plan/recap", problem="confirmed_by")
    assert not await awa.has_seen("notices/to_confirm"), "an older button asks for nothing any more"
    await awa.taps("send")
    assert await awa.has_seen("plan/sent")
    sent = await town.does(plans.by_id, 1)
    assert (sent.state, sent.answers["wishes"]["by"], sent.answers["aim"]["by"]) == (State.TO_REVIEW, 1, 3)
    lines = await town.does(trail, 1)
    assert [line.after["step"] for line in lines if line.action == "fill"] == [
        "wishes",
        "first_time",
        "adults",
        "dates",
    ]
    assert [(line.actor_id, len(line.after["steps"])) for line in lines if line.action == "confirm"] == [(3, 4)]
    assert await town.does(audit.verify_all) == []


async def test_what_is_looked_at_meanwhile_is_left_alone_and_the_person_is_asked_to_look(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    awa = await both_at_it(story)
    await awa.says("/help")
    before = await awa.text()
    await answers_everything(lina)
    assert await awa.text() == before
    await lina.sees("plan/recap")
    await lina.taps("ask_confirm")
    await lina.sees("plan/recap", problem="asked_to_confirm")
    await awa.sees("notices/to_confirm")
    await awa.taps("g:recap", "confirm")
    await lina.taps("r:change_with:1", "r:part_with:1:stay", "r:edit_with:1:place")
    await lina.says("La montagne")
    await lina.sees("plan/recap")
    screen = await awa.sees("plan/recap", problem="written_by")
    assert screen.values["to_confirm"] == 1, "what is written anew is confirmed anew"
    await awa.taps("confirm", "send")
    assert await awa.has_seen("plan/sent")


async def test_a_person_can_write_alone_again_and_then_nobody_else_reads_or_writes(town: Town) -> None:
    story = await cast(town)
    lina = story.lina
    awa = await both_at_it(story)
    await lina.taps("sea", "done")
    await awa.says("/plan")
    await awa.forges("g:recap")
    await awa.taps("alone")
    await awa.sees("plan/recap", problem="alone_again")
    await lina.taps("children")
    await lina.sees("review/home", problem="no_consent")
    await lina.forges("r:recap_with:1")
    await lina.sees("review/home", problem="no_consent")
    assert "aim" not in (await town.does(plans.by_id, 1)).answers
    assert (await town.does(trail, 1))[-1].action == "alone"


async def test_a_discreet_person_is_shown_nothing_until_they_go_on(town: Town) -> None:
    awa, lina, _ = await discreet_person(town)
    await awa.taps("g:home")
    await awa.taps("g:accept")
    await awa.sees("wishes/wishes")
    before = await awa.messages()
    await lina.says("/people")
    await lina.taps("r:person:3", "r:beside:3", "oral")
    await lina.taps("sea", "done")
    await lina.forges("r:recap_with:1")
    await lina.taps("ask_confirm")
    assert await awa.messages() == before
    await town.passes(hours=1)
    left = await awa.messages()
    assert left == [message for message in before if message in left], "nothing comes, and nothing changes"
    assert not await awa.has_seen("wishes/wishes"), "what stood there went when the gate shut"
    await lina.forges("r:tell:3:to_confirm")
    await lina.sees("review/tell")
    await awa.says("soleil")
    await awa.forges("g:recap")
    assert (await awa.sees("plan/recap")).values["to_confirm"] == 1


async def test_without_an_account_the_recorded_consent_is_enough_and_another_referent_changes_nothing(
    town: Town,
) -> None:
    story = await cast(town)
    lina = story.lina
    ines = await town.member("Inès", Role.REFERENT, story.residence)
    await invites(lina, "Monsieur K.", contact="none")
    await lina.taps("r:beside:4", "oral", "sea", "done")
    for data in (
        "r:beside:4", "r:go_with:1", "r:recap_with:1", "r:change_with:1", "r:part_with:1:stay",
        "r:edit_with:1:place", "p:confirm:1:3", "p:ask_confirm:1:3", "q:p1s:3:aim:children",
    ):  # fmt: skip
        await ines.forges(data)
        await ines.sees("review/home", problem="not_found")
    await lina.says("/people")
    await lina.taps("r:person:4", "r:link:4")
    karim = await town.phone("Karim")
    await karim.starts(await link_in(lina))
    await karim.taps("g:accept")
    await karim.forges("r:recap_with:1")
    await karim.forges("g:recap")
    assert (await karim.sees("plan/recap")).values["to_confirm"] == 1, "now that he has a chat, he says it there"
    await lina.says("/people")
    await lina.taps(
        "r:person:4",
        "r:detach:4",
        "r:detach_surely:4",
        "r:person:4",
        "r:beside:4",
        "children",
        "never",
        "1",
        "none",
        "none",
    )
    await lina.says("Le lac")
    await lina.says("10/07/2027 - 17/07/2027")
    await lina.taps("campsite", "train")
    await lina.says("60")
    await lina.taps("home", "done", "send")
    await lina.sees("plan/sent")
    assert (await town.does(plans.by_id, 1)).state is State.TO_REVIEW
