"""Which variant a student gets next."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

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

    One never met in any course is preferred to one met elsewhere. The draw comes from the system's random
    source, so that nobody can tell a neighbour's variant. Raises NoVariantLeft.
    """
    pool = list(Variant.objects.filter(version_id=item.version_id).values_list("pk", flat=True))
    had = Attempt.objects.filter(user=user, variant__version_id=item.version_id)
    met = dict(had.values_list("variant_id", "item_id").order_by())
    here = set(had.filter(item=item).values_list("variant_id", flat=True))
    fresh = [pk for pk in pool if pk not in met]
    left = fresh or [pk for pk in pool if pk not in here]
    if not left:
        raise NoVariantLeft
    return Pick(secrets.choice(left), len(left) - 1)
