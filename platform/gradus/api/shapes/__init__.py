"""What the API takes and gives: pydantic models, from which the OpenAPI document is made too."""
