"""Figures of French text, their values, and which quotes bear them out."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.text.dates import CalendarDate, DatePart
from assistant.text.figures import (
    Figure,
    FigureKind,
    figures_supported,
    find_figures,
    normal_form,
)

# Text, then its figures: «;» between them, «-» for none.
CASES = {
    "amounts": """
100 M€ | 100000000 EUR
100M€ | 100000000 EUR
100 millions d'euros | 100000000 EUR
100 millions d’euros | 100000000 EUR
100 millions € | 100000000 EUR
cent millions d'euros | 100000000 EUR
Cent millions d’euros | 100000000 EUR
100 M d'euros | 100000000 EUR
1,7 milliard d'euros | 1700000000 EUR
83 milliards d'euros | 83000000000 EUR
4 Md€ | 4000000000 EUR
4 Mds€ | 4000000000 EUR
4 Mds d'euros | 4000000000 EUR
4 Mrd € | 4000000000 EUR
0,5 M€ | 500000 EUR
3 k€ | 3000 EUR
3 K€ | 3000 EUR
30 milliers d'euros | 30000 EUR
25 mille euros | 25000 EUR
1 200 € | 1200 EUR
1\u202f200\u00a0€ | 1200 EUR
1\u2009200\u202f€ | 1200 EUR
1200 € | 1200 EUR
1.200 € | 1200 EUR
1 200,50 euros | 1200.50 EUR
1.200,50 euros | 1200.50 EUR
3,30 € le repas | 3.30 EUR
1 € par jour travaillé | 1 EUR
un euro symbolique | 1 EUR
un million d'euros | 1000000 EUR
1 million et demi d'euros | 1500000 EUR
un million et demi d'euros | 1500000 EUR
deux cents euros | 200 EUR
mille deux cents euros | 1200 EUR
50 centimes | 0.50 EUR
12 € 50 | 12.50 EUR
2 euros et 50 centimes | 2.50 EUR
500 EUR | 500 EUR
€ 500 | 500 EUR
30 €/an | 30 EUR
30 € HT | 30 EUR
500 millions de dollars | 500000000 USD
5 $ et 50 £ | 5 USD; 50 GBP
une dizaine d'euros | 10 EUR
zéro euro | 0 EUR
1 000 000 d'euros | 1000000 EUR
""",
    "ranges": """
entre 3 000 et 30 000 € | 3000 EUR; 30000 EUR
de 75 000 à 500 000 € | 75000 EUR; 500000 EUR
3 000-30 000 € | 3000 EUR; 30000 EUR
de 1 à 2 millions d'euros | 1000000 EUR; 2000000 EUR
de 500 000 à 2 millions d'euros | 500000 EUR; 2000000 EUR
de 653 à 507 millions d'euros | 653000000 EUR; 507000000 EUR
de 100 à 200 M€ | 100000000 EUR; 200000000 EUR
de 2000 à 5000 € | 2000 EUR; 5000 EUR
de 3 000 € à 30 000 € | 3000 EUR; 30000 EUR
20 à 40 % | 20 %; 40 %
entre 20 et 40 % | 20 %; 40 %
20-40 % | 20 %; 40 %
10, 20 ou 30 % | 10 %; 20 %; 30 %
18 à 30 ans | 18 an; 30 an
de 18 à moins de 30 ans | 18 an; 30 an
18-30 ans | 18 an; 30 an
entre 16 et 25 ans | 16 an; 25 an
trois à cinq semaines | 3 semaine; 5 semaine
un à deux mois | 1 mois; 2 mois
deux ou trois jours | 2 jour; 3 jour
le 18 à 14 h | 18; 14 heure
de 9 à 17 h | 9 heure; 17 heure
2 à 3 millions d'habitants | 2000000; 3000000
deux ou trois cents | 200; 300
500, 1 400 et 2 200 places | 500; 1400; 2200
En 2024, 5 M€ puis 4 M€ en 2026 | 2024; 5000000 EUR; 4000000 EUR; 2026
en 2024 et 4 M€ | 2024; 4000000 EUR
""",
    "percentages": """
98 % | 98 %
98\u202f% | 98 %
98% | 98 %
98 pour cent | 98 %
98 p. 100 | 98 %
dix pour cent | 10 %
cent pour cent | 100 %
6,5 % | 6.5 %
−50 % | 50 %
3 pour mille | 3 ‰
exprimé en pour cent | -
""",
    "dates": """
18 juin 2026 | 2026-06-18
jeudi 18 juin 2026 | 2026-06-18
18 JUIN 2026 | 2026-06-18
18/06/2026 | 2026-06-18
18.06.2026 | 2026-06-18
18-06-2026 | 2026-06-18
18.06.26 | 2026-06-18
18/06/26 | 2026-06-18
2026-06-18 | 2026-06-18
2026-06-18T10:00 | 2026-06-18
le dix-huit juin 2026 | 2026-06-18
12 févr. 2024 | 2024-02-12
12 sept. 2024 | 2024-09-12
1er janvier | ????-01-01
1er janvier 2027 | 2027-01-01
le premier janvier | ????-01-01
18 juin | ????-06-18
juin 2026 | 2026-06
06/2026 | 2026-06
2026-06 | 2026-06
sept. 2026 | 2026-09
en juin | ????-06
Mars est une société | -
le 31/12 | ????-12-31
l'automne 2026 | 2026 automne
l’été 2026 | 2026 été
au printemps 2026 | 2026 printemps
fin 2027 | 2027 fin
d'ici la fin de l'année 2027 | 2027 fin
début 2027 | 2027 début
mi-2026 | 2026 milieu
mi-juin 2026 | 2026-06 milieu
fin juin | ????-06 fin
à la rentrée 2026 | 2026 rentrée
1er semestre 2026 | 2026 semestre 1
second semestre de 2026 | 2026 semestre 2
T4 2026 | 2026 trimestre 4
dernier trimestre 2026 | 2026 trimestre 4
2026 | 2026
en 2026 | 2026
en 1789 | 1789
les aides 2026 ouvertes | 2026
les 12-15 et 16-18 mai | ????-05-12; ????-05-15; ????-05-16; ????-05-18
le programme 2021-2027 | 2021; 2027
France 2030 | 2030
du 01/09/2026-30/11/2026 | 2026-09-01; 2026-11-30
juin-juillet 2026 | 2026-06; 2026-07
du 18 au 20 juin 2026 | 2026-06-18; 2026-06-20
les 18, 19 et 20 juin 2026 | 2026-06-18; 2026-06-19; 2026-06-20
vendredi 3 et samedi 4 octobre 2026 | 2026-10-03; 2026-10-04
du 1er septembre au 30 novembre 2026 | 2026-09-01; 2026-11-30
du 1er novembre au 15 janvier 2027 | 2026-11-01; 2027-01-15
entre septembre et novembre 2026 | 2026-09; 2026-11
entre avril et novembre | ????-04; ????-11
les 5 décembre et 18 juin 2026 | ????-12-05; 2026-06-18
""",
    "durations": """
24 mois | 24 mois
deux ans | 2 an
un an | 1 an
un mois | 1 mois
un jour | -
une minute | -
un jour ouvré | 1 jour ouvré
10 jours ouvrés | 10 jour ouvré
dix jours | 10 jour
une quinzaine de jours | 15 jour
70 h | 70 heure
24h/24 et 7j/7 | 24 heure; 24; 7 jour; 7
9 h 30 | 570 minute
9h30 | 570 minute
17:30 | 1050 minute
1 heure et 30 minutes | 90 minute
deux heures et demie | 2.5 heure
un an et demi | 1.5 an
une demi-heure | 30 minute
trois quarts d'heure | 45 minute
trois demi-journées | 1.5 jour
moins de 26 ans | 26 an
""",
    "numbers": """
25 000 | 25000
25 000 demandeurs | 25000
25\u202f000 | 25000
25\u2009000 | 25000
25.000 | 25000
25'000 | 25000
25000 | 25000
1 000 000 | 1000000
1,200,000 | 1200000
3,5 | 3.5
3.5 | 3.5
plus de 500 lieux | 500
vingt-deux communes | 22
vingt et un | 21
vingt-et-une communes | 21
soixante-dix-sept | 77
soixante et onze | 71
quatre-vingts | 80
quatre-vingt-douze | 92
quatre vingt douze | 92
septante | 70
nonante-deux | 92
deux cent mille | 200000
neuf cent mille | 900000
trois cent mille quatre-vingt-douze | 300092
mille | 1000
onze cents | 1100
une centaine de lieux | 100
des milliers de lieux | -
un dispositif et une aide | -
neuf communes | 9
un vélo neuf | -
les deux | 2
deux-roues | -
Deux-Sèvres | -
3,7 milliards | 3700000000
quatre millions de personnes | 4000000
le dispositif 632, n° 784 | 632; 784
art. L. 1511-2 | 1511; 2
plus de 2000 entreprises | 2000
les 2000 entreprises | 2000
Elle finance 2000 projets. | 2000
1500 places | 1500
59000 Lille | 59000
100 km par semaine | 100 km
100 km/semaine | 100 km
100 km/h | 100 km/h
cent kilomètres | 100 km
25 m² | 25 m²
le 15, il pleut | 15
""",
    "left out": """
le 1er, la 2e et la 3ème | -
le 1 er et la 2 e | -
le XXe siècle | -
la 5G, le G7, CO2, H200 | -
la version 2.1.10 | -
voir https://x.fr/dispositif632?id=784 | -
écrire à a12@b3.fr | -
certifier 25 000 personnes [1]. | 25000
1. Déposez le dossier. | -
2) Attendez. | -
""",
    "telephone numbers": """
03 74 27 48 38 | tel 0374274838
03\u00a074\u00a027\u00a048\u00a038 | tel 0374274838
03.74.27.48.38 | tel 0374274838
03-74-27-48-38 | tel 0374274838
0374274838 | tel 0374274838
+33 3 74 27 48 38 | tel 0374274838
+33 (0)3 74 27 48 38 | tel 0374274838
0033374274838 | tel 0374274838
0 800 02 60 80 | tel 0800026080
le 3114 | tel 3114
appelez le 3114 | tel 3114
joignable au 39 19 | tel 3919
3919, numéro national | tel 3919
composez le 15 | tel 15
Appelez le 15, le 17 ou le 112. | tel 15; tel 17; tel 112
les 15 projets | 15
3114 places | 3114
le 3000 € | 3000 EUR
""",
}
TABLE = [
    pytest.param(*(part.strip(" ") for part in line.split("|")), id=f"{theme}: {line}")
    for theme, lines in CASES.items()
    for line in lines.strip("\n").split("\n")
]


def described(figure: Figure) -> str:
    value = figure.value
    if isinstance(value, CalendarDate):
        numbers = [f"{value.year or '????'}"]
        numbers += [f"{number:02d}" for number in (value.month, value.day) if number]
        return "-".join(numbers) + (f" {value.part}" if value.part else "")
    if figure.kind is FigureKind.PHONE:
        return f"tel {value}"
    assert isinstance(value, Decimal)
    number = f"{value:f}"
    return f"{number} {figure.unit}" if figure.unit else number


def canonical(expected: str) -> str:
    """`1200.50` and `1200.5` are one number."""
    number, _, rest = expected.partition(" ")
    try:
        return f"{Decimal(number).normalize():f} {rest}".strip()
    except ArithmeticError:
        return expected


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_figures(text: str, expected: str) -> None:
    wanted = [] if expected == "-" else [canonical(part) for part in expected.split("; ")]
    assert [canonical(described(figure)) for figure in find_figures(text)] == wanted


def test_the_table_is_large_enough() -> None:
    assert len(TABLE) >= 150


@pytest.mark.parametrize(
    "forms",
    [
        ("100 M€", "100 millions d'euros", "cent millions d’euros", "100 000 000 €", "0,1 Md€"),
        ("18 juin 2026", "18/06/2026", "2026-06-18", "jeudi 18 juin 2026", "18.06.26"),
        ("25 000", "25\u202f000", "25.000", "25000", "vingt-cinq mille"),
        ("98 %", "98%", "98 pour cent", "quatre-vingt-dix-huit pour cent"),
        ("deux ans", "24 mois", "2 années"),
        ("1 h 30", "90 minutes", "1h30", "une heure et demie"),
        ("trois semaines", "21 jours"),
        ("03 74 27 48 38", "+33 3 74 27 48 38"),
        ("100 km", "cent kilomètres"),
        ("fin 2027", "fin de l'année 2027"),
    ],
    ids=lambda forms: forms[0],
)
def test_one_figure_in_many_forms(forms: tuple[str, ...]) -> None:
    found = [find_figures(form) for form in forms]
    assert all(len(figures) == 1 for figures in found)
    assert len({normal_form(figure) for (figure,) in found}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("100 M€", "100 millions"),
        ("98 %", "98"),
        ("10 jours", "10 jours ouvrés"),
        ("18 juin 2026", "juin 2026"),
        ("fin 2027", "2027"),
        ("3 mois", "90 jours"),
        ("100 €", "100 $"),
        ("le 3114", "3114"),
    ],
)
def test_different_figures(one: str, other: str) -> None:
    (left,), (right,) = find_figures(one), find_figures(other)
    assert normal_form(left) != normal_form(right)


@pytest.mark.parametrize(
    ("statement", "quotes", "missing"),
    [
        ("La Région mobilise 100 M€.", ["100 millions d'euros pourront être mobilisés"], []),
        ("La Région mobilise 100 M€.", ["certifier 25 000 demandeurs"], ["100 M€"]),
        ("La Région mobilise 100 M€.", ["100 projets"], ["100 M€"]),
        ("La Région mobilise 100 M€.", ["100 millions de personnes"], ["100 M€"]),
        ("Elle certifie 25 000 personnes.", ["certifier **25 000** demandeurs d'emploi"], []),
        ("Elle certifie 25 000 personnes.", ["certifier 2 500 demandeurs"], ["25 000"]),
        ("Elle suit 34 collectivités.", ["34 % des collectivités"], []),
        ("Le taux est de 34 %.", ["34 collectivités"], ["34 %"]),
        ("Votée en 2026.", ["adoptée le 18 juin 2026"], []),
        ("Votée en juin 2026.", ["adoptée le 18 juin 2026"], []),
        ("Votée un 18 juin.", ["adoptée le 18 juin 2026"], []),
        ("Votée le 18 juin 2026.", ["adoptée en 2026"], ["18 juin 2026"]),
        ("Votée le 18 juin 2026.", ["adoptée en juin 2026"], ["18 juin 2026"]),
        ("Votée le 18 juin 2026.", ["adoptée un 18 juin"], ["18 juin 2026"]),
        ("Votée en 2025.", ["adoptée le 18 juin 2026"], ["2025"]),
        ("D'ici fin 2027.", ["d'ici au 31 décembre 2027"], []),
        ("D'ici fin 2027.", ["d'ici à 2027"], ["fin 2027"]),
        ("En 2027.", ["d'ici fin 2027"], []),
        ("À l'automne 2026.", ["le 15 octobre 2026"], []),
        ("À l'automne 2026.", ["le 15 juillet 2026"], ["automne 2026"]),
        ("Fin juin 2026.", ["le 25 juin 2026"], []),
        ("Fin juin 2026.", ["le 5 juin 2026"], ["Fin juin 2026"]),
        ("Au 2e semestre 2026.", ["en novembre 2026"], []),
        ("À partir de septembre 2026.", ["entre septembre et novembre 2026"], []),
        ("Sous deux ans.", ["dans un délai de 24 mois"], []),
        ("Sous 10 jours.", ["sous 10 jours ouvrés"], ["10 jours"]),
        ("De 3 000 à 30 000 €.", ["entre 3 000 et 30 000 €"], []),
        ("De 18 à 30 ans.", ["les 18-30 ans"], []),
        ("Appelez le 3114.", ["Composez le 3114, gratuit."], []),
        ("Appelez le 15.", ["15 projets"], ["15"]),
        ("Appelez le 03 74 27 48 38.", ["03.74.27.48.38"], []),
        ("Appelez le 03 74 27 48 38.", ["03 74 27 48 42"], ["03 74 27 48 38"]),
        ("Six priorités.", ["autour de **six priorités**"], []),
        ("6 priorités.", ["autour de six priorités"], []),
        ("Sept priorités.", ["autour de six priorités"], ["Sept"]),
        ("Elle aide 2 000 entreprises.", ["finance 2000 projets"], []),
        ("5 M€ en 2024 et 4 M€ en 2026.", ["5 M€ en 2024", "4 M€ en 2026"], []),
        ("Aucun chiffre.", [], []),
        ("100 €", [], ["100 €"]),
        ("1. Déposez le dossier. [1]", [], []),
    ],
)
def test_figures_supported(statement: str, quotes: list[str], missing: list[str]) -> None:
    unsupported = figures_supported(statement, quotes)
    assert [statement[figure.start : figure.end] for figure in unsupported] == missing


def test_winter_stands_for_itself_only() -> None:
    winter = CalendarDate(2026, part=DatePart.WINTER)
    assert winter.is_borne_out_by(winter)
    assert not winter.is_borne_out_by(CalendarDate(2026, 12, 25))
    assert CalendarDate(2026).is_borne_out_by(winter)


SPACES = st.sampled_from([" ", "\u00a0", "\u202f", "\u2009"])
BELOW_20 = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf"
)
TENS = ("vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt")


def in_words(number: int) -> str:
    """The number from 1 to 999,999,999,999 in traditional spelling."""
    names = BELOW_20.split()
    if number < 20:
        return names[number]
    if number < 100:
        ten = min(number // 10, 8)
        ten = 6 if ten == 7 else ten
        rest = number - ten * 10
        if rest == 0:
            return TENS[ten - 2] + ("s" if ten == 8 else "")
        link = " et " if rest in (1, 11) and ten < 8 else "-"
        return TENS[ten - 2] + link + names[rest]
    if number < 1000:
        count, rest = divmod(number, 100)
        head = "cent" if count == 1 else f"{names[count]} cent{'s' if not rest else ''}"
        return f"{head} {in_words(rest)}" if rest else head
    for scale, name in ((10**9, "milliard"), (10**6, "million"), (10**3, "mille")):
        if number < scale:
            continue
        count, rest = divmod(number, scale)
        head = in_words(count)
        if scale == 1000:
            head = head.removesuffix("s") if head.endswith(("cents", "vingts")) else head
            head = "mille" if count == 1 else f"{head} mille"
        else:
            head = f"{head} {name}{'s' if count > 1 else ''}"
        return f"{head} {in_words(rest)}" if rest else head
    raise AssertionError


@given(st.integers(2, 999_999_999_999))
@settings(max_examples=200, deadline=None)
def test_words_give_their_number_back(number: int) -> None:
    (figure,) = find_figures(f"{in_words(number)} communes")
    assert figure.value == number


@given(st.integers(1000, 999_999_999_999), SPACES)
def test_grouped_digits_give_their_number_back(number: int, space: str) -> None:
    text = f"Il y a {number:,} places.".replace(",", space)
    (figure,) = find_figures(text)
    assert normal_form(figure) == (FigureKind.NUMBER, number, None)
    assert text[figure.start : figure.end] == f"{number:,}".replace(",", space)


@given(st.decimals("0.01", "999999.99", places=2), SPACES)
def test_amounts_give_their_value_back(value: Decimal, space: str) -> None:
    written = f"{value:,.2f}".replace(",", space).replace(".", ",")
    (figure,) = find_figures(f"La somme est de {written}{space}€.")
    assert normal_form(figure) == (FigureKind.AMOUNT, value, "EUR")


MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
).split()


@given(st.dates(date(1970, 1, 1), date(2068, 12, 31)))
def test_a_date_is_one_figure_in_every_form(day: date) -> None:
    first = "er" if day.day == 1 else ""
    forms = (
        f"le {day.day}{first} {MONTHS[day.month - 1]} {day.year}",
        f"le {day:%d/%m/%Y}",
        f"le {day:%d.%m.%y}",
        day.isoformat(),
    )
    values = [figure.value for form in forms for figure in find_figures(form)]
    assert values == [CalendarDate(day.year, day.month, day.day)] * 4


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_a_coarser_date_is_borne_out_and_never_the_reverse(day: date) -> None:
    exact = CalendarDate(day.year, day.month, day.day)
    coarser = (CalendarDate(day.year, day.month), CalendarDate(day.year))
    assert all(one.is_borne_out_by(exact) for one in coarser)
    assert not any(exact.is_borne_out_by(one) for one in coarser)


PIECES = st.sampled_from(
    [
        *("100 ", "1 200", "2026", "18 juin ", "M€", " %", " €", "ans ", "à ", "et ", ", ", "-"),
        *("deux ", "cent ", "mille ", "un ", "quatre-vingt", " millions d'", "euros ", "fin ", "/"),
        *("03 74 27 48 38", "le 3114 ", "1er ", "janvier ", "2,5", "25.000", "[1]", "\n", "www.a "),
        *("h ", ":30", "jours ", "plus de ", "été ", "T1 ", "«", "x", ".", "\u202f", "0", "a@b.fr"),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=20).map("".join), st.text(max_size=60))


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_figures_are_ordered_and_apart(text: str) -> None:
    place = 0
    for figure in find_figures(text):
        assert place <= figure.start < figure.end <= len(text)
        hash(normal_form(figure))
        place = figure.end


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_a_text_supports_itself(text: str) -> None:
    assert figures_supported(text, [text]) == ()


@pytest.mark.parametrize(
    "pattern", ["1 ", "1,", "1 000 ", "deux ", "deux-", "18 et ", "mars et ", "1/", "a@", "le 31"]
)
def test_time_is_linear(pattern: str) -> None:
    def seconds(count: int) -> float:
        text = pattern * count
        started = time.perf_counter()
        find_figures(text)
        return time.perf_counter() - started

    # Quadratic time would be sixteen times longer; the floor keeps a busy machine from failing it.
    assert min(seconds(6_000) for _ in range(2)) < 9 * max(seconds(1_500), 0.02)
