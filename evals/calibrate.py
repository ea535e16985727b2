"""Chooses the weights and thresholds of evidence on the development questions."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from assistant.answering.calibration import Calibration, CalibrationRun, Gate
from assistant.answering.contextualise import contextualise
from assistant.answering.evidence import with_matter
from assistant.answering.features import GATE_FEATURES, RANK_FEATURES, as_array
from assistant.answering.guard import guard
from assistant.answering.pipeline import answer
from assistant.answering.route import route
from assistant.answering.types import Outcome, PastTurn, Tools, Turn
from assistant.answering.weigh import gate_features, rank_features, weigh
from assistant.reference.competences import COMPETENCES_DOCUMENT
from assistant.retrieval.search import Hit, Searcher, SearchResult
from assistant.retrieval.sections import SectionClassifier
from evals.answers.judge import is_right_section
from evals.asking import Quoted
from evals.questions import ASKED_ON, CorpusName, Question
from ingest.sections import fit_sections

Matrix = NDArray[np.float64]

# Strength of the pull of every weight towards 0: a few hundred questions carry no more.
_RANK_RIDGE = 0.05
_GATE_RIDGE = 0.1  # on standardised features
# The wordings of the corpus are asked too, each left out of the search: thousands of questions that
# cost nobody an evening. A development question, written by a stranger, counts for three of them.
_WORDINGS = 2_500
_WORTH = 10.0
# A question that documents answer, but not by the passage put first, is half a reason for silence.
_MISRANKED_WORTH = 0.0
_FOLDS = 6
_PARTS = 4
_SEED = 7


@dataclass(frozen=True, slots=True)
class Aim:
    """Shares of the questions without an answer that must fall silent, and silent altogether."""

    answers: float
    related: float


WORDED = Aim(answers=0.95, related=0.88)
# Without wordings questions are told apart less well: so strict an aim would refuse most.
BARE = Aim(answers=0.85, related=0.6)


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the passages found for it, and which of them answer."""

    name: str
    turn: Turn
    hits: tuple[Hit, ...]
    result: SearchResult
    features: Matrix  # (passages, rank features)
    right: NDArray[np.bool_]  # (passages,)
    answerable: bool
    worth: float


def question_cases(questions: Sequence[Question], tools: Tools) -> tuple[Case, ...]:
    """The questions that reach the evidence step, and are right to answer or to fall silent."""
    found: list[Case] = []
    for question in questions:
        if question.corpus is not CorpusName.PUBLISHED:
            continue
        if not (question.expects_answer or question.expects_silence):
            continue  # right either way
        turn = _routed(question, tools)
        # Another authority's matter is told by the directory, not by the gate.
        if turn is not None and turn.query is not None and turn.matter is None:
            result = tools.searcher.search(turn.query, as_of=turn.as_of, audience=turn.audience)
            if with_matter(turn, result, tools).matter is not None:
                continue
            hits = _documents(result)
            right = [_is_right(h, question) for h in hits]
            case = _case(question.id, turn, hits, result, right, question.expects_answer, _WORTH)
            found += [case] if case is not None else []
    return tuple(found)


def wording_cases(tools: Tools, *, count: int = _WORDINGS) -> tuple[Case, ...]:
    """At most `count` wordings of the corpus, asked with themselves left out of the search."""
    wordings = tools.searcher.wordings
    chosen = random.Random(_SEED).sample(range(len(wordings)), min(count, len(wordings)))  # noqa: S311
    rows = {p.id: row for row, p in enumerate(tools.searcher.catalogue.all_passages())}
    found: list[Case] = []
    for part, searcher in enumerate(_learned_without(tools)):
        for number in (n for n in chosen if n % _PARTS == part):
            wording = wordings[number]
            if not wording.curated or wording.document_id == COMPETENCES_DOCUMENT:
                continue
            turn = _steps(Turn(question=wording.text, as_of=ASKED_ON), tools)
            if turn is not None and turn.query is not None:
                result = searcher.search(turn.query, as_of=turn.as_of, but=number)
                hits = _documents(result)
                right = [rows[h.passage.id] in wording.rows for h in hits]
                case = _case(wording.text, turn, hits, result, right, bool(wording.rows), 1.0)
                found += [case] if case is not None else []
    return tuple(found)


def _learned_without(tools: Tools) -> Iterator[Searcher]:
    """The search with a section classifier that has not seen each `_PARTS`th of the wordings."""
    wordings = tools.searcher.wordings
    size = sum(1 for _ in tools.searcher.catalogue.all_passages())
    worded = {w.rows for w in wordings if w.curated and w.rows}
    examples = [
        (number, w.text, ("", w.rows) if w.rows else (w.document_id, ()))
        for number, w in enumerate(wordings)
        if w.curated or w.rows in worded
    ]
    for part in range(_PARTS):
        others = [
            (text, of) for n, text, of in examples if n % _PARTS != part or not wordings[n].curated
        ]
        if not worded:
            yield tools.searcher
            continue
        classifier, classes = fit_sections(others, tools.searcher.analyser)
        yield tools.searcher.with_sections(
            SectionClassifier(classifier, [own for _, own in classes], size)
        )


def _documents(result: SearchResult) -> tuple[Hit, ...]:
    return tuple(h for h in result.kept if h.meta.id != COMPETENCES_DOCUMENT)


def _case(
    name: str,
    turn: Turn,
    hits: tuple[Hit, ...],
    result: SearchResult,
    right: Sequence[bool],
    answerable: bool,
    worth: float,
) -> Case | None:
    if not hits:
        return None
    features = np.stack([as_array(f) for f in rank_features(turn, hits)])
    return Case(name, turn, hits, result, features, np.array(right), answerable, worth)


def _routed(question: Question, tools: Tools) -> Turn | None:
    history: tuple[PastTurn, ...] = ()
    for earlier in question.history:
        past = answer(_turn(question, earlier, history), tools).remembered
        history = (*history, past) if past is not None else history
    return _steps(_turn(question, question.question, history), tools)


def _steps(turn: Turn, tools: Tools) -> Turn | None:
    for step in (guard, contextualise, route):
        result = step(turn, tools)
        if isinstance(result, Outcome):
            return None
        turn = result
    return turn


def _turn(question: Question, asked: str, history: tuple[PastTurn, ...]) -> Turn:
    return Turn(question=asked, as_of=question.as_of, audience=question.audience, history=history)


def _is_right(hit: Hit, question: Question) -> bool:
    heading = hit.passage.heading_path[-1] if hit.passage.heading_path else ""
    return question.expects_answer and is_right_section(
        Quoted(hit.meta.id, heading, "", True), question.sources
    )


def fit_rank(found: Sequence[Case]) -> dict[str, float]:
    """Weights by feature: the likelihood that a right passage comes first, made greatest.

    A conditional logit over the passages of each question with at least one right one.
    """
    from scipy.optimize import minimize  # noqa: PLC0415 - half a second that `--help` owes nobody

    usable = [c for c in found if c.right.any()]
    whole = sum(c.worth for c in usable)

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        total = _RANK_RIDGE * float(weights @ weights) / 2
        slope = _RANK_RIDGE * weights
        for case in usable:
            scores = case.features @ weights
            raised = np.exp(scores - scores.max())
            of_right = raised * case.right
            worth = case.worth / whole
            total -= worth * float(np.log(of_right.sum()) - np.log(raised.sum()))
            pull = of_right / of_right.sum() - raised / raised.sum()
            slope = slope - worth * (pull @ case.features)
        return total, slope

    start = np.zeros(len(RANK_FEATURES))
    best = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return dict(zip(RANK_FEATURES, map(float, best), strict=True))


@dataclass(frozen=True, slots=True)
class Gated:
    """The gate features of questions `(n, features)`, and what should come of each `(n,)`."""

    features: Matrix
    answerable: NDArray[np.bool_]
    right: NDArray[np.bool_]  # the passage put first answers
    worth: Matrix


def gated(found: Sequence[Case], rank: Mapping[str, float], tools: Tools) -> Gated:
    """The questions with the passage that the weights `rank` put first."""
    own = replace(tools, calibration=replace(tools.calibration, rank=rank))
    features: list[Matrix] = []
    right: list[bool] = []
    for case in found:
        candidates = weigh(case.turn, case.hits, own)
        right.append(bool(case.right[case.hits.index(candidates[0].hit)]))
        features.append(as_array(gate_features(case.turn, candidates, case.result, own)))
    return Gated(
        np.stack(features),
        np.array([c.answerable for c in found]),
        np.array(right),
        np.array([c.worth for c in found]),
    )


def fit_gate(rows: Gated) -> tuple[dict[str, float], float]:
    """Weights by feature and the bias of a logistic regression: is the first passage an answer?"""
    from scipy.optimize import minimize  # noqa: PLC0415 - as above

    centre, spread = rows.features.mean(axis=0), rows.features.std(axis=0)
    spread[spread == 0] = 1.0
    standard = (rows.features - centre) / spread
    wanted = rows.right.astype(np.float64)
    worth = rows.worth * np.where(rows.answerable & ~rows.right, _MISRANKED_WORTH, 1.0)
    worth = worth / worth.sum()

    def loss(values: Matrix) -> tuple[float, Matrix]:
        weights, bias = values[:-1], values[-1]
        scores = standard @ weights + bias
        total = float(worth @ np.logaddexp(0.0, np.where(wanted > 0, -scores, scores)))
        total += _GATE_RIDGE * float(weights @ weights) / 2
        error = worth * (1.0 / (1.0 + np.exp(-scores)) - wanted)
        slope = standard.T @ error + _GATE_RIDGE * weights
        return total, np.append(slope, error.sum())

    best = minimize(loss, np.zeros(len(GATE_FEATURES) + 1), jac=True, method="L-BFGS-B").x
    weights = best[:-1] / spread
    bias = float(best[-1] - weights @ centre)
    return dict(zip(GATE_FEATURES, map(float, weights), strict=True)), bias


def _probabilities(rows: Gated, weights: Mapping[str, float], bias: float) -> Matrix:
    scores = rows.features @ np.array([weights[name] for name in GATE_FEATURES]) + bias
    probabilities: Matrix = 1.0 / (1.0 + np.exp(-scores))
    return probabilities


def calibrate(
    questions: Sequence[Question],
    tools: Tools,
    *,
    commit: str,
    encoder: tuple[str, str],
    today: date,
    tell: Callable[[str], None] = lambda _: None,
) -> Calibration:
    """The weights and thresholds that serve these development questions best.

    Weights are fitted on all of them and on the wordings of the corpus; the thresholds, and the
    figures noted with the run, come from questions that the weights have not seen: each sixth is
    judged by weights fitted without it.
    """
    tell("development questions and wordings of the corpus")
    bare_tools = replace(tools, searcher=tools.searcher.without_curated())
    own, others = question_cases(questions, tools), wording_cases(tools)
    bare_own, bare_others = question_cases(questions, bare_tools), wording_cases(bare_tools)
    tell("weights of passages")
    parts = [(_without(own, fold), _without(bare_own, fold)) for fold in range(_FOLDS)]
    ranks = [fit_rank((*mine, *others, *bare)) for mine, bare in parts]
    rank = fit_rank((*own, *others, *bare_own))
    tell("gate")
    worded, figures = _gate(own, others, ranks, rank, tools, WORDED)
    bare, bare_figures = _gate(bare_own, bare_others, ranks, rank, bare_tools, BARE)
    run = CalibrationRun(
        made_on=today.isoformat(),
        commit=commit,
        encoder=encoder[0],
        revision=encoder[1],
        questions=len(own),
        figures={
            "wordings": float(len(others)),
            **figures,
            **{f"bare_{name}": value for name, value in bare_figures.items()},
        },
    )
    return Calibration(rank, worded, bare, run)


def _gate(
    own: Sequence[Case],
    others: Sequence[Case],
    ranks: Sequence[Mapping[str, float]],
    rank: Mapping[str, float],
    tools: Tools,
    aim: Aim,
) -> tuple[Gate, dict[str, float]]:
    unseen: list[Matrix] = []
    rows: list[Gated] = []
    for fold, fold_rank in enumerate(ranks):
        weights, bias = fit_gate(gated((*_without(own, fold), *others), fold_rank, tools))
        rows.append(gated(own[fold::_FOLDS], fold_rank, tools))
        unseen.append(_probabilities(rows[-1], weights, bias))
    likely = np.concatenate(unseen)
    answerable = np.concatenate([r.answerable for r in rows])
    right = np.concatenate([r.right for r in rows])
    answers = float(np.quantile(likely[~answerable], aim.answers))
    related = float(np.quantile(likely[~answerable], aim.related))
    hedged = (likely >= related) & (likely < answers)
    figures = {
        "right_section_first": float(right[answerable].mean()),
        "area_under_curve": _area(likely[answerable & right], likely[~answerable]),
        "refused_though_answerable": float((likely[answerable] < related).mean()),
        "hedged_though_answerable": float(hedged[answerable].mean()),
    }
    weights, bias = fit_gate(gated((*own, *others), rank, tools))
    return Gate(weights, bias, answers, related), figures


def _without(found: Sequence[Case], fold: int) -> tuple[Case, ...]:
    return tuple(case for i, case in enumerate(found) if i % _FOLDS != fold)


def _area(positive: Matrix, negative: Matrix) -> float:
    """The chance that an answerable question is thought likelier than one without an answer."""
    return float((positive[:, None] > negative[None, :]).mean())
