"""Template tags of the teacher's pages."""
