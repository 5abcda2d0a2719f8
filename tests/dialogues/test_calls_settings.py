"""The settings of a call: figures confirmed by a tap, changed within the vocabulary; plans keep the rules they know."""

import pytest

from bot.domain.limits import MaxShare
from bot.domain.money import Percent
from bot.domain.people import OrganisationKind, Role
from bot.domain.plans import State
from bot.features.administration import admin
from bot.plan import facts as plan_facts
from bot.storage import audit, call_versions, calls, plans
from bot.storage.calls import CallRow
from bot.storage.plans import PlanRow
from conversations.rules.dates import Nights
from tests.dialogues.story import Cast, cast, endorsed_plan, fills_own_part, fills_prices, joins, sent_plan
from tests.support.phones import buttons
from tests.support.town import Town, Tx


async def settings(story: Cast) -> None:
    """Open the settings of the first call as Claire."""
    await story.claire.starts()
    await story.claire.taps("d:calls", "d:call:1", "d:settings:1")
    await story.claire.sees("call/_settings")


async def call(story: Cast) -> CallRow:
    row: CallRow = await story.town.does(calls.by_id, 1)
    return row


async def plan(story: Cast, number: int = 1) -> PlanRow:
    found: PlanRow = await story.town.does(plans.by_id, number)
    return found


def trail(tx: Tx, of: PlanRow) -> list[audit.Line]:
    """Return the audit trail of a plan, readable."""
    return audit.history(tx, f"plan:{of.id}", row_key=of.trail_key)


async def place_of(story: Cast, rule: str) -> str:
    """Return the place of a rule in the list, as buttons have it."""
    held = plan_facts.call_of(story.town.app.app_context, await call(story)).rules
    return str([each.id for each in held].index(rule))


async def test_what_nobody_confirmed_stands_on_top_and_one_tap_confirms_it(town: Town) -> None:
    story = await cast(town)
    await settings(story)
    unconfirmed = plan_facts.call_of(town.app.app_context, await call(story)).unconfirmed
    assert unconfirmed
    on_top = [data for _, data in buttons(await story.claire.last())][: len(unconfirmed)]
    assert all(data.startswith("d:confirm:1:") for data in on_top)
    await story.claire.taps(on_top[0])
    assert (await call(story)).confirmed == (unconfirmed[0].id,)
    assert on_top[0] not in [data for _, data in buttons(await story.claire.last())]


async def test_a_rule_shows_whose_it_is_and_takes_another_figure_within_the_vocabulary(town: Town) -> None:
    story = await cast(town)
    await settings(story)
    nights = await place_of(story, "nights")
    await story.claire.taps("d:rules:1", f"d:rule:1:{nights}")
    await story.claire.sees("call/_rule")
    assert "Unapei" in await story.claire.text()
    await story.claire.taps(f"d:figure:1:{nights}")
    await story.claire.says("5")
    await story.claire.says("3")
    await story.claire.sees("setting/most_nights", problem="under_least")
    await story.claire.says("mille")
    await story.claire.sees("setting/most_nights", problem="out_of_range")
    await story.claire.says("12")
    await story.claire.sees("call/_rule")
    assert (await call(story)).overrides == (("nights", Nights(5, 12)),)
    await story.claire.taps(f"d:lenient:1:{nights}")
    assert (await call(story)).lenient == ("nights",)
    held = plan_facts.call_of(town.app.app_context, await call(story))
    assert not next(rule for rule in held.rules if rule.id == "nights").refuses
    await story.claire.taps(f"d:model:1:{nights}")
    assert ((await call(story)).overrides, (await call(story)).lenient) == ((), ())


async def test_papers_delays_and_the_name_for_people_are_set(town: Town) -> None:
    story = await cast(town)
    await settings(story)
    await story.claire.taps("d:others:1", "documents", "quote", "done")
    await story.claire.sees("call/_others")
    await story.claire.taps("neutral")
    await story.claire.says("Un séjour")
    await story.claire.taps("d:delays:1", "people_by", "5")
    await story.claire.sees("call/_delays")
    await story.claire.taps("offer", "3")
    row = await call(story)
    assert row.documents == ("quote",)
    assert row.neutral == "Un séjour"
    assert dict(row.delays) == {"offer": 3, "people_by": 5}
    assert row.people_by.isoformat() == "2027-06-08", "five working days before June 15"


async def test_the_delay_of_an_offer_is_the_calls_own(town: Town) -> None:
    story = await cast(town)
    await settings(story)
    await story.claire.taps("d:others:1", "d:delays:1", "offer", "3")
    await endorsed_plan(story)
    await story.claire.starts()
    await story.claire.taps("d:list", "decide", "offer")
    await story.claire.says("500")
    held_until = (await plan(story)).held_until
    assert held_until is not None
    assert held_until.date().isoformat() == "2026-11-26", "three working days after Monday, November 23"


async def test_a_plan_keeps_the_rules_it_was_sent_under(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await settings(story)
    await story.claire.taps("d:rules:1", f"d:rule:1:{await place_of(story, 'max_share')}")
    await story.claire.taps(f"d:figure:1:{await place_of(story, 'max_share')}", "50")
    row = await call(story)
    assert (row.version, row.overrides) == (2, (("max_share", MaxShare(Percent(50))),))
    mine = await town.does(plan_facts.call_under, town.app.app_context, await plan(story))
    assert mine.version == 1
    assert mine.terms(None).rate != Percent(50)
    await story.lina.starts()
    await joins(story, "Léo")
    draft = await town.does(plan_facts.call_under, town.app.app_context, await plan(story, 2))
    assert draft.terms(None).rate == Percent(50), "a draft follows the rules that hold now"


async def test_plans_are_moved_to_the_new_rules_by_one_tap_and_everyone_is_told_what_changed(town: Town) -> None:
    story = await cast(town)
    awa = await sent_plan(story)
    await story.lina.taps("r:next")
    await fills_prices(story.lina)
    share = await place_of(story, "max_share")
    await settings(story)
    await story.claire.taps("d:rules:1", f"d:rule:1:{share}", f"d:figure:1:{share}", "50", "d:call:1")
    await story.claire.taps("d:rebase:1")
    await story.claire.sees("call/_rebase")
    assert "50" in await story.claire.text()
    await story.claire.taps("d:rebase_now:1")
    moved = await plan(story)
    assert (moved.rules_version, moved.aid_cents) == (2, 45_000), "half of 900 euros"
    await awa.sees("notices/rules_changed")
    assert "50" in await awa.text()
    await awa.taps("g:terms")
    await awa.sees("plan/terms")
    assert await story.lina.has_seen("notices/rules_changed_referent")
    lines = await story.town.app.store.run(trail, moved)
    assert (lines[-1].action, lines[-1].after["rules"]) == ("move_to_new_rules", 2)
    await story.claire.starts()
    await story.claire.taps("d:calls", "d:call:1")
    assert not await story.claire.offers("d:rebase:1")


async def test_what_is_endorsed_already_keeps_its_rules(town: Town) -> None:
    story = await cast(town)
    await endorsed_plan(story)
    share = await place_of(story, "max_share")
    await settings(story)
    await story.claire.taps("d:rules:1", f"d:rule:1:{share}", f"d:figure:1:{share}", "50", "d:call:1")
    assert not await story.claire.offers("d:rebase:1")
    await story.claire.forges("d:rebase_now:1")
    assert (await plan(story)).aid_cents == 69_000
    assert await town.does(call_versions.movable, await call(story)) == []


@pytest.mark.parametrize(("whose", "chosen"), [("region", "IDF"), ("organisation", "1")])
async def test_a_quota_is_checked_when_places_are_taken_and_says_whose_it_is(
    town: Town, whose: str, chosen: str
) -> None:
    story = await cast(town)
    await endorsed_plan(story)
    await settings(story)
    await story.claire.taps("d:others:1", "d:quotas:1", "quota", whose, chosen)
    await story.claire.says("3")
    await story.claire.sees("call/_quotas")
    await story.claire.starts()
    await story.claire.taps("d:list", "decide", "grant")
    assert (await plan(story)).state is State.IN_COMMITTEE
    read = await story.claire.text()
    assert {"region": "Île-de-France", "organisation": "Résidence des Tilleuls"}[whose] in read
    assert "3" in read
    await story.claire.starts()
    await story.claire.taps("d:calls", "d:call:1", "d:settings:1", "d:others:1", "d:quotas:1", "quota", whose, chosen)
    await story.claire.says("4")
    await story.claire.starts()
    await story.claire.taps("d:list", "decide", "grant")
    assert (await plan(story)).state is State.GRANTED


async def test_a_quota_of_another_region_stops_nobody(town: Town) -> None:
    story = await cast(town)
    await endorsed_plan(story)
    await settings(story)
    await story.claire.taps("d:others:1", "d:quotas:1", "quota", "region", "BRE")
    await story.claire.says("1")
    await story.claire.starts()
    await story.claire.taps("d:list", "decide", "grant")
    assert (await plan(story)).state is State.GRANTED


async def test_a_button_of_before_still_names_a_coordinator_alone(town: Town) -> None:
    story = await cast(town)
    capee = await town.does(admin.add_organisation, town.network, "Capée", OrganisationKind.SIAE, "86")
    omar = await town.member("Omar", Role.COORDINATOR, capee)
    await endorsed_plan(story)
    await settings(story)
    await story.claire.taps("d:others:1", "d:deciders:1")
    await story.claire.forges("d:decider:1:3")
    assert (await call(story)).deciders == (3,)
    await story.claire.starts()
    await story.claire.forges("p:decide:1:z")
    await story.claire.sees("committee/home", problem="not_found")
    await omar.starts()
    await omar.taps("d:list", "decide", "grant")
    assert (await plan(story)).decided_by == 3
    await story.claire.taps("d:calls", "d:call:1", "d:settings:1", "d:others:1", "d:deciders:1")
    await story.claire.forges("d:decider:1:3")
    assert (await call(story)).deciders == ()


async def test_both_previews_show_the_screens_that_others_will_read(town: Town) -> None:
    story = await cast(town)
    await story.claire.taps("d:calls", "d:call:1", "d:seen:1:person", "d:seen:1:referent")
    await story.claire.sees("call/_preview")
    seen_before = await story.claire.text()
    await story.claire.taps("d:seen:1:person")
    assert "Claire" in await story.claire.text(), "the name of whoever accompanies stands in it"
    await story.claire.taps("d:seen:1:en")
    assert "You leave on" in await story.claire.text()
    await story.lina.forges("r:call:1")
    await story.lina.sees("call/_card")
    assert (await story.lina.text()).split("\n", maxsplit=1)[0] in seen_before


async def test_the_referents_part_and_the_prices_follow_the_rules_of_the_plan(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    share = await place_of(story, "max_share")
    await settings(story)
    await story.claire.taps("d:rules:1", f"d:rule:1:{share}", f"d:figure:1:{share}", "50")
    await story.lina.taps("r:next")
    await fills_prices(story.lina)
    await fills_own_part(story.lina)
    await story.lina.taps("endorse")
    assert (await plan(story)).aid_cents == 69_000, "eighty euros out of a hundred, as when it was sent"


async def test_days_of_stays_are_a_rule_too_and_a_sent_plan_keeps_them(town: Town) -> None:
    story = await cast(town)
    await sent_plan(story)
    await settings(story)
    await story.claire.taps("d:others:1", "d:change:1:stays")
    await story.claire.sees("adjust/new_stays")
    await story.claire.says("du 20 juin au 30 juin 2027")
    row = await call(story)
    assert (row.version, row.stay_until.isoformat()) == (2, "2027-06-30")
    mine = await town.does(plan_facts.call_under, town.app.app_context, await plan(story))
    assert mine.stay_until.isoformat() == "2027-09-15"
    assert [rule.id for rule in plan_facts.call_of(town.app.app_context, row).changes_since(mine)] == ["stay_window"]


async def test_a_quota_finds_its_organisation_among_many_by_a_few_letters(town: Town) -> None:
    story = await cast(town)
    for number in range(70):
        await town.organisation(f"Chantier {number:02}")
    last = await town.organisation("Foyer du Zénith")
    await settings(story)
    await story.claire.taps("d:others:1", "d:quotas:1", "quota", "organisation")
    await story.claire.sees("adjust/quota_organisation")
    assert not await story.claire.offers(str(last))
    await story.claire.taps(">1", ">2")
    await story.claire.says("xyz")
    await story.claire.sees("adjust/quota_organisation", problem="nothing_with_these_letters")
    await story.claire.says("zenith")
    await story.claire.sees("adjust/quota_places")
    await story.claire.says("12")
    await story.claire.sees("call/_quotas")
    assert "Foyer du Zénith" in await story.claire.text()
    assert (await call(story)).quotas == ((f"organisation:{last}", 12),)


async def test_a_source_of_years_ago_is_to_be_confirmed_again_and_one_tap_does_it_with_its_day(town: Town) -> None:
    story = await cast(town)
    await story.lina.taps("r:calls")
    assert "Quotient sous 900" in await story.lina.text()
    assert "(2023, à confirmer)" in await story.lina.text()
    await settings(story)
    place = await place_of(story, "max_quotient")
    await story.claire.taps(f"d:confirm:1:{place}")
    assert (await call(story)).confirmed == ("max_quotient",)
    await story.claire.taps("d:rules:1", f"d:rule:1:{place}")
    assert "Confirmé le" in await story.claire.text()
    await story.lina.forges("r:calls")
    assert "à confirmer" not in await story.lina.text()
