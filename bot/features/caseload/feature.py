"""A referent and the people whom this referent accompanies."""

from bot.domain.people import Role
from bot.features.caseload import account, members, person, routes
from bot.features.caseload.forms import FORMS
from bot.features.caseload.notices import NOTICES
from bot.features.feature import CommandKind, Feature, routes_in

routes.PEOPLE.on(members.page)
routes.PERSON.on(person.page)

FEATURE = Feature(
    "caseload",
    routes=routes_in(routes),
    forms=FORMS,
    worked_out={"quotient": ("work_it_out", routes.QUOTIENT)},
    commands=(CommandKind("people", 21, members.page, frozenset({Role.REFERENT})),),
    notices=NOTICES,
    forgets=(account.forget,),
)
