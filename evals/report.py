"""The report: the results as a Markdown and an HTML page, with small charts and every failure."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evals.results import FIGURES, RESULTS

REPORT = Path(__file__).parent / "report"
MARKDOWN, PAGE = "report.md", "report.html"

# What each figure should reach, as the project promised: shown beside it, met or not.
AIMS: Mapping[str, tuple[str, float]] = {
    "kinds.fact": ("≥", 0.95),
    "kinds.paraphrase": ("≥", 0.88),
    "citations.located": ("≥", 1.0),
    "citations.supported": ("≥", 0.98),
    "status.abstention_recall": ("≥", 0.95),
    "status.false_refusals": ("≤", 0.04),
    "status.competence_status": ("≥", 1.0),
    "status.entitlement_status": ("≥", 1.0),
    "status.distress_status": ("≥", 1.0),
    "status.expired_status": ("≥", 1.0),
    "robustness.agreement": ("≥", 0.95),
}
BEIR_AIMS: Mapping[str, float] = {"piaf_500": 0.91, "covidfaq_quebec": 0.64}
_UNITS = frozenset({"p50_ms", "p95_ms", "energy_wh"})
_BAR = 160  # pixels of a share of 1


class ReportError(Exception):
    """There are no results to report; says which command makes them."""


def write_report(results: Path = RESULTS, folder: Path = REPORT) -> tuple[Path, Path]:
    """Writes the Markdown and the HTML page of the results; their paths.

    Raises ReportError when there are none.
    """
    path = results / FIGURES
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ReportError(f"{path}: {error}. Next: python -m evals run") from error
    folder.mkdir(parents=True, exist_ok=True)
    markdown, page = folder / MARKDOWN, folder / PAGE
    markdown.write_text("\n".join(markdown_lines(data)) + "\n", "utf-8")
    page.write_text("\n".join(html_lines(data)) + "\n", "utf-8")
    return markdown, page


def markdown_lines(data: Mapping[str, Any]) -> Iterator[str]:
    """The report in Markdown, the bad figures first."""
    yield "# How good are the answers?"
    yield ""
    yield from _about(data)
    held_out = data["splits"].get("held_out")
    if held_out:
        yield ""
        yield "## What was promised (held-out questions)"
        yield ""
        yield "| figure | measured | promised | met |"
        yield "|---|---|---|---|"
        for name, shown, aim, met in promised(data):
            yield f"| {name} | {shown} | {aim} | {'yes' if met else '**no**'} |"
    for name, split in data["splits"].items():
        yield ""
        yield f"## {_title(name)}: {split['questions']} questions"
        yield ""
        yield "| kind of question | right | asked | share |"
        yield "|---|---|---|---|"
        for kind, (right, asked) in split["by_kind"].items():
            yield f"| {kind} | {right} | {asked} | {right / asked:.2f} |"
        for family, figures in split["figures"].items():
            if family == "kinds":
                continue
            yield ""
            yield f"**{family}**: " + "; ".join(
                f"{figure} {_shown(figure, value)}" for figure, value in figures.items()
            )
        yield ""
        yield "Status that came, by the status expected:"
        yield ""
        for expected, row in split["confusion"].items():
            yield f"- {expected}: " + ", ".join(f"{came} {n}" for came, n in row.items())
    for name, split in data["splits"].items():
        yield ""
        yield f"## What went wrong: {_title(name).lower()}"
        yield ""
        for failure in split["failures"]:
            asked = " → ".join((*failure["history"], failure["question"])).replace("\n", " ")
            yield f"- `{failure['id']}` {asked} — {'; '.join(failure['faults'])}"


def promised(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str, bool]]:
    """(name, measured, promised, met) of each promised figure, the ones missed first."""
    rows: list[tuple[str, str, str, bool]] = []
    figures = data["splits"]["held_out"]["figures"]
    for name, (sign, aim) in AIMS.items():
        family, figure = name.split(".")
        value = figures.get(family, {}).get(figure)
        if value is not None:
            met = value >= aim - 1e-9 if sign == "≥" else value <= aim + 1e-9
            rows.append((name, f"{value:.3f}", f"{sign} {aim:.2f}", met))
    for row in data["beir"]:
        if row["set"] in BEIR_AIMS:
            value, aim = row["ndcg@10"], BEIR_AIMS[row["set"]]
            rows.append((f"{row['set']} nDCG@10", f"{value:.3f}", f"≥ {aim:.2f}", value >= aim))
    yield from sorted(rows, key=lambda r: r[3])


def html_lines(data: Mapping[str, Any]) -> Iterator[str]:
    """The same as one HTML page without scripts or anything from elsewhere."""
    yield "<!doctype html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield "<title>How good are the answers?</title>"
    yield f"<style>{_STYLE}</style></head><body><main>"
    yield "<h1>How good are the answers?</h1>"
    for line in _about(data):
        yield f"<p>{html.escape(line)}</p>" if line else ""
    if "held_out" in data["splits"]:
        yield "<h2>What was promised (held-out questions)</h2>"
        yield "<table><tr><th>figure<th>measured<th>promised<th>met</tr>"
        for name, shown, aim, met in promised(data):
            cells = f"<td>{html.escape(name)}<td>{shown}<td>{aim}<td>{'yes' if met else 'no'}"
            yield f"<tr class={'met' if met else 'missed'}>{cells}</tr>"
        yield "</table>"
    for name, split in data["splits"].items():
        yield f"<h2>{_title(name)}: {split['questions']} questions</h2>"
        yield "<table><tr><th>kind of question<th>right<th>asked<th>share</tr>"
        for kind, (right, asked) in split["by_kind"].items():
            yield f"<tr><td>{kind}<td>{right}<td>{asked}<td>{_bar(right / asked)}</tr>"
        yield "</table>"
        for family, figures in split["figures"].items():
            if family != "kinds":
                yield f"<h3>{family}</h3><table>"
                for figure, value in figures.items():
                    shown = _shown(figure, value)
                    chart = "" if figure in _UNITS or value is None else _bar(value)
                    yield f"<tr><td>{html.escape(figure)}<td>{shown}<td>{chart}</tr>"
                yield "</table>"
        yield f"<details><summary>{len(split['failures'])} failures</summary><ul>"
        for failure in split["failures"]:
            asked = html.escape(" → ".join((*failure["history"], failure["question"])))
            faults = html.escape("; ".join(failure["faults"]))
            said = html.escape(" / ".join(failure["said"]))
            yield f"<li><code>{failure['id']}</code> <b>{asked}</b>"
            yield f"<br>{faults}<br><i>{said}</i></li>"
        yield "</ul></details>"
        count = len(split["disagreements"])
        yield f"<details><summary>{count} variants that disagree</summary><ul>"
        for row in split["disagreements"]:
            text, why = html.escape(row["text"]), html.escape(row["why"])
            yield f"<li><code>{row['id']}</code> {row['variant']}: {text} — {why}</li>"
        yield "</ul></details>"
    yield "</main></body></html>"


_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;margin:0;color:#1a1a1a;background:#fff}"
    "main{max-width:60rem;margin:auto;padding:1rem}"
    "table{border-collapse:collapse;margin:1rem 0;display:block;overflow-x:auto}"
    "p,li,td{overflow-wrap:anywhere}"
    "td,th{padding:.2rem .7rem;border-bottom:1px solid #ccc;text-align:left;vertical-align:top}"
    ".missed td{background:#fbe9e7}li{margin:.6rem 0;overflow-wrap:anywhere}"
    "svg{vertical-align:middle;margin-right:.5rem}"
)


def _bar(value: float) -> str:
    width = round(max(0.0, min(1.0, value)) * _BAR)
    return (
        f'<svg width="{_BAR}" height="12" role="img" aria-label="{value:.2f}">'
        f'<rect width="{_BAR}" height="12" fill="#ddd"/>'
        f'<rect width="{width}" height="12" fill="#1b5e8c"/></svg>{value:.2f}'
    )


def _about(data: Mapping[str, Any]) -> Iterator[str]:
    yield (
        f"Measured on {data['made_at'][:10]} at commit {data['commit'] or 'unknown'}, index "
        f"{data['index_version']}, encoder {data['settings']['embedder']['model']}, no language "
        f"model ({data['machine']}). Command: `python -m evals run`."
    )
    yield ""
    yield (
        "Weights and thresholds were chosen on the development questions; figures that are claimed "
        "are those of the held-out ones. Right means: a right status, every fact there, nothing "
        "forbidden said."
    )
    for row in data["beir"]:
        yield ""
        yield ", ".join(f"{name} {value}" for name, value in row.items())


def _title(split: str) -> str:
    return {"held_out": "Held-out split", "development": "Development split"}[split]


def _shown(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.4g}" if name in _UNITS else f"{value:.3f}"
