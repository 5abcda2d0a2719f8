"""All features there are: the only file that names them all."""

from bot.features.absences.feature import FEATURE as ABSENCES
from bot.features.broadcasts.feature import FEATURE as BROADCASTS
from bot.features.calls.feature import FEATURE as CALLS
from bot.features.caseload.feature import FEATURE as CASELOAD
from bot.features.committee.feature import FEATURE as COMMITTEE
from bot.features.departure.feature import FEATURE as DEPARTURE
from bot.features.distress import pages as distress
from bot.features.distress.feature import FEATURE as DISTRESS
from bot.features.feature import Feature
from bot.features.groups import links
from bot.features.groups.feature import FEATURE as GROUPS
from bot.features.guides.feature import FEATURE as GUIDES
from bot.features.handovers.feature import FEATURE as HANDOVERS
from bot.features.meetings.feature import FEATURE as MEETINGS
from bot.features.membership import acts as membership
from bot.features.membership import pages as membership_pages
from bot.features.membership.feature import FEATURE as MEMBERSHIP
from bot.features.menu import pages as menu
from bot.features.menu import suspended
from bot.features.menu.commands import Commands
from bot.features.menu.feature import FEATURE as MENU
from bot.features.menu.homes import HOMES
from bot.features.messages.feature import FEATURE as MESSAGES
from bot.features.my_plan import pages as my_plan
from bot.features.my_plan.feature import FEATURE as MY_PLAN
from bot.features.organisations import imports, strangers
from bot.features.organisations.feature import FEATURE as ORGANISATIONS
from bot.features.questions import asking
from bot.features.questions.feature import FEATURE as QUESTIONS
from bot.features.reminders.feature import FEATURE as REMINDERS
from bot.features.reports.feature import FEATURE as REPORTS
from bot.features.reviews.feature import FEATURE as REVIEWS
from bot.interaction import form_routes, forms, prompting
from bot.interaction.dispatcher import Dispatcher
from bot.interaction.routes import Router
from bot.interaction.surroundings import Surroundings
from bot.notices import kinds as notices

FEATURES: tuple[Feature, ...] = (
    ABSENCES,
    BROADCASTS,
    CALLS,
    CASELOAD,
    COMMITTEE,
    DEPARTURE,
    DISTRESS,
    GROUPS,
    GUIDES,
    HANDOVERS,
    MEETINGS,
    MEMBERSHIP,
    MENU,
    MESSAGES,
    MY_PLAN,
    ORGANISATIONS,
    QUESTIONS,
    REMINDERS,
    REPORTS,
    REVIEWS,
)

HOMES.extend(sorted((home for each in FEATURES for home in each.homes), key=lambda home: home.rank))
COMMANDS = Commands(command for each in FEATURES for command in each.commands)

AROUND = Surroundings(
    home=menu.home,
    paused=my_plan.pause,
    unread=my_plan.before_all,
    beforehand=COMMANDS.beforehand,
    welcome=menu.welcome,
    command=COMMANDS.opened,
    commands_of=COMMANDS.of,
    seen=membership.seen,
    blocked=membership.blocked,
    join=membership_pages.join,
    thanked=links.arrived,
    stranger=strangers.respond,
    stranger_again=strangers.repeat,
    listed=imports.received,
    stores=imports.store,
    escape=menu.escape,
    in_distress=distress.heard,
    stranger_in_distress=distress.of_stranger,
    awaits=asking.aside,
    asked_instead=asking.instead,
    surely_asked=asking.surely,
    unasked=suspended.unasked,
    instead=menu.instead,
    with_status=menu.with_status,
    set_aside=suspended.aside,
)

forms.KINDS.update({kind.name: kind for each in FEATURES for kind in each.forms})
notices.KINDS.update(notices.named(kind for each in FEATURES for kind in each.notices))

prompting.WORKED_OUT.update({step: way for each in FEATURES for step, way in each.worked_out.items()})
prompting.UNDER_EXAMPLES[:] = [row for each in FEATURES for row in each.under_examples]

ROUTES = (*form_routes.ROUTES, *(route for each in FEATURES for route in each.routes))
"""Everything that a button can say."""

TICKS = tuple(tick for each in FEATURES for tick in each.ticks)
"""What happens by time alone, one after the other."""

FORGETS = tuple(forget for each in FEATURES for forget in each.forgets)
"""What is forgotten once nobody needs it."""

DISPATCHER = Dispatcher(
    Router(ROUTES),
    {place: listener for each in FEATURES for place, listener in each.listeners.items()},
    AROUND,
)
