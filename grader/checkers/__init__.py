"""One small module for each answer kind, all of the shape described in `shape.py`."""
