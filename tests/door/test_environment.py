"""The environment in .venv/: when it counts as ready, and what a person reads when it cannot be made."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from door import environment, installer
from door.environment import STAMP, UNFINISHED
from door.failure import Stop

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the two files that decide the environment, and nothing installed."""
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "p"\nversion = "1"\n[tool.x]\ny = 1\n')
    (tmp_path / "requirements.lock").write_text("a==1\n")
    return tmp_path


@pytest.fixture
def installs(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Replaces the installer by one that only makes an interpreter; lists the environments it filled."""
    filled: list[Path] = []

    def install(venv: Path, _root: Path) -> None:
        filled.append(venv)
        (venv / "bin").mkdir(exist_ok=True)
        (venv / "bin" / "python").touch()

    monkeypatch.setattr(installer, "install", install)
    return filled


def test_a_second_start_installs_nothing(project: Path, installs: list[Path]) -> None:
    venv = project / ".venv"
    assert not environment.is_ready(venv)
    environment.set_up(venv)
    environment.set_up(venv)
    assert environment.is_ready(venv)
    assert installs == [venv]


@pytest.mark.parametrize(
    ("file", "content", "still_ready"),
    [
        ("requirements.lock", "a==2\n", False),
        ("pyproject.toml", '[project]\nname = "p"\nversion = "2"\n', False),
        ("pyproject.toml", '[project]\nname = "p"\nversion = "1"\n[tool.x]\ny = 2\n', True),
    ],
)
def test_only_what_decides_the_content_makes_it_stale(
    project: Path, installs: list[Path], file: str, content: str, still_ready: bool
) -> None:
    environment.set_up(project / ".venv")
    (project / file).write_text(content)
    assert environment.is_ready(project / ".venv") is still_ready


def test_a_moved_project_is_set_up_again(project: Path, installs: list[Path], tmp_path: Path) -> None:
    environment.set_up(project / ".venv")
    moved = tmp_path.with_name(tmp_path.name + "-moved")
    shutil.copytree(project, moved)
    assert not environment.is_ready(moved / ".venv")


def test_an_interrupted_set_up_starts_over(
    project: Path, monkeypatch: pytest.MonkeyPatch, installs: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    venv = project / ".venv"
    working = installer.install

    def interrupted(venv: Path, _root: Path) -> None:
        (venv / "half-a-package").touch()
        raise KeyboardInterrupt

    monkeypatch.setattr(installer, "install", interrupted)
    with pytest.raises(KeyboardInterrupt):
        environment.set_up(venv)
    assert (venv / UNFINISHED).exists()
    assert not environment.is_ready(venv)

    monkeypatch.setattr(installer, "install", working)
    environment.set_up(venv)
    assert "did not finish; starting over" in capsys.readouterr().out
    assert not (venv / "half-a-package").exists()
    assert environment.is_ready(venv)


def test_an_environment_made_by_hand_is_kept(project: Path, installs: list[Path]) -> None:
    venv = project / ".venv"
    venv.mkdir()
    (venv / "somebody's").touch()
    environment.set_up(venv)
    assert (venv / "somebody's").exists()
    assert environment.is_ready(venv)


def test_two_set_ups_at_once_install_once(project: Path, installs: list[Path]) -> None:
    both = [threading.Thread(target=environment.set_up, args=(project / ".venv",)) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(timeout=20)
    assert len(installs) == 1


def test_a_folder_that_cannot_be_written_is_one_sentence(project: Path) -> None:
    (project / ".venv").write_text("in the way")  # also where the tests run as root, whom no permission stops
    with pytest.raises(Stop) as stop:
        environment.set_up(project / ".venv")
    assert str(stop.value).startswith(f"Cannot write to {project / '.venv'}")
    assert "Copy the project to a folder you may write to" in str(stop.value)


@pytest.mark.parametrize("missing", ["ensurepip", "venv"])
def test_a_python_without_venv_names_the_package_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setattr(
        installer.importlib.util, "find_spec", lambda name: None if name == missing else object()
    )
    with pytest.raises(Stop, match=r"apt install python3\.\d+-venv \(or python3-venv\)"):
        installer._make_venv_with_pip(tmp_path / "venv")


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (
            "error: Failed to fetch\n  Caused by: dns error: failed to lookup address\n",
            "No package index could be",
        ),
        ("ERROR: Could not install packages: Network is unreachable\n", "No package index could be reached"),
        ("ERROR: No version of a (from versions: none)\n", "No package index could be reached"),
        ("error: hash mismatch for a==1\n\n", "could not be made: error: hash mismatch for a==1"),
        ("", "could not be made: no output"),
    ],
)
def test_a_failed_installation_is_one_sentence(tmp_path: Path, output: str, expected: str) -> None:
    script = tmp_path / "fails.py"
    script.write_text(f"print({output!r}); raise SystemExit(1)")
    with pytest.raises(Stop) as stop:
        installer._run([sys.executable, str(script)], tmp_path)
    assert expected in str(stop.value)
    assert len(str(stop.value).splitlines()) == 1
    assert (tmp_path / installer.LOG).read_text().startswith(f"$ {sys.executable}")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"PIP_INDEX_URL": "https://mirror.test/simple"}, {"UV_DEFAULT_INDEX": "https://mirror.test/simple"}),
        ({"PIP_INDEX_URL": "https://a.test", "UV_INDEX_URL": "https://b.test"}, {}),
        ({}, {}),
    ],
)
def test_a_mirror_named_to_pip_is_meant_for_uv_too(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], expected: dict[str, str]
) -> None:
    for name in ("PIP_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert installer._index_for_uv() == expected


def test_an_index_without_uv_leaves_the_work_to_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def make(home: Path) -> None:
        (home / "bin").mkdir(parents=True)
        (home / "bin" / "python").symlink_to(sys.executable)

    monkeypatch.setattr(installer, "_make_venv_with_pip", make)
    lock = tmp_path / "uv.lock"
    lock.write_text("not a requirement at all ===\n")
    assert installer._pinned_uv(tmp_path / "home", lock) is None


def test_the_lock_on_the_set_up_leaves_no_file_behind(project: Path, installs: list[Path]) -> None:
    environment.set_up(project / ".venv")
    assert sorted(path.name for path in project.iterdir()) == [".venv", "pyproject.toml", "requirements.lock"]
    assert (project / ".venv" / STAMP).exists()


def test_an_old_python_is_one_sentence() -> None:
    code = (
        "import sys, runpy; sys.version_info = (3, 9, 2, 'final', 0); sys.argv = ['manage.py', 'test'];"
        "runpy.run_path('manage.py', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "Gradus needs Python 3.11 or newer; this is Python 3.9.2.\n")


def test_manage_can_be_started() -> None:
    assert os.stat(ROOT / "manage.py").st_mode & stat.S_IXUSR
