"""Pictures of a running demo: `python scripts/screenshots.py [--tour teacher] http://127.0.0.1:8000`.

Give it the demo's GRADUS_DATA: the student's tour reads a reference answer from its database, so this is for a demo
only. Each tour signs in as one of the demo's people, goes over their pages, and writes each at 1280 and 390 pixels,
light and dark, to ./screenshots. It names what a page says that it should not: errors of scripts, and pages wider
than the window.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "platform"), str(ROOT)]

from tours import admin, student, teacher  # after the path to the project
from tours.camera import LOOKS, Camera

TOURS = {"student": student.tour, "teacher": teacher.tour, "admin": admin.tour}
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FOLDER = ROOT / "screenshots"


def main() -> None:
    """Every picture, or those of the tours that were asked for."""
    parser = argparse.ArgumentParser(description="Pictures of a running demo.")
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument(
        "--tour", choices=TOURS, action="append", help="may be given more than once; default: all"
    )
    options = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name in options.tour or TOURS:
            for look in LOOKS:
                with Camera(browser, options.address, FOLDER, look) as camera:
                    TOURS[name](camera)
        browser.close()


if __name__ == "__main__":
    main()
