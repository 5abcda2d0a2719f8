"""What the pages around the plan are made from."""

from dataclasses import dataclass

from bot.interaction.views import View


@dataclass(frozen=True)
class Nobody(View, template="home/nobody"):
    """The home of an account without a role."""


@dataclass(frozen=True)
class Help(View, template="help"):
    """Who to talk to, and what the bot is for, by role."""

    referent: str
    roles: frozenset[str]


@dataclass(frozen=True)
class Emergency(View, template="emergency"):
    """The numbers to call."""


@dataclass(frozen=True)
class Languages(View, template="language"):
    """The languages there are."""


@dataclass(frozen=True)
class Stop(View, template="stop"):
    """What stopping means: nothing is lost."""

    referent: str
