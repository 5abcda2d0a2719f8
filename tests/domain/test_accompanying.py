"""What each beneficiary awaits from a referent, and in which order they are seen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.accompanying import ASLEEP_AFTER, TOLD_AS, Awaits, Only, Seen, all_awaited, awaits, pressing, shown
from bot.domain.people import Contact, Reachability, Writing
from bot.domain.plans import State

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
WRITTEN = Reachability(Contact.NORMAL, Writing.YES, has_account=True, blocked=False)
DISCREET = replace(WRITTEN, contact=Contact.DISCREET)
NOBODY_HERE = replace(WRITTEN, has_account=False)
BEGUN = Seen(NOW, WRITTEN, state=State.DRAFT, since=NOW - HOUR, last_written=NOW - HOUR, last_here=NOW - HOUR)
INVITED = replace(BEGUN, reach=NOBODY_HERE, last_here=None)


@pytest.mark.parametrize(
    ("seen", "what"),
    [
        (BEGUN, Awaits.NOTHING),
        (replace(BEGUN, state=State.TO_REVIEW), Awaits.REVIEW),
        (replace(BEGUN, state=State.TO_REVIEW, snoozed=True), Awaits.NOTHING),
        (replace(BEGUN, state=State.GRANTED, to_hand=69_000), Awaits.HAND_OVER),
        (replace(BEGUN, state=State.HANDED_OVER, to_hand=36_000), Awaits.HAND_OVER),
        (replace(BEGUN, state=State.HANDED_OVER, to_hand=36_000, disputed=True), Awaits.DISPUTED),
        (replace(BEGUN, state=State.CANCELLED, give_back=69_000), Awaits.TAKE_BACK),
        (replace(BEGUN, state=State.HANDED_OVER, give_back=18_000, unread=1), Awaits.MESSAGE),
        (replace(BEGUN, state=State.BACK), Awaits.REPORT),
        (replace(BEGUN, state=State.AWAY, problem=True, unread=1), Awaits.PROBLEM),
        (replace(BEGUN, state=State.BACK, problem=True), Awaits.REPORT),
        (replace(BEGUN, state=State.POSTPONED, problem_together=True, unread=1), Awaits.PROBLEM),
        (replace(BEGUN, unread=1), Awaits.MESSAGE),
        (replace(BEGUN, state=State.TO_REVIEW, unread=1), Awaits.REVIEW),
        (replace(BEGUN, talk=True), Awaits.TALK),
        (replace(BEGUN, state=State.GRANTED, reach=DISCREET, last_here=NOW - 2 * HOUR), Awaits.TELL),
        (replace(BEGUN, last_written=NOW - ASLEEP_AFTER), Awaits.ASLEEP),
        (replace(INVITED, link_until=NOW + HOUR), Awaits.NOTHING),
        (replace(INVITED, link_until=NOW), Awaits.LINK),
        (INVITED, Awaits.LINK),
        (replace(INVITED, telephone=False), Awaits.FILL_IN),
        (replace(INVITED, telephone=False, call_open=False), Awaits.NOTHING),
        (replace(INVITED, telephone=False, state=State.IN_COMMITTEE, told=State.IN_COMMITTEE), Awaits.NOTHING),
        (replace(BEGUN, state=State.TO_REVIEW, call_open=False), Awaits.KEEP),
        (replace(BEGUN, state=State.TO_COMPLETE, call_open=False, talk=True), Awaits.KEEP),
        (replace(BEGUN, state=State.TO_REVIEW, call_open=False, ranked=True), Awaits.REVIEW),
        (replace(BEGUN, call_open=False, talk=True, last_written=NOW - ASLEEP_AFTER), Awaits.NOTHING),
        (replace(BEGUN, state=State.TO_REVIEW, point=True, snoozed=True), Awaits.POINT),
        (replace(BEGUN, state=State.OFFERED, unread=1), Awaits.OFFER),
        (replace(BEGUN, state=State.ENDORSED, change=True), Awaits.CHANGE),
        (replace(BEGUN, state=State.CANCELLED, change=True), Awaits.NOTHING),
        (replace(BEGUN, joining=True, talk=True), Awaits.JOIN),
        (replace(INVITED, state=None, since=None, last_written=None), Awaits.LINK),
    ],
)
def test_what_a_beneficiary_awaits_first(seen: Seen, what: Awaits) -> None:
    assert awaits(seen) is what


def test_all_that_is_due_is_told_the_most_pressing_first() -> None:
    back = replace(BEGUN, state=State.BACK, unread=2)
    assert all_awaited(back) == (Awaits.MESSAGE, Awaits.REPORT)
    granted = replace(BEGUN, state=State.GRANTED, to_hand=69_000, unread=1, reach=DISCREET, last_here=NOW - 2 * HOUR)
    assert all_awaited(granted) == (Awaits.MESSAGE, Awaits.TELL, Awaits.HAND_OVER)
    assert all_awaited(BEGUN) == ()


@pytest.mark.parametrize("state", sorted(TOLD_AS))
def test_news_is_told_aloud_once_to_whom_the_bot_may_not_write(state: State) -> None:
    news = replace(BEGUN, state=state, reach=DISCREET, last_here=NOW - 2 * HOUR)
    assert news.to_tell
    assert news.news == TOLD_AS[state]
    assert replace(news, withdrawn=True).news == "grant_withdrawn", "the aid was granted, and is not any more"
    assert not replace(news, told=state).to_tell
    assert not replace(news, reach=WRITTEN).to_tell
    assert not replace(news, last_here=NOW).to_tell, "she has opened the bot since"
    assert replace(news, last_here=NOW, reach=NOBODY_HERE).to_tell, "whoever was there had no account any more"
    assert not replace(news, since=NOW - timedelta(minutes=2)).to_tell, "it can still be undone"


def test_a_draft_is_no_news() -> None:
    assert replace(BEGUN, reach=DISCREET, last_here=None).news == ""


def test_what_presses_comes_first_then_the_longest_wait() -> None:
    fresh, old = replace(BEGUN, state=State.TO_REVIEW), replace(BEGUN, state=State.TO_REVIEW, since=NOW - 9 * HOUR)
    talking, begun = replace(BEGUN, talk=True), BEGUN
    assert sorted([begun, talking, fresh, old], key=pressing) == [old, fresh, talking, begun]
    assert pressing(fresh, urgent=True) < pressing(old)


def test_each_part_of_the_list_shows_whom_it_says() -> None:
    talking, invited = replace(BEGUN, talk=True), replace(INVITED, link_until=NOW + HOUR)
    parts = {only: [shown(each, only) for each in (BEGUN, talking, invited)] for only in Only}
    assert parts == {
        Only.EVERYBODY: [True, True, True],
        Only.AWAITING: [False, True, False],
        Only.TALK: [False, True, False],
        Only.UNOPENED: [False, False, True],
    }
