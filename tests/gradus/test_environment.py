"""The typed readers: a bad value is one sentence that names the setting."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from gradus import environment
from gradus.environment import SettingError

NAME = "GRADUS_TEST_SETTING"


def set_to(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    """Sets or removes the setting under test."""
    if value is None:
        monkeypatch.delenv(NAME, raising=False)
    else:
        monkeypatch.setenv(NAME, value)


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (lambda: environment.text(NAME, "d"), None, "d"),
        (lambda: environment.text(NAME, "d"), "", "d"),
        (lambda: environment.text(NAME, "d"), " x ", "x"),
        (lambda: environment.flag(NAME, default=True), None, True),
        (lambda: environment.flag(NAME, default=True), "Off", False),
        (lambda: environment.flag(NAME, default=False), "1", True),
        (lambda: environment.whole_number(NAME, 5, least=1, most=9), None, 5),
        (lambda: environment.whole_number(NAME, 5, least=1, most=9), "9", 9),
        (lambda: environment.words(NAME), None, []),
        (lambda: environment.words(NAME), " a, ,b ", ["a", "b"]),
        (lambda: environment.choice(NAME, ["a", "b"], "a"), "B", "b"),
        (lambda: environment.url(NAME, "redis://h/0", ["redis"]), None, "redis://h/0"),
        (lambda: environment.folder(NAME, Path("/d")), "/x/y", Path("/x/y")),
    ],
)
def test_a_value_is_read(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], Any], value: str | None, expected: Any
) -> None:
    set_to(monkeypatch, value)
    assert read() == expected


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (lambda: environment.text(NAME), None, "must be set; it is not set"),
        (lambda: environment.flag(NAME, default=True), "maybe", "must be 1 or 0"),
        (lambda: environment.whole_number(NAME, 5, least=1, most=9), "ten", "a whole number from 1 to 9"),
        (lambda: environment.whole_number(NAME, 5, least=1, most=9), "10", "a whole number from 1 to 9"),
        (lambda: environment.choice(NAME, ["a", "b"], "a"), "c", "must be one of a, b; it is 'c'"),
        (
            lambda: environment.url(NAME, "", ["redis"]),
            "http://x",
            "must be an address that starts with redis://",
        ),
    ],
)
def test_a_bad_value_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], Any], value: str | None, expected: str
) -> None:
    set_to(monkeypatch, value)
    with pytest.raises(SettingError) as error:
        read()
    assert str(error.value).startswith(f"{NAME} ")
    assert expected in str(error.value)
    assert "\n" not in str(error.value)


def test_an_address_with_a_password_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    set_to(monkeypatch, "mysql://user:geheim@host/db")
    with pytest.raises(SettingError) as error:
        environment.url(NAME, "", ["postgres"])
    assert "geheim" not in str(error.value)


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingError, match="GRADUS_DATA must be a folder that can be written"):
        environment.writable("GRADUS_DATA", tmp_path / "file" / "below")


def test_the_kept_secret_is_one_and_only_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    with ThreadPoolExecutor(1) as pool:
        found = {pool.submit(environment.kept_secret, path).result() for _ in range(5)}
    assert len(found) == 1
    assert len(found.pop()) >= 50
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["secret_key"]


def check(tmp_path: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """`manage.py check` with only these settings."""
    bare = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, "-m", "gradus", "check"],
        env=bare | {"GRADUS_DATA": str(tmp_path / "data")} | settings,
        capture_output=True,
        text=True,
        check=False,
    )


PRODUCTION = {
    "GRADUS_ENVIRONMENT": "production",
    "SECRET_KEY": "s" * 60,
    "ALLOWED_HOSTS": "gradus.example.org",
    "EMAIL_HOST": "mail.example.org",
}


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_HOST"])
def test_production_does_not_start_without(tmp_path: Path, missing: str) -> None:
    done = check(tmp_path, **{name: value for name, value in PRODUCTION.items() if name != missing})
    assert done.returncode == 2
    assert done.stderr.startswith(f"{missing} must be ")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "data").exists()


def test_production_does_not_start_with_debug(tmp_path: Path) -> None:
    done = check(tmp_path, **PRODUCTION, DEBUG="1")
    assert (done.returncode, done.stderr) == (
        2,
        "DEBUG must be off when GRADUS_ENVIRONMENT is production; it is 'on'. See .env.example.\n",
    )
