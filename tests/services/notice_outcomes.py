"""What becomes of every notice that is due, for every reader there may be."""

from collections.abc import Mapping

CASES = ("normal", "discreet", "no_account", "group", "away", "daily", "at_once", "night")
"""`normal`: nobody has chosen anything. `discreet`: the beneficiary, to whom the bot never writes first. `no_account`:
the reader. `group`: the plan is a group's. `away`: `discreet`, and a colleague stands in for the referent. `daily`,
`at_once`: as professionals have chosen. `night`: `at_once`, at three in the morning.

What becomes of it: sent `now`; told face to face (`aloud`) by the referent or the `stand_in`; kept for the `hours` of
its reader, or for the message of the `day`; told to the `members` of the group, or of a group to `nobody`; `dropped`;
`unreached`, as there is no account."""

TO_PERSON = "now       aloud     aloud      members   stand_in  now       now       hours"
TO_WRITER = "now       aloud     aloud      nobody    stand_in  now       now       hours"
AT_WORK = "  day       day       unreached  day       day       day       now       hours"
AT_ONCE = "  now       now       unreached  now       now       now       now       hours"
WHENEVER = " now       now       unreached  now       now       now       now       now"
TO_CHAT = "  now       now       now        now       now       now       now       now"
MEETING = "  now       dropped   unreached  now       dropped   now       now       now"
OF_GROUP = " now       aloud     aloud      now       stand_in  now       now       hours"

EXPECTED: Mapping[str, str] = {
    # notice                  normal    discreet  no_account group     away      daily     at_once   night
    "absence_ends":           AT_WORK,
    "account_asked":          WHENEVER,
    "account_here":           WHENEVER,
    "account_kept":           TO_CHAT,
    "account_moved":          TO_CHAT,
    "broadcast_done":         WHENEVER,
    "cancelled":              AT_WORK,
    "cancelled_for_her":      TO_PERSON,
    "changes_asked":          TO_WRITER,
    "colleague_late":         AT_WORK,
    "declined":               TO_PERSON,
    "declined_referent":      AT_WORK,
    "endorsed":               TO_PERSON,
    "event_called_off":       MEETING,
    "event_changed":          MEETING,
    "event_reminder":         MEETING,
    "event_seat":             MEETING,
    "freed":                  AT_WORK,
    "grant_corrected":        TO_PERSON,
    "grant_corrected_lead":   AT_ONCE,
    "grant_corrected_referent": AT_ONCE,
    "grant_withdrawn":        TO_PERSON,
    "grant_withdrawn_lead":   AT_ONCE,
    "grant_withdrawn_referent": AT_ONCE,
    "granted":                TO_PERSON,
    "granted_lead":           AT_WORK,
    "granted_referent":       AT_WORK,
    "group_asked":            OF_GROUP,
    "group_sent":             "members   members   members    members   members   members   members   members",
    "group_told":             OF_GROUP,
    "group_waits":            AT_WORK,
    "hand_over_now":          AT_ONCE,
    "handed_on":              AT_WORK,
    "handed_over":            TO_PERSON,
    "help_asked":             AT_ONCE,
    "joined":                 AT_WORK,
    "kept_for_next":          TO_PERSON,
    "lacking":                AT_WORK,
    "left_to_tell":           AT_WORK,
    "message":                TO_WRITER,
    "message_waits":          AT_ONCE,
    "network_late":           AT_WORK,
    "mode_changed":           AT_WORK,
    "new_referent":           TO_PERSON,
    "newcomer":               AT_WORK,
    "not_endorsed":           TO_PERSON,
    "not_received":           AT_WORK,
    "on_committee":           AT_WORK,
    "offer_ends":             AT_ONCE,
    "offer_expired":          TO_PERSON,
    "offer_left":             AT_WORK,
    "offer_let_go":           TO_PERSON,
    "offered":                TO_PERSON,
    "offered_referent":       AT_WORK,
    "open_again":             TO_PERSON,
    "point_asked":            AT_WORK,
    "point_waits":            AT_ONCE,
    "postponed":              AT_WORK,
    "postponed_for_her":      TO_PERSON,
    "problem_told":           AT_ONCE,
    "question_answered":      AT_WORK,
    "question_waits":         AT_WORK,
    "reads":                  TO_WRITER,
    "referent_unreached":     AT_WORK,
    "reminder":               "now       aloud     aloud      members   stand_in  now       now       dropped",
    "report_asked":           AT_WORK,
    "request_accepted":       TO_CHAT,
    "request_declined":       TO_CHAT,
    "review_asked":           AT_WORK,
    "review_returned":        AT_WORK,
    "reviews_wait":           AT_WORK,
    "rules_changed":          TO_WRITER,
    "rules_changed_referent": AT_WORK,
    "said_away":              AT_ONCE,
    "stand_in_begins":        AT_ONCE,
    "stand_in_ends":          AT_WORK,
    "stands_again":           AT_WORK,
    "stands_again_for_her":   TO_PERSON,
    "stay_change":            AT_WORK,
    "stay_changed":           TO_PERSON,
    "stay_kept":              TO_PERSON,
    "summary":                " now       now       unreached  now       now       now       dropped   dropped",
    "telephone_kept":         AT_ONCE,
    "telephone_link":         AT_ONCE,
    "telephone_moved":        AT_ONCE,
    "tell_aloud":             AT_WORK,
    "to_confirm":             TO_WRITER,
    "to_decide":              AT_WORK,
    "too_late":               TO_PERSON,
    "too_late_referent":      AT_WORK,
    "unreachable":            AT_WORK,
    "waiting":                TO_PERSON,
    "waiting_referent":       AT_WORK,
}  # fmt: skip
