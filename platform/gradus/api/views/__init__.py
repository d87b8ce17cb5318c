"""The views of the API: each fetches through the permission query of the pages, and calls the same actions."""
