"""Which variant a student gets next."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from exercises.variants import ENGINE
from gradus.accounts.models import User
from gradus.courses.models import ProblemSetItem
from gradus.library.models import Variant
from gradus.submissions.models import Attempt
from gradus.submissions.refusals import NoVariantLeft

FEW = 3
"""With fewer left than this for one student, more are asked for before they run out."""


@dataclass(frozen=True, slots=True)
class Pick:
    """The key of a variant, and how many more this student could still get."""

    variant: int
    left: int


def pick_variant(user: User, item: ProblemSetItem) -> Pick:
    """A variant of the item's version that `user` has not had.

    One never met in any course is preferred to one met elsewhere, and one of this engine to those that an earlier
    one made, which know less. A seed gives much the same numbers in both, so it counts as met. The draw comes from
    the system's random source, so that nobody can tell a neighbour's variant. Raises NoVariantLeft.
    """
    pool = list(
        Variant.objects.filter(version_id=item.version_id).values_list("pk", "seed", "engine_version")
    )
    had = Attempt.objects.filter(user=user, variant__version_id=item.version_id)
    met = set(had.values_list("variant__seed", flat=True).order_by())
    here = set(had.filter(item=item).values_list("variant_id", flat=True))
    fresh = [(pk, engine) for pk, seed, engine in pool if seed not in met]
    left = fresh or [(pk, engine) for pk, _, engine in pool if pk not in here]
    if not left:
        raise NoVariantLeft
    keys = [pk for pk, engine in left if engine == ENGINE] or [pk for pk, _ in left]
    return Pick(secrets.choice(keys), len(keys) - 1)
