"""Where the demo lives: its port, its folder, its servers, and what was prepared already."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from gradus.demo.failure import CannotStart
from gradus.demo.place import alone, throw_away_place, usual_place
from gradus.demo.ports import HOST, any_free, claim, is_free
from gradus.demo.stamps import Stamps, content_hash
from gradus.environment import SettingError


def test_a_port_in_use_names_the_next_free_one() -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(CannotStart) as refusal:
            claim(taken)
    sentence = str(refusal.value)
    assert sentence.startswith(f"Port {taken} cannot be used")
    assert is_free(int(sentence.rpartition("--port ")[2]))
    assert "\n" not in sentence


def test_a_free_port_is_taken_as_it_is() -> None:
    port = any_free()
    assert claim(port) == port


def test_one_demo_in_a_folder(tmp_path: Path) -> None:
    with (
        alone(tmp_path),
        pytest.raises(CannotStart, match=rf"already runs .*process {os.getpid()}"),
        alone(tmp_path),
    ):
        pytest.fail("the second one entered")
    with alone(tmp_path):
        pass


def test_servers_of_the_environment_are_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADUS_DATA", str(tmp_path / "d"))
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere:1/2")
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@elsewhere/db")
    place = usual_place(8000)
    assert (place.redis_url, place.own_redis_port, place.on_sqlite) == ("redis://elsewhere:1/2", None, False)
    assert place.variables["DATABASE_URL"] == "postgres://u:p@elsewhere/db"
    assert place.variables["GRADUS_DATA"] == str(tmp_path / "d")


def test_a_throw_away_place_touches_nobody_elses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere:1/2")
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@elsewhere/db")
    monkeypatch.setenv("GRADUS_ENVIRONMENT", "production")
    monkeypatch.setenv("STATIC_ROOT", "/elsewhere")
    place = throw_away_place(tmp_path)
    assert place.redis_url == f"redis://127.0.0.1:{place.own_redis_port}/0" == place.variables["REDIS_URL"]
    assert place.on_sqlite
    assert "DATABASE_URL" not in place.variables
    assert "STATIC_ROOT" not in place.variables
    assert place.variables["GRADUS_ENVIRONMENT"] == "local"


def test_a_folder_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("GRADUS_DATA", str(tmp_path / "file"))
    with pytest.raises(SettingError, match="^GRADUS_DATA must be a folder that can be written"):
        usual_place(8000)


def test_a_hash_follows_names_and_content_but_not_compiled_files(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("1")
    first = content_hash([tmp_path])
    (tmp_path / "a.pyc").write_text("compiled")
    assert content_hash([tmp_path]) == first
    (tmp_path / "a.toml").write_text("2")
    second = content_hash([tmp_path])
    (tmp_path / "a.toml").rename(tmp_path / "b.toml")
    assert len({first, second, content_hash([tmp_path]), content_hash([tmp_path], "extra")}) == 4


@pytest.mark.parametrize("broken", ["", "{", "[1]", "\x00"])
def test_stamps_that_cannot_be_read_count_as_none(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "prepared.json"
    Stamps(path).keep("exercises", "h")
    assert Stamps(path).has("exercises", "h")
    path.write_text(broken)
    assert not Stamps(path).has("exercises", "h")
