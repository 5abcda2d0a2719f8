"""Settings: where they come from, what is refused and in which words."""

import stat
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.config import Address, Settings, SettingsError, load

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
KEY = "a key long enough to be one"


def refusal(folder: Path, **environment: str) -> str:
    with pytest.raises(SettingsError) as caught:
        load(environment, folder)
    text = str(caught.value)
    assert "\n" not in text
    return text


class TestWithNothingSet:
    def test_everything_has_a_default(self, tmp_path: Path) -> None:
        settings = load({}, tmp_path)

        assert settings.token is None
        assert settings.api_url == "https://api.telegram.org"
        assert settings.database_url == f"sqlite:///{tmp_path}/data/valise.db"
        assert settings.data_folder == tmp_path / "data"
        assert settings.webhook_url is None
        assert settings.listen == Address("127.0.0.1", 8443)
        assert settings.timezone == ZoneInfo("Europe/Paris")
        assert settings.programmes is None
        assert settings.bot_name == "Carnet"
        assert settings.clock_url is None
        assert (settings.rate, settings.chat_rate) == (25, 1)
        assert settings.log_level == "info"

    def test_who_cannot_do_without_a_token_learns_where_to_get_one(self, tmp_path: Path) -> None:
        with pytest.raises(SettingsError, match=r"VALISE_TOKEN is missing: ask @BotFather"):
            load({}, tmp_path).need_token()


class TestWhereSettingsComeFrom:
    def test_the_environment_wins_over_the_file(self, tmp_path: Path) -> None:
        (tmp_path / ".env").write_text("VALISE_RATE=10\nVALISE_BOT_NAME=Cahier\n")

        settings = load({"VALISE_RATE": "20"}, tmp_path)

        assert (settings.rate, settings.bot_name) == (20, "Cahier")

    def test_the_file_may_have_comments_quotes_and_export(self, tmp_path: Path) -> None:
        (tmp_path / ".env").write_text(
            f"# the bot\n\nexport VALISE_TOKEN={TOKEN}   # from @BotFather\n"
            "VALISE_BOT_NAME = \"Mon carnet #1\" \nVALISE_LOG='debug'\n"
        )

        settings = load({}, tmp_path)

        assert settings.need_token() == TOKEN
        assert settings.bot_name == "Mon carnet #1"
        assert settings.log_level == "debug"

    @pytest.mark.parametrize(
        ("line", "name"),
        [
            ("VALISE_BOT_NAME=Pa$HOME-${USER}-$1", "Pa$HOME-${USER}-$1"),
            ("VALISE_BOT_NAME='Pa$HOME \\\\n'", r"Pa$HOME \n"),
            ('VALISE_BOT_NAME="Pa${HOME} # 1"', "Pa${HOME} # 1"),
            ("VALISE_BOT_NAME=Carnet#1 # ours", "Carnet#1"),
            ("VALISE_BOT_NAME = L'été = là", "L'été = là"),
            ("VALISE_BOT_NAME=first\nVALISE_BOT_NAME=last", "last"),
        ],
    )
    def test_a_text_is_taken_as_it_is_written(self, tmp_path: Path, line: str, name: str) -> None:
        (tmp_path / ".env").write_text(f"{line}\n", "utf-8")

        assert load({"HOME": "/root", "USER": "me"}, tmp_path).bot_name == name

    def test_the_file_may_come_from_windows(self, tmp_path: Path) -> None:
        (tmp_path / ".env").write_bytes("\ufeffVALISE_RATE=10\r\n\r\nVALISE_BOT_NAME=Cahier\r\n".encode())

        settings = load({}, tmp_path)

        assert (settings.rate, settings.bot_name) == (10, "Cahier")

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("VALISE_RATE=10\nhello\n", 2),
            ("VALISE_RATE=10\n\n# a remark\n\n  VALISE RATE=10\n", 5),
            ("VALISE_TOKEN: s€cret\n", 1),
            ("VALISE_TOKEN:s€cret\n", 1),
            ("VALISE_TOKEN='s€cret\nVALISE_RATE=10\n", 1),
            ('\r\nVALISE_TOKEN="s€cret" more\r\n', 2),
            ("=s€cret\n", 1),
            ("VALISE-TOKEN=s€cret\n", 1),
            ("export VALISE_TOKEN\n", 1),
        ],
    )
    def test_a_line_that_is_no_setting_is_named_and_not_repeated(self, tmp_path: Path, text: str, line: int) -> None:
        (tmp_path / ".env").write_bytes(text.encode())

        refused = refusal(tmp_path)

        assert refused.endswith(f".env line {line} is not NAME=value: correct it or put # before it")
        assert "s€cret" not in refused

    def test_a_file_that_is_no_text_is_named(self, tmp_path: Path) -> None:
        (tmp_path / ".env").write_bytes("VALISE_RATE=10\n".encode("utf-16"))

        assert ".env cannot be read (it is not a text file)" in refusal(tmp_path)

    def test_a_secret_can_lie_in_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "token").write_text(f"{TOKEN}\n")

        assert load({"VALISE_TOKEN_FILE": "token"}, tmp_path).token == TOKEN
        assert load({"VALISE_TOKEN_FILE": str(tmp_path / "token")}, Path("/")).token == TOKEN

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        text = refusal(tmp_path, VALISE_TOKEN_FILE="nowhere")

        assert "VALISE_TOKEN_FILE names nowhere, which cannot be read (No such file" in text

    def test_a_setting_and_its_file_exclude_each_other(self, tmp_path: Path) -> None:
        text = refusal(tmp_path, VALISE_TOKEN=TOKEN, VALISE_TOKEN_FILE="token")

        assert text == "VALISE_TOKEN and VALISE_TOKEN_FILE are both set: keep one of them"

    def test_an_empty_setting_is_none(self, tmp_path: Path) -> None:
        assert load({"VALISE_WEBHOOK_URL": "", "VALISE_RATE": " "}, tmp_path).webhook_url is None


class TestSecrets:
    def test_repr_shows_none(self, tmp_path: Path) -> None:
        settings = load(
            {
                "VALISE_TOKEN": TOKEN,
                "VALISE_SECRET_KEY": KEY,
                "VALISE_WEBHOOK_SECRET": "hush",
                "VALISE_DATABASE_URL": "postgresql://me:password@host/valise",
            },
            tmp_path,
        )

        for secret in (TOKEN, KEY, "hush", "password"):
            assert secret not in repr(settings)

    def test_the_key_is_made_once_and_for_the_owner_alone(self, tmp_path: Path) -> None:
        first = load({}, tmp_path)
        kept = tmp_path / "data" / "secret.key"

        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert [path.name for path in kept.parent.iterdir()] == ["secret.key"]
        assert load({}, tmp_path).secret_keys == first.secret_keys
        assert len(first.secret_keys[0]) >= 40

    def test_several_keys_the_first_writes(self, tmp_path: Path) -> None:
        keys = load({"VALISE_SECRET_KEY": f"{KEY} new, {KEY} old"}, tmp_path).secret_keys

        assert keys == (f"{KEY} new", f"{KEY} old")
        assert not (tmp_path / "data").exists()

    def test_a_database_whose_key_is_gone_gets_no_new_one(self, tmp_path: Path) -> None:
        (tmp_path / "valise.db").write_text("written under a key")

        text = refusal(tmp_path, VALISE_DATABASE_URL="sqlite:///valise.db")

        assert text.startswith("VALISE_SECRET_KEY is missing and ")
        assert text.endswith("put the key back from your backup")
        assert not (tmp_path / "secret.key").exists()

    def test_an_emptied_key_file_is_refused(self, tmp_path: Path) -> None:
        load({}, tmp_path)
        (tmp_path / "data" / "secret.key").write_text("")

        assert "holds no key: put it back" in refusal(tmp_path)

    def test_a_folder_that_cannot_be_made_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "data").write_text("a file where the folder should be")

        text = refusal(tmp_path)

        assert f"{tmp_path}/data/secret.key cannot be used" in text
        assert "or set VALISE_SECRET_KEY" in text

    def test_the_webhook_secret_follows_from_the_token(self, tmp_path: Path) -> None:
        def secret(**environment: str) -> str:
            return load(environment, tmp_path).webhook_secret

        assert len(secret(VALISE_TOKEN=TOKEN)) == 64
        assert secret(VALISE_TOKEN=TOKEN) == secret(VALISE_TOKEN=TOKEN) != secret(VALISE_TOKEN=TOKEN + "x")
        assert TOKEN not in secret(VALISE_TOKEN=TOKEN)
        assert secret(VALISE_TOKEN=TOKEN, VALISE_WEBHOOK_SECRET="chosen") == "chosen"


class TestDatabases:
    def test_a_relative_path_starts_at_the_folder(self, tmp_path: Path) -> None:
        settings = load({"VALISE_DATABASE_URL": "sqlite:///here/it.db"}, tmp_path)

        assert settings.database_url == f"sqlite:///{tmp_path}/here/it.db"
        assert settings.data_folder == tmp_path / "here"

    def test_an_absolute_path_stays(self, tmp_path: Path) -> None:
        path = tmp_path / "it.db"

        assert load({"VALISE_DATABASE_URL": f"sqlite:///{path}"}, Path("/")).database_url == f"sqlite:///{path}"

    @pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
    def test_postgresql_by_its_usual_names(self, tmp_path: Path, scheme: str) -> None:
        settings = load({"VALISE_DATABASE_URL": f"{scheme}://host/valise"}, tmp_path)

        assert settings.database_url == "postgresql://host/valise"
        assert settings.data_folder == tmp_path / "data"


class TestRefusals:
    @pytest.mark.parametrize(
        ("name", "text", "remedy"),
        [
            ("VALISE_TOKEN", "hello", "copy it again from @BotFather"),
            ("VALISE_API_URL", "api.telegram.org", "write it as https://host"),
            ("VALISE_DATABASE_URL", "mysql://host/x", "write sqlite:///PATH or postgresql://"),
            ("VALISE_DATABASE_URL", "sqlite:///", "write sqlite:///PATH or postgresql://"),
            ("VALISE_SECRET_KEY", "short", "choose a long random one"),
            ("VALISE_SECRET_KEY", ",", "choose a long random one"),
            ("VALISE_WEBHOOK_URL", "ftp://host", "write it as https://host"),
            ("VALISE_LISTEN", "8443", "write host:port"),
            ("VALISE_LISTEN", "127.0.0.1:99999", "write host:port"),
            ("VALISE_WEBHOOK_SECRET", "not allowed!", "choose another"),
            ("VALISE_TIMEZONE", "Europe/Lutece", "write one like Europe/Paris"),
            ("VALISE_TIMEZONE", "../etc/passwd", "write one like Europe/Paris"),
            ("VALISE_PROGRAMMES", "nowhere", "create it or correct the path"),
            ("VALISE_BOT_NAME", "x" * 65, "at most 64 characters"),
            ("VALISE_CLOCK_URL", "later", "write it as https://host"),
            ("VALISE_RATE", "0", "write messages a second as a number above 0"),
            ("VALISE_RATE", "nan", "write messages a second as a number above 0"),
            ("VALISE_RATE", "fast", "write messages a second as a number above 0"),
            ("VALISE_LOG", "loud", "write one of debug, info, warning, error"),
        ],
    )
    def test_each_names_the_setting_and_the_remedy(self, tmp_path: Path, name: str, text: str, remedy: str) -> None:
        refused = refusal(tmp_path, **{name: text})

        assert refused.startswith(f"{name} ")
        assert remedy in refused

    def test_a_wrong_secret_is_not_repeated(self, tmp_path: Path) -> None:
        for name in ("VALISE_TOKEN", "VALISE_SECRET_KEY", "VALISE_WEBHOOK_SECRET", "VALISE_DATABASE_URL"):
            assert "s€cret" not in refusal(tmp_path, **{name: "s€cret"})

    def test_an_ipv6_address_can_be_listened_on(self, tmp_path: Path) -> None:
        assert load({"VALISE_LISTEN": "[::1]:80"}, tmp_path).listen == Address("::1", 80)

    def test_settings_do_not_change(self, tmp_path: Path) -> None:
        settings: Settings = load({}, tmp_path)

        with pytest.raises(AttributeError):
            settings.rate = 3  # type: ignore[misc]  # that it is frozen is what is tested
