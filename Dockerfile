FROM python:3.11-slim-bookworm

WORKDIR /srv/gradus
ENV GRADUS_DATA=/var/lib/gradus STATIC_ROOT=/srv/gradus/staticfiles PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 UV_NO_CACHE=1
RUN useradd --system --home-dir /var/lib/gradus --create-home gradus

COPY pyproject.toml requirements.lock README.md LICENSE manage.py ./
COPY door door
COPY platform platform
COPY exercises exercises
COPY grader grader
COPY templates templates
COPY static static
# The first command makes .venv; the second needs no secret that lasts.
RUN python3 manage.py version \
 && SECRET_KEY=only-while-building python3 manage.py collectstatic --no-input

USER gradus
ENV GRADUS_ENVIRONMENT=production PATH=/srv/gradus/.venv/bin:$PATH
EXPOSE 8000
CMD ["gunicorn", "gradus.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "8", "--access-logfile", "-", "--no-control-socket"]
