"""Changes to courses, to their people and to their join codes."""

from gradus.courses.actions.joining import GUESSES_PER_PERSON, JoinRefused, join, normalised

__all__ = ["GUESSES_PER_PERSON", "JoinRefused", "join", "normalised"]
