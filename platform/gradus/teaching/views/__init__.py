"""Pages on which a class is watched and judged."""
