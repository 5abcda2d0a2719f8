"""Groups: one plan, several households, one budget, one decision.

A group's plan is an ordinary plan: the same row, life, card, committee, ledger, trail, handover and report as any.
What differs is kept apart from it, so that none of its rules had to be written twice:

- its beneficiary is a person row without account and without role, whose name is the group's. The referent who founds
  the group accompanies it like a person; nobody's own name stands on a card, a list or in a file.
- its people, their needs and what they put in themselves are never asked of it. Each member says that of the own
  household; what those that confirmed sum up to is kept in `plans.households`, is what `plan.facts.facts_of` gives as
  the plan's answers, and is brought there by `households.settle` alone. The aid follows from the one formula.
- the shared part (wishes, place, dates, lodging, journey, prices) is asked once, of the referent.
- whatever the bot has to say to a plan's beneficiary is said to each member of a group instead: `told` turns one notice
  into many as it leaves the outbox, each reached in their own way.

A member sees the own part and what all share, never who else comes. A member has no plan of their own under way in that
call: a draft that is not sent waits for later from the moment the member confirms, and can be taken up again by one who
leaves.
Strangers who open the link of a workshop read one sentence, and are nothing here until the referent accepts each by
name.
"""
