"""What was prepared already, so that a second start has nothing to do: content hashes in a file of the data folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path


def content_hash(folders: Iterable[Path], extra: str = "") -> str:
    """A hash of every file's name and content below `folders`, and of `extra`. Compiled Python is left out."""
    digest = hashlib.sha256(extra.encode())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"\0{path.relative_to(folder)}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


class Stamps:
    """Names and hashes, kept in `path`. A file that cannot be read counts as empty: work is then done again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            loaded = json.loads(path.read_text())
        except (OSError, ValueError):
            loaded = {}
        self._known: dict[str, str] = loaded if isinstance(loaded, dict) else {}

    def has(self, name: str, value: str) -> bool:
        """Whether `name` was last prepared with just this hash."""
        return self._known.get(name) == value

    def keep(self, name: str, value: str) -> None:
        """Remembers that `name` is prepared."""
        self._known[name] = value
        self._path.write_text(json.dumps(self._known, indent=1))
