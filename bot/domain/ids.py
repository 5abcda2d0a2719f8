"""What rows are known by: a kind of id for each kind of row, so that one is never taken for another."""

from typing import NewType

PersonId = NewType("PersonId", int)
PlanId = NewType("PlanId", int)
CallId = NewType("CallId", int)
NetworkId = NewType("NetworkId", int)
OrganisationId = NewType("OrganisationId", int)
EventId = NewType("EventId", int)
GuideId = NewType("GuideId", int)
NoteId = NewType("NoteId", int)
MemberId = NewType("MemberId", int)
ThreadId = NewType("ThreadId", int)
MessageId = NewType("MessageId", int)
BroadcastId = NewType("BroadcastId", int)
JoinRequestId = NewType("JoinRequestId", int)
MinutesId = NewType("MinutesId", int)
FormId = NewType("FormId", int)
NoticeId = NewType("NoticeId", int)
JoinAskId = NewType("JoinAskId", int)
HandoverId = NewType("HandoverId", int)
