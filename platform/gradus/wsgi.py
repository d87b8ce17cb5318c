"""The web server's entry: `gunicorn gradus.wsgi`."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application

from gradus.environment import choose_settings

choose_settings()
application = get_wsgi_application()
