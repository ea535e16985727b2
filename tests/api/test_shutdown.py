"""SIGTERM: running requests are answered, no new one is taken, the process ends with 0."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from assistant.settings import PROJECT_ROOT
from tests.conftest import RunningServer

BODY = json.dumps({"question": "C'est quoi le brevet IA ?"}).encode()
RUNNING = 6


def half_sent(host: str, port: int) -> socket.socket:
    """A request that the server has begun to read."""
    connection = socket.create_connection((host, port), timeout=30)
    connection.sendall(
        b"POST /v1/chat HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n"
        b"Content-Length: " + str(len(BODY)).encode() + b"\r\n\r\n" + BODY[:10]
    )
    return connection


def is_listening(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=5).close()
    except OSError:
        return False
    return True


def test_a_stop_finishes_what_runs_then_ends_well(
    real_index: Path, launch: Callable[..., RunningServer]
) -> None:
    server = launch(real_index)
    address = urlsplit(server.url)
    assert address.hostname is not None
    assert address.port is not None
    host, port = address.hostname, address.port
    running = [half_sent(host, port) for _ in range(RUNNING)]
    time.sleep(0.5)  # all of them are read before the signal

    server.process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + 10
    while is_listening(host, port):
        assert time.monotonic() < deadline, "new connections are still taken"
        time.sleep(0.05)
    assert server.process.poll() is None
    for connection in running:
        connection.sendall(BODY[10:])
    answers = []
    for connection in running:
        response = http.client.HTTPResponse(connection)
        response.begin()
        assert response.status == 200
        answers.append(json.loads(response.read()))
        connection.close()

    assert [a["status"] for a in answers] == ["answered"] * RUNNING
    assert server.process.wait(timeout=20) == 0


def test_a_service_whose_encoder_is_missing_ends_with_a_sentence(
    real_index: Path, tmp_path: Path
) -> None:
    environment = {"ASSISTANT_EMBEDDER__MODEL": str(tmp_path), "PATH": "/usr/bin"}
    ended = subprocess.run(
        [sys.executable, "-m", "assistant", "serve", "--index", str(real_index), "--port", "0"],
        cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert ended.returncode == 1
    assert "Erreur" in ended.stderr
    assert str(tmp_path) in ended.stderr.replace("\n", "")
    assert "Traceback" not in ended.stderr
