"""The settings, with a grader that can be poisoned and leases short enough for a test."""

from __future__ import annotations

import os

from gradus.settings import *  # a settings module is made of names

INSTALLED_APPS = [*INSTALLED_APPS, "poison_app.PoisonConfig"]
GRADING_LEASE_SECONDS = float(os.environ["POISON_LEASE"])
