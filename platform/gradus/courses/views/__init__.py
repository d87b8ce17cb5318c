"""Pages of a course, of its people and of its join codes. What needs the class's work is in pages.staff."""
