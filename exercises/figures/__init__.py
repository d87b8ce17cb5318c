"""Pictures as numbers: where things stand. Templates turn them into SVG."""
