"""What is counted, for Prometheus. No label ever holds words of a question."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

ANSWERS = Counter("assistant_answers_total", "Answers by outcome", ["status"])
ANSWER_SECONDS = Histogram(
    "assistant_answer_seconds",
    "Time to make an answer",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
