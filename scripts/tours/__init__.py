"""The ways of the demo's people over their pages."""
