"""Typed readers of the environment. A bad value stops the start with one sentence that names the setting."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})
SECRET_LENGTH = 50


def choose_settings() -> None:
    """Names our settings module to Django, unless the environment names another."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gradus.settings")


def for_child(**changes: str | None) -> dict[str, str]:
    """A copy of the environment for a child process; a change to None leaves that variable out."""
    kept = {name: value for name, value in os.environ.items() if name not in changes}
    return kept | {name: value for name, value in changes.items() if value is not None}


class SettingError(ImproperlyConfigured):
    """A setting of the environment is missing or unusable. Read by whoever starts Gradus."""

    def __init__(self, name: str, expected: str, found: str | None = None) -> None:
        tail = "it is not set" if found is None else f"it is {found!r}"
        super().__init__(f"{name} must be {expected}; {tail}. See .env.example.")
        self.name = name


def text(name: str, default: str | None = None) -> str:
    """The value, without surrounding spaces. Raises SettingError if it is missing and has no default.

    An empty value counts as missing, because compose files pass unset variables as empty ones.
    """
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise SettingError(name, "set")
    return default


def flag(name: str, default: bool) -> bool:
    """A yes or no. Raises SettingError for any other word."""
    value = text(name, "yes" if default else "no").lower()
    if value in TRUE_WORDS:
        return True
    if value in FALSE_WORDS:
        return False
    raise SettingError(name, "1 or 0 (also yes/no, true/false, on/off)", value)


def whole_number(name: str, default: int, *, least: int, most: int) -> int:
    """An integer in `least..most`. Raises SettingError otherwise."""
    value = text(name, str(default))
    try:
        number = int(value)
    except ValueError:
        raise SettingError(name, f"a whole number from {least} to {most}", value) from None
    if not least <= number <= most:
        raise SettingError(name, f"a whole number from {least} to {most}", value)
    return number


def words(name: str, default: Sequence[str] = ()) -> list[str]:
    """A list separated by commas; empty items are dropped."""
    value = text(name, ",".join(default))
    return [item.strip() for item in value.split(",") if item.strip()]


def choice(name: str, options: Sequence[str], default: str) -> str:
    """One of `options`. Raises SettingError otherwise."""
    value = text(name, default).lower()
    if value not in options:
        raise SettingError(name, "one of " + ", ".join(options), value)
    return value


def url(name: str, default: str, schemes: Sequence[str]) -> str:
    """An address `scheme://...` with one of `schemes`. Raises SettingError otherwise; never shows a password."""
    value = text(name, default)
    scheme, separator, _rest = value.partition("://")
    if not separator or scheme not in schemes:
        raise SettingError(
            name, "an address that starts with " + " or ".join(f"{s}://" for s in schemes), scheme
        )
    return value


def folder(name: str, default: Path) -> Path:
    """An absolute folder path, `~` expanded. It is not made here: see `writable`."""
    return Path(text(name, str(default))).expanduser().absolute()


def writable(name: str, path: Path) -> Path:
    """The folder `path`, made where missing. Raises SettingError if it cannot be made or written."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise SettingError(name, f"a folder that can be written ({fault.strerror})", str(path)) from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise SettingError(name, "a folder that can be written", str(path))
    return path


def kept_secret(path: Path) -> str:
    """The secret in the file `path`, made on first use and readable by its owner only.

    Several processes may start at once: each writes a file of its own, and the first one to link it wins.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(SECRET_LENGTH))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
