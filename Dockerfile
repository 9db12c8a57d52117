# One image for web servers and workers. Build it with: docker build --tag hiring:0.3.0 .
# For real use, name the base image by its digest, as your registry tells it.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/hiring
COPY requirements.lock ./
RUN /opt/hiring/bin/python -m pip install --require-hashes --requirement requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY hiring ./hiring
COPY templates ./templates
COPY question_banks ./question_banks
RUN /opt/hiring/bin/python -m pip install --no-deps --no-build-isolation . \
    && /opt/hiring/bin/python -m compileall -q /opt/hiring/lib

FROM python:3.11-slim-bookworm
COPY --from=build /opt/hiring /opt/hiring
# The embedded database lies in the volume; with PostgreSQL nothing is written there.
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin hiring \
    && install --directory --owner hiring --group hiring --mode 0700 /var/lib/hiring
ENV PATH=/opt/hiring/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HIRING_DATA_DIR=/var/lib/hiring
USER 10001:10001
VOLUME /var/lib/hiring
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as web; web.urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
ENTRYPOINT ["hiring"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
