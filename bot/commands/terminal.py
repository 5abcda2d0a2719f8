"""What every command stands on: the settings, an open database, and one line instead of a traceback."""

import asyncio
import os
import re
import secrets
from collections.abc import Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar

import click

from bot import config
from bot.domain.legible import blank

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.plan.context import Moment
    from bot.storage.kernel.store import Store, Tx

T = TypeVar("T")
P = ParamSpec("P")

CODE_BYTES: Final = 18
MOST_EUROS: Final = Decimal(1_000_000_000)


class Stop(click.ClickException):
    """Something that an operator can mend: one line, exit status 1."""

    exit_code = 1


def settings(*, new_database: bool = False, new_key: bool = False) -> config.Settings:
    """Return the settings of this folder and environment; only what founds a network may make a database or a key."""
    try:
        return config.load(os.environ, Path.cwd(), new_database=new_database, new_key=new_key)
    except config.SettingsError as error:
        raise Stop(str(error)) from None


class OneLine:
    """Around a command's work: what a user can cause becomes one line that says what to do."""

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Say it in one line, or let a mistake of ours through."""
        if isinstance(error, KeyboardInterrupt):
            raise Stop("stopped") from None
        if isinstance(error, Exception):
            from bot.failures import remedy  # noqa: PLC0415 - imports the libraries whose errors it knows

            line = remedy(error)
            if line is not None:
                raise Stop(line) from None


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end; see `OneLine`."""
    with OneLine():
        return asyncio.run(work)


@asynccontextmanager
async def opened(found: config.Settings) -> "AsyncIterator[Store]":
    """Open the database, its schema checked; it is closed at the end."""
    from bot.app import open_store  # noqa: PLC0415

    store = await open_store(found)
    try:
        yield store
    finally:
        await store.close()


def in_office(
    found: config.Settings, service: "Callable[Concatenate[Tx, Moment, P], T]", *given: P.args, **named: P.kwargs
) -> T:
    """Run a service as the administrator, with the time and a fresh code."""
    from bot.app import app_context  # noqa: PLC0415
    from bot.plan.context import Moment  # noqa: PLC0415

    async def work() -> T:
        moment = Moment(app_context(found), datetime.now(UTC), secrets.token_urlsafe(CODE_BYTES))
        async with opened(found) as store:
            return await store.run(service, moment, *given, **named)

    return run(work())


async def upgraded(found: config.Settings, to: str = "head") -> None:
    """Bring the database to a schema; what an older one kept in plain is sealed under its keys."""
    from bot.storage.kernel.cipher import Cipher  # noqa: PLC0415
    from bot.storage.kernel.migrate import upgrade  # noqa: PLC0415 - alembic, which a running bot does without

    await asyncio.to_thread(upgrade, found.database_url, to, Cipher(found.secret_keys))


class Name(click.ParamType[str]):
    """A name that people will read: 1 to 200 characters, on one line."""

    name = "name"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Check it, and even out its spaces."""
        text = " ".join(str(value).split())
        if not 1 <= len(text) <= 200 or not text.isprintable() or blank(text):
            self.fail("write a name of 1 to 200 characters", param, ctx)
        return text


class Euros(click.ParamType[int]):
    """An amount of money, such as 20000 or 20000.50; becomes cents."""

    name = "euros"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read it to the cent."""
        try:
            amount = Decimal(re.sub(r"[\s_]", "", str(value)).replace(",", "."))
        except InvalidOperation:
            amount = Decimal("NaN")
        if not (amount.is_finite() and 0 < amount <= MOST_EUROS and amount == round(amount, 2)):
            self.fail(f"{value!r} is no amount: write euros above 0, such as 20000 or 20000.50", param, ctx)
        return int(amount * 100)


class Closing(click.ParamType[datetime]):
    """A day and a time; a day alone lasts until its last minute."""

    name = "datetime"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read it, without a zone: the installation's is meant."""
        try:
            moment = datetime.fromisoformat(str(value).strip())
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is not None:
            self.fail(f"{value!r} is no such day and time: write it as 2027-06-15T18:00", param, ctx)
        whole_day = len(str(value).strip()) <= len("2027-06-15")
        return datetime.combine(moment.date(), time(23, 59)) if whole_day else moment


class Day(click.ParamType[date]):
    """A day, such as 2027-06-15."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it."""
        try:
            return datetime.strptime(str(value).strip(), "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            self.fail(f"{value!r} is no such day: write it as 2027-06-15", param, ctx)
