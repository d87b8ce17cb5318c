"""From what the pages show to what the API tells: field by field, so that nothing comes along unnoticed."""
