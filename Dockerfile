# Three stages: the browsers' libraries, the Python packages with everything built, and what runs, as an ordinary user.
FROM node:24-trixie-slim AS browser
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM python:3.13-slim-trixie AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends gettext libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --only-binary=:all: --require-hashes -r requirements/base.txt
COPY --from=browser /app/node_modules node_modules
COPY . .
RUN for source in locale/*/LC_MESSAGES/*.po; do msgfmt --check-format -o "${source%.po}.mo" "$source"; done \
    && STATIC_ROOT=/app/static-collected .venv/bin/python scripts/prepare.py --static

FROM python:3.13-slim-trixie
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --create-home akkoord
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STATIC_ROOT=/app/static-collected \
    VAR_DIR=/data
USER akkoord
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "scripts/healthy.py"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "4", "--no-ws", "--respawn-failed-workers", "--log-level", "warning", "config.wsgi:application"]
