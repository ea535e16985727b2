"""What is known of a passage as evidence for a question, as numbers that calibration weighs."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class RankFeatures:
    """One passage beside the others found for the same question.

    The first seven are z-scores over the passages found; shares are in [0, 1]; the rest is 0 or 1.
    """

    whole: float
    head: float
    grams: float
    asked: float
    asked_grams: float
    learned: float
    dense: float
    learned_share: float  # of belief, by the section classifier
    coverage: float  # of the question's rarity, by the passage and its most alike wording
    likeness: float  # to its most alike wording
    aspects: float  # share of the aspects asked about that it is asked about
    gap_aspects: float  # share of them that its document is known to lack
    headed_alike: float  # its heading asks for the same kind of thing
    worded_alike: float  # its most alike wording asks for the same kind of thing
    holds_kind: float  # a fact is asked, and it holds one of that kind
    lacks_kind: float  # a fact is asked, and it holds none
    named: float  # the question calls its document by name
    not_named: float  # the question calls another document by name
    for_audience: float  # the person told who they are, and it is written for them
    lists: float  # several things are asked for, and it lists some


@dataclass(frozen=True, slots=True)
class GateFeatures:
    """How well the best passage stands behind an answer, all things considered."""

    share: float  # of the belief that the passages found share, in [0, 1]
    share_of_three: float  # the same of the three first: two things may have been asked about
    coverage: float
    coverage_beyond: float  # of what is asked beyond the name of its document
    fully_met: float  # 1 when all of it is met, 0 from four fifths down
    hardly_met: float  # 1 when nothing of it is met, 0 from a third up
    document_coverage: float  # the same, by all found passages of the document
    likeness: float
    dense: float  # cosine of the encoder
    shows_aspect: float  # the question says which aspect of its subject it is about
    aspects: float
    gap_aspects: float
    headed_alike: float
    worded_alike: float
    holds_kind: float
    lacks_kind: float
    named: float
    not_named: float
    unknown_names: float
    missed_rarity: float  # of the rarest word that nothing of the passage meets, in [0, 1]
    names_nothing: float  # no document is called by name
    # How much nearer the question comes to a known gap than to any passage found, in [-1, 1].
    gap_asked: float
    gap_grams: float
    gap_likeness: float
    learned: float  # margin of the section classifier
    learned_lead: float  # how far it is above that of the next section, in [0, 2]
    learned_share: float
    gap_learned: float  # how far the margin of the likeliest gap is above it, in [-2, 2]
    gap_learned_share: float
    matter_share: float  # of belief, by the section classifier, in others' matters
    met_rarity: float  # the rarities of the words met, added up; in units of the rarest word
    whole: float  # how far the passage stands out, as in RankFeatures
    asked: float
    grams: float
    asked_grams: float
    learned_standing: float
    sentence: float  # coverage, beyond the name, by the best sentence that holds the kind asked for
    counts_other: float  # «combien de postes»: no number of those in the passage


RANK_FEATURES = tuple(f.name for f in fields(RankFeatures))
GATE_FEATURES = tuple(f.name for f in fields(GateFeatures))


def as_array(features: RankFeatures | GateFeatures) -> NDArray[np.float64]:
    """The values in the order of the fields."""
    return np.array([getattr(features, f.name) for f in fields(features)], dtype=np.float64)
