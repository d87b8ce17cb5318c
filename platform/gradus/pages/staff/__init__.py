"""A course as its staff sees it: pages that bring together what several apps know."""
