"""Making and changing problem sets: their settings, their problems in order, extensions for single students."""
