# One image for every process of the site. No development tools, no compiler, no secret, an ordinary user.

FROM python:3.11-slim-bookworm AS packages
WORKDIR /srv/gradus
ENV UV_NO_CACHE=1 UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
COPY door/uv.lock /build/uv.lock
RUN python -m pip install --no-cache-dir --require-hashes -r /build/uv.lock \
 && uv venv --python /usr/local/bin/python .venv
# What the site needs, and not what its developers need; the lock gives versions and hashes.
COPY pyproject.toml requirements.lock README.md LICENSE ./
RUN uv pip install --python .venv --verify-hashes --constraints requirements.lock -r pyproject.toml
COPY platform platform
COPY exercises exercises
COPY grader grader
RUN uv pip install --python .venv --no-deps --build-constraints requirements.lock --editable .

FROM python:3.11-slim-bookworm
WORKDIR /srv/gradus
ENV PATH=/srv/gradus/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    GRADUS_DATA=/var/lib/gradus STATIC_ROOT=/srv/gradus/staticfiles
RUN useradd --system --uid 999 --home-dir /var/lib/gradus --create-home gradus
COPY --from=packages /srv/gradus/ ./
COPY templates templates
COPY static static
# The key is for this one command, which needs none that lasts.
RUN python -m compileall -q platform exercises grader \
 && SECRET_KEY=only-while-building python -m gradus collectstatic --no-input

ENV GRADUS_ENVIRONMENT=production
USER 999
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --retries=3 --start-period=30s --start-interval=1s \
    CMD ["python", "-S", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
CMD ["gunicorn", "gradus.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "8", "--graceful-timeout", "20", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-", "--no-control-socket"]
