"""The settings of the API, as Django's settings take them over. Nothing here differs between installations."""

from __future__ import annotations

REST_FRAMEWORK = {
    # The token first: who is signed out is told 401 and which scheme to use.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "gradus.api.authentication.BearerToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["gradus.api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "gradus.api.errors.answer_with_error",
    "URL_FORMAT_OVERRIDE": None,
}
KNOX_TOKEN_MODEL = "api.Token"
MIGRATION_MODULES = {"knox": None}  # knox's own table is not used, so it is not made
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_PREFIX": "gradus_", "AUTO_REFRESH": False}
SPECTACULAR_SETTINGS = {
    "TITLE": "Gradus",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [],  # its own makes components of every list of choices, with made-up names
}
