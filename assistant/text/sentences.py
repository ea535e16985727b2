"""French sentence boundaries, decided by rules over the characters around each full stop.

One pass over the text, no model: every run of `.`, `!`, `?` or `…` is a candidate, judged by the
word before it, the closing marks attached to it and what starts after it. Every look-behind and
look-ahead is bounded, so the time is linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

__all__ = ["is_lead_in", "split_sentences"]


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


# Abbreviations, without their last full stop and in lower case unless only the capital tells them
# from a word. «etc.», «hab.», «suiv.», «km.», «H.T.» need no row: like any word they end a sentence
# when what follows starts one.

# Always lead to what follows: never the end of a sentence.
_LEADING = _words("""
    mme mmes mlle mlles mgr dr drs pr prof mr mrs st ste sts stes vve
    av bd bld boul fbg pl rte imp rés bât apt appt esc
    cf cfr ex vs tél mél e.g i.e c.-à-d c.à.d c-à-d p.ex n.b p.-s nb ndlr ndla op loc
""")
_LEADING_AS_WRITTEN = _words(
    "M MM Me Mes Pdt Pdte Gal Gén Cdt Cne Col Cap Lt Sgt Adj Hon Rev Sté Dir"
)

# Not the end before a number, a Roman numeral or a code (art. L. 1511-2); a plain word elsewhere
# («un musée d'art. Il …», «en tant que tel. La …»).
_BEFORE_NUMBER = _words("""
    art arts al alin p pp pg fig figs tab tabl chap ch vol t tit sect ann n no nos num nr par para
    fasc liv col pt pts tel fax niv cat rub min max env approx ca v § ss
""")
_MONTHS = _words("janv jan févr fév fevr avr juil juill sept oct nov déc dec")  # before a year
_WEEKDAYS = _words("lun mar mer jeu ven sam dim")  # before a day of the month

# The end only before a word that opens sentences (Le, Il, Cette…), not before a name or a number.
_BEFORE_NAME = _words("""
    cie ets éts sté dép dépt dpt resp réf ref éd rééd coll trad coord univ acad suppl prés secr com
    comm cant arr arrt arrdt jr sr inc ltd corp al adj trim sem s.a.r.l
""")

# Dotted groups that close a sentence as readily as a word does.
_CLOSING_ACRONYMS = _words("h.t t.t.c s.v.p r.s.v.p a.m p.m")

# After these a lone capital is a label («le plan B.», «la zone C.»), not somebody's initial.
_LABELLED_NOUNS = _words("""
    plan zone zones catégorie catégories annexe annexes groupe groupes type types classe classes
    niveau lot lots bâtiment point points option options partie section vitamine hépatite série bloc
    lettre porte hall quai volet axe colonne tableau figure permis sous-groupe phase étape cas
""")

# One-letter words; every other lone letter before a full stop is an abbreviation or a label.
_ONE_LETTER_WORDS = _words("a y à ô")

_ARTICLES = _words("le la les l du de des d")  # also the first word of names: J. Le Goff
# What an article before a capital opens a sentence with, rather than a name: «La Région …».
_INSTITUTIONS = _words("""
    région régions état maison maisons conseil commission président présidente union ville métropole
    département départements ministère préfet hauts-de-france france europe chambre charte cité
""")

# Words that open a sentence even after an abbreviation; lower case, elision removed.
_OPENERS = _ARTICLES | _words("""
    un une ce cet cette ces c il elle ils elles on nous vous je j tu mon ma mes ton ta tes son sa
    ses notre nos votre vos leur leurs qui que qu quoi quel quelle quels quelles où quand comment
    pourquoi combien et ou mais or donc car ni si s ainsi alors aussi après avant afin au aux à avec
    sans sous sur dans en par pour parmi entre depuis dès pendant lors lorsque lorsqu puis puisque
    puisqu parce comme chaque chacun chacune tout tous toute toutes plusieurs certains certaines
    aucun aucune quelques cela ceci celui celle ceux celles ici là voici voilà enfin ensuite
    toutefois cependant néanmoins pourtant malgré selon outre hormis sauf même plus moins très peu
    beaucoup ne n non oui y est sont autre autres tel telle tels telles seul seule seuls seules rien
    personne jamais toujours désormais aujourd hier demain quant grâce suite face attention merci
    bonjour quiconque nul nulle faute deux trois quatre cinq six sept huit neuf dix cent mille jusqu
    vers chez contre durant devant derrière
""")

# Names written with a small first letter and no capital inside.
_LOWER_CASE_NAMES = _words("adidas emlyon thyssenkrupp bpifrance service-public")

# A blank line, or Unicode's own paragraph separator.
_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n\s*|\u2029\s*")

_INVISIBLE = "\u200b\u2060\ufeff\u00ad"
# A candidate: stops, with the closing marks and note calls that belong to them. Everything after
# the first stop is optional, so the pattern never backtracks. `last`: a stop after a closing mark.
_CANDIDATE = re.compile(
    rf"""
    (?P<run>[.!?…⁇⁈⁉‽]+)
    (?:
        (?P<last>[.!?…])
      | [»”"'’)\]}}*_{_INVISIBLE}]
      | \s{{1,2}}[»)\]]
      | [^\S\n]{{1,2}}[!?…]
    )*
    (?:[¹²³⁰-⁹]+|(?:[^\S\n]?\[[0-9]{{1,3}}\])+)?
    """,
    re.VERBOSE,
)
_EXCLAIMING = re.compile("[!?⁇⁈⁉‽]")

_DASHES = "-–—‐‑―"
_BULLETS = "•▪◦●■□►▶→➔✓✔✅☑·‣⁃"
_OPENING = "«\"“„‘'’(\\[{¿¡*_#"
# What follows a candidate: space, list mark or dash, «[…]», opening marks, then the first
# character that says whether a sentence starts.
_FOLLOWING = re.compile(
    rf"""
    (?P<space>\s+)
    (?P<mark>(?:[{_DASHES}]{{1,2}}(?=[\s«"“])|[{_BULLETS}])\s*)?
    (?:[\[(](?:…|\.\.\.)[\])]\s*)?
    (?:[{_OPENING}]{{1,3}}\s*){{0,3}}
    (?P<first>\S)
    """,
    re.VERBOSE,
)

# Sentence starts that are neither a capital nor a digit.
_SMALL_START = re.compile(
    r"""
      https?:// | www\.
    | [\w.+-]{1,64}@[\w-]
    | (?:[\w-]{1,40}\.){1,4}(?:fr|com|org|net|eu|be|ch|ca|io|gouv)\b
    | [a-zà-ÿ]{1,6}[A-ZÀ-Þ]               # iPhone, eTwinning, macOS
    | [a-z]{1,2}\)\s | [ivx]{1,5}[.)]\s    # b) …, iii. …
    | [a-h]\.\s+[A-ZÀ-Þ]                   # b. Faire
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NUMBER_OR_CODE = re.compile(
    r"""
      [0-9] | n[°º] | §
    | (?:[IVX]|[IVXLCDM]{2,})(?=[\s,;.:)-]|$)
    | (?:[LRDA]O?|LO)\s?[.*]{0,2}\s?[0-9]
    | [A-Z]{1,3}-?[0-9]
    | [A-Z](?=\s?[,;.)]|$)
    """,
    re.VERBOSE,
)
_YEAR = re.compile(r"(?:1[0-9]|20)[0-9]{2}\b|[0-9]{2}\b(?!\s[0-9]{3})")
_DAY = re.compile(r"[0-3]?[0-9](?![0-9])(?!\s[0-9]{3})")
# What an article introduces: anything but a `name`, or a name.
_NOUN_AFTER = re.compile(r"(?:[’']|\s+)(?:[a-zà-öø-ÿœ0-9«]|(?P<name>[^\W\d_]+(?:-[^\W\d_]+)*))")

# A sentence that is only a label so far: «1.», «II.», «a.», «1.2.», «Article 3.», «Art. L. 12-2.».
_LABEL = re.compile(
    rf"""
    (?:[{_DASHES}{_BULLETS}*#]{{1,6}}\s*)?
    [«"“(*_]?\s?
    (?:(?:article|art\.|chapitre|chap\.|titre|section|sous-section|partie|annexe|livre|tome|§|étape
         |point|question|volet|axe|fiche|phase|lot|priorité|objectif|action|mesure)\s{{1,2}}
       (?:[LRDA]O?[.*]{{0,2}}\s?)?(?:[0-9]{{1,4}}|[IVXLC]{{1,7}}|[A-Z])
      |[0-9]{{1,2}}|[IVX]{{1,6}}|[A-Za-z])
    (?:[-.][0-9A-Za-z]{{1,4}}){{0,5}}
    (?:er|re|ère|e|ème|[ ]?bis|[ ]?ter|[ ]?quater)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LABEL_LENGTH = 48  # characters; longer than any label above

# Marks before the first word of a sentence: a quote opened there does not stand inside a sentence.
_SENTENCE_LEAD = re.compile(
    rf"(?:[{_DASHES}{_BULLETS}]\s*)?(?:[0-9]{{1,2}}[.)]\s*)?(?:[{_OPENING}]{{1,3}}\s*){{0,3}}"
)
_BRACKET = re.compile(r"[()\[\]«»“”\"]")
_OPENED_BY = {")": "(", "]": "[", "»": "«", "”": "“"}
# Beyond this many characters a bracket or a quotation no longer holds its sentences together: an
# unclosed one must not swallow the paragraph.
_HOLD_LENGTH = 400
# A quotation that opens a sentence and is followed by «dit-il» stays whole up to this length.
_SPEECH_LENGTH = 250

_WORD_REACH = 64  # characters looked back for the word before a stop


class _Next(Enum):
    """What starts after a candidate."""

    NOTHING = auto()  # a small letter or a mark: the sentence goes on
    CAPITAL = auto()
    DIGIT = auto()
    OTHER = auto()  # a bullet, an address, a small-letter brand or a list label


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The sentence being read: from `start`, within a paragraph that ends at `limit`."""

    text: str
    start: int
    lead: int  # where its first word begins, after opening marks and a list label
    limit: int


@dataclass(frozen=True, slots=True)
class _Brackets:
    """Matched brackets and quotation marks of a paragraph."""

    pairs: tuple[tuple[int, int], ...]  # places of the two marks, by opening; short ones only
    spaced_closings: frozenset[int]  # places of straight quotes that close after a space


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return the `[start, end)` character spans of the sentences of `text`, in order.

    Spans are trimmed of white space, do not overlap, and together hold every other character once.
    A blank line always ends a sentence, a single newline never does. Closing marks and note calls
    stay with the sentence that they close. Splitting a sentence again gives that sentence.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for gap in _PARAGRAPH_BREAK.finditer(text):
        spans.extend(_split_paragraph(text, start, gap.start()))
        start = gap.end()
    spans.extend(_split_paragraph(text, start, len(text)))
    return spans


def is_lead_in(sentence: str) -> bool:
    """Return True when the sentence announces a list: it ends with a colon, spaces aside."""
    body = sentence.rstrip().rstrip("*_").rstrip()
    return len(body) > 1 and body.endswith(":")


def _split_paragraph(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return
    brackets = _match_brackets(text, start, end)
    sentence = _sentence_at(text, start, end)
    upcoming = 0
    held_until = start
    for candidate in _CANDIDATE.finditer(text, start, end):
        stop = candidate.end()
        if stop + 1 in brackets.spaced_closings:
            stop += 2
        if stop >= end:
            break
        while upcoming < len(brackets.pairs) and brackets.pairs[upcoming][0] < candidate.start():
            opened, closed = brackets.pairs[upcoming]
            upcoming += 1
            if opened >= sentence.start and _holds_together(sentence, opened, closed):
                held_until = max(held_until, closed)
        if stop > held_until and _is_end(sentence, candidate, stop):
            yield sentence.start, stop
            while text[stop].isspace():
                stop += 1
            sentence = _sentence_at(text, stop, end)
    yield sentence.start, end


def _sentence_at(text: str, start: int, limit: int) -> _Sentence:
    match = _SENTENCE_LEAD.match(text, start, limit)
    return _Sentence(text, start, match.end() if match else start, limit)


def _is_end(sentence: _Sentence, candidate: re.Match[str], stop: int) -> bool:
    """Whether the sentence ends at `stop`, with the marks of `candidate`."""
    text = sentence.text
    if not text[stop].isspace():
        return _is_end_without_space(sentence, candidate)
    following = _FOLLOWING.match(text, stop, sentence.limit)
    kind = _what_starts(following, sentence.limit) if following else _Next.NOTHING
    if following is None or kind is _Next.NOTHING or _is_bracketed_alone(sentence, candidate):
        return False
    run, last = candidate.group("run", "last")
    if _EXCLAIMING.search(candidate.group()) or (run == "." and last == "."):  # «(etc.).»
        return True
    if run != "." and last != ".":
        return kind is _Next.CAPITAL
    return last == "." or _stop_ends(sentence, candidate, kind, following.start("first"))


def _what_starts(following: re.Match[str], limit: int) -> _Next:
    first = following.group("first")
    text, place = following.string, following.start("first")
    mark = (following.group("mark") or "").strip()
    is_list = bool(mark) and (mark[0] not in _DASHES or "\n" in following.group("space"))
    if is_list or first == "§" or unicodedata.category(first) == "So":
        return _Next.OTHER
    if first.isdecimal() or (first == "+" and text[place + 1 : place + 2].isdecimal()):
        return _Next.DIGIT
    if first.isalpha() and not first.islower():
        return _Next.CAPITAL
    quoted = first.isalpha() and any(mark in following.group() for mark in "«“")
    return _Next.OTHER if quoted or _is_small_start(text, place, limit) else _Next.NOTHING


def _is_small_start(text: str, place: int, limit: int) -> bool:
    if _SMALL_START.match(text, place, limit):
        return True
    word = _WORD.match(text, place, limit)
    return word is not None and word.group() in _LOWER_CASE_NAMES


def _is_bracketed_alone(sentence: _Sentence, candidate: re.Match[str]) -> bool:
    """«(?)», «[…]», «(...)»: a remark or an omission, not an end."""
    before = candidate.start() - 1
    if before < sentence.start or sentence.text[before] not in "([" or candidate.group("last"):
        return False
    return candidate.group()[len(candidate.group("run")) :].startswith((")", "]"))


def _stop_ends(sentence: _Sentence, candidate: re.Match[str], kind: _Next, after: int) -> bool:
    """Whether a lone full stop ends the sentence, given that something starts at `after`."""
    text, stop = sentence.text, candidate.start()
    if stop - sentence.start <= _LABEL_LENGTH and _LABEL.fullmatch(text, sentence.start, stop):
        return False
    words = text[max(sentence.start, stop - _WORD_REACH) : stop].rsplit(None, 2)
    if not words or text[stop - 1].isspace():
        return True
    written = _last_word(words[-1])
    before = words[-2] if len(words) > 1 else ""
    abbreviated = _is_abbreviation(written, before)
    in_brackets = ")" in candidate.group() and (abbreviated or written == "etc")
    if in_brackets and kind is _Next.CAPITAL:  # «les chambres (CCI, CMA, etc.) Hauts-de-France»
        return _opens_sentence(text, after, sentence.limit, before_name=True)
    return not abbreviated or _abbreviation_ends(sentence, written, before, kind, after)


def _last_word(token: str) -> str:
    """`token` without opening marks and without what an apostrophe cuts off."""
    return re.split("[’']", token)[-1].lstrip('«"“„‘([{*_#')


def _is_abbreviation(written: str, before: str) -> bool:
    word = written.lower()
    if len(word) > 1 and written.isupper() and written.isalpha():  # PR, CFR; but MM., ART. 3
        return written in _LEADING_AS_WRITTEN or word in _BEFORE_NUMBER
    if len(word) == 1 and word.isalpha():
        is_unit = word != "p" and before[-1:].isdecimal()  # 9 h., 100 M.; but 5 p. 100
        return not is_unit and (word not in _ONE_LETTER_WORDS or written.isupper())
    if word in _LEADING or written in _LEADING_AS_WRITTEN or word in _BEFORE_NUMBER:
        return True
    if word in _MONTHS or word in _WEEKDAYS or word in _BEFORE_NAME:
        return True
    return "." in word and word not in _CLOSING_ACRONYMS and _is_dotted_acronym(word)


def _is_dotted_acronym(word: str) -> bool:
    """S.N.C.F, J.-P, Ph.-A: groups of one or two letters, one letter at least once."""
    groups = [group.strip("-") for group in word.split(".")]
    return all(group.isalpha() and len(group) <= 2 for group in groups) and any(
        len(group) == 1 for group in groups
    )


def _abbreviation_ends(
    sentence: _Sentence, written: str, before: str, kind: _Next, after: int
) -> bool:
    text, limit, word = sentence.text, sentence.limit, written.lower()
    if word in _MONTHS:
        return kind is not _Next.DIGIT or _YEAR.match(text, after, limit) is None
    if word in _WEEKDAYS:
        return kind is not _Next.DIGIT or _DAY.match(text, after, limit) is None
    if len(word) == 1 and written.isupper() and _last_word(before).lower() in _LABELLED_NOUNS:
        return True
    if written in _LEADING_AS_WRITTEN or word in _LEADING:
        return False
    if word in _BEFORE_NUMBER and word not in _BEFORE_NAME and len(word) > 1:
        return _NUMBER_OR_CODE.match(text, after, limit) is None
    is_acronym = "." in word  # no name follows: «la S.N.C.F. Les Régions …»
    return kind is _Next.CAPITAL and _opens_sentence(text, after, limit, before_name=not is_acronym)


def _opens_sentence(text: str, after: int, limit: int, *, before_name: bool) -> bool:
    """Whether the word at `after` opens sentences.

    Where a name may stand (`before_name`), an article opens a sentence only before a small letter
    or the name of an institution.
    """
    match = _WORD.match(text, after, limit)
    word = match.group().lower().split("-")[0] if match else ""
    if match is None or word not in _OPENERS:
        return False
    if word not in _ARTICLES or not before_name:
        return True
    noun = _NOUN_AFTER.match(text, match.end(), limit)
    if noun is None:
        return False
    name = noun.group("name")
    return name is None or name.lower() in _INSTITUTIONS


def _is_end_without_space(sentence: _Sentence, candidate: re.Match[str]) -> bool:
    """«c'est fini.La Région…»: a missing space, told from an address or a file by its words."""
    text, first, stop = sentence.text, candidate.start(), candidate.end()
    if not text[stop].isupper() or candidate.group().rstrip("»”)") != candidate.group("run"):
        return False
    words = text[max(sentence.start, first - _WORD_REACH) : first].rsplit(None, 1)
    word = re.split("[’'-]", words[-1])[-1].lstrip("«“(") if words else ""
    is_word = len(word) > 2 and word.isalpha() and not _is_abbreviation(word, "")
    if not is_word and word[-1:] not in ("%", "€"):
        return False
    return _opens_sentence(text, stop, sentence.limit, before_name=False)


def _match_brackets(text: str, start: int, end: int) -> _Brackets:
    opened: dict[str, list[int]] = {"(": [], "[": [], "«": [], "“": [], '"': []}
    pairs: list[tuple[int, int]] = []
    spaced: list[int] = []
    for bracket in _BRACKET.finditer(text, start, end):
        mark, place = bracket.group(), bracket.start()
        opening = _OPENED_BY.get(mark)
        if mark == '"' and opened[mark]:
            after_space = text[place - 1].isspace()
            if not after_space or place + 1 == end or text[place + 1].isspace():
                opening = mark
                if after_space:
                    spaced.append(place)
        if opening is None:
            opened[mark].append(place)
        elif opened[opening]:
            first = opened[opening].pop()
            if place - first <= _HOLD_LENGTH:
                pairs.append((first, place))
    return _Brackets(tuple(sorted(pairs)), frozenset(spaced))


def _holds_together(sentence: _Sentence, opened: int, closed: int) -> bool:
    """Whether the stops inside a bracket or quotation are inside one sentence.

    A bracket inside a sentence holds. A quotation holds when the sentence goes on after it, or when
    it is a title inside the sentence; speech announced by a colon is cut into its sentences.
    """
    text = sentence.text
    inside = opened >= sentence.lead
    if text[opened] in "([":
        return inside
    if _goes_on(text, closed + 1, sentence.limit):
        return inside or closed - opened <= _SPEECH_LENGTH
    return inside and not text[max(sentence.lead, opened - 3) : opened].rstrip().endswith(":")


def _goes_on(text: str, place: int, limit: int) -> bool:
    """Whether what follows a closing mark continues its sentence."""
    while place < limit and text[place].isspace():
        place += 1
    if place >= limit:
        return False
    return text[place] in ",;:" or (
        text[place].islower() and not _is_small_start(text, place, limit)
    )
