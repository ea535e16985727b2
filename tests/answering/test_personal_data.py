"""Personal data is masked in every form it is typed in, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import luhn

from assistant.answering.personal_data import PersonalDataKind, mask

# Kind, then what a person may type; the number itself is between «».
LEAKS = """
phone | mon numéro est le «06 12 34 56 78»
phone | mon 06 : «06.12.34.56.78» merci
phone | rappelez-moi au «06-12-34-56-78».
phone | «0612345678»
phone | tel.«0612345678»
phone | tél.«03 20 12 34 56»
phone | «06/12/34/56/78»
phone | «06_12_34_56_78»
phone | «06 - 12 - 34 - 56 - 78»
phone | «06\u00a012\u00a034\u00a056\u00a078»
phone | «06\u202f12\u202f34\u202f56\u202f78»
phone | «06‑12‑34‑56‑78» avec des traits insécables
phone | «06–12–34–56–78»
phone | «0 6 1 2 3 4 5 6 7 8»
phone | «06 123 456 78»
phone | «0612 345 678»
phone | «+33 6 12 34 56 78»
phone | «+33612345678»
phone | «+33(0)6 12 34 56 78»
phone | «+33 (0)6.12.34.56.78»
phone | «+33 06 12 34 56 78»
phone | «0033 6 12 34 56 78»
phone | «0033612345678»
phone | «33612345678»
phone | «33 6 12 34 56 78»
phone | «07 49 12 34 56», j'ai 25 ans
phone | «09 72 12 34 56» ou demain
phone | «06 12 34 56 78» 59000 Lille
phone | «06 12 34 56 78»merci
phone | «０６１２３４５６７８»
phone | un voisin belge, «+32 470 12 34 56»
phone | «0032 470 12 34 56»
phone | «+44 7911 123456»
phone | «+262 692 12 34 56»
email | «jean.dupont@exemple.fr»
email | écrivez à «jean.dupont+aide@mail.exemple.fr», svp
email | «JEAN_DUPONT@EXEMPLE.FR»
email | «jean@gmail» sans la fin
email | «jean.dupont (at) exemple.fr»
email | «jean.dupont[at]exemple.fr»
email | «jean.dupont @ exemple.fr»
email | «jean arobase exemple point fr»
email | «jean.dupont (at) exemple (dot) fr»
email | «élodie.lefèvre@exemple.fr»
email | mailto:«jean@exemple.fr».
nir | «1 84 12 76 451 089 46»
nir | «184127645108946»
nir | «1.84.12.76.451.089.46»
nir | «1-84-12-76-451-089-46»
nir | «1 84 12 76 451 089 / 46»
nir | «1 84 12 76 451 089» sans sa clé
nir | «1841276451089»
nir | «2 69 05 49 588 157 80»
nir | «1 84 12 76 451 089 47» avec une clé fausse
nir | née en Corse : «1 85 05 2A 006 084 36»
nir | née en Corse : «2 85 05 2b 033 025 04»
iban | «FR76 3000 6000 0112 3456 7890 189»
iban | «FR7630006000011234567890189»
iban | «fr76 3000 6000 0112 3456 7890 189»
iban | «FR76-3000-6000-0112-3456-7890-189»
iban | «FR76.3000.6000.0112.3456.7890.189»
iban | «FR76 3000 6000 0112 3456 7890 189» est mon compte
iban | IBAN:«FR7630006000011234567890189»
iban | «FR76 3000 6000 0112 3456 7890 188» mal recopié
iban | «BE68 5390 0754 7034» en Belgique
iban | «DE89 3704 0044 0532 0130 00»
iban | «LU28 0019 4006 4475 0000»
iban | «GB82 WEST 1234 5698 7654 32»
card | «4970 1012 3456 7893»
card | «4111111111111111»
card | «4111-1111-1111-1111»
card | «5555 5555 5555 4444»
card | «2223 0031 2200 3222»
card | «3714 496353 98431»
card | «6759 6498 2643 8453»
card | «4970 1012 3456 7893» 12/27
card | «4111 1111 1111 1111» 123
"""
LEFT_ALONE = """
150 000 euros
1 500 000 €
1 234 567 890 123 €
33 612 345 678 €
2 101 200 000 000 euros
une enveloppe de 100 M€ et 4 M€
25 000 demandeurs d'emploi d'ici fin 2027
en 2024, 2025 et 2026
2023 2024 2025 2026
du 01.09.2026-30.09.2026
du 01/09/2026 au 15/10/2026
01 03 2026 01 05 2026
2026/01/05 2026/02/06
le 18 juin 2026 à 14 h 30
2026-06-18 10:30
59000 Lille et 80000 Amiens
les départements 02 59 60 62 80
SIREN 732 829 320
SIREN 732829320
SIRET 732 829 320 00074
SIRET 73282932000074
SIRET 356 000 000 00048
TVA FR 83 732829320
FR83732829320
article L. 1511-2 et R. 6341-49
loi n° 2015-991 du 7 août 2015
le 3114, le 15, le 112 ou le 3919
appelez le 0 800 02 60 80
le 0800 026 080 est gratuit
+25 000 emplois en 2027
+ 100 000 000 €
de 500 à 1 400 places, puis 2 200
3000 4000 5000 6000
une réduction de 50 % ou 15 € par an
20260618 12345
version 2.1.10
le règlement (UE) 2024/1689
192.168.10.25
https://www.hautsdefrance.fr/aides?id=12345
@RegionHautsdeFrance
rendez-vous @ Lille
35 heures, 12 mois, 26 ans
C'est quoi le brevet IA ?
une AMI de 2024 à 2026
40 000 à 60 000 habitants
"""


def cases(table: str) -> list[str]:
    return [line for line in table.strip().splitlines() if line]


@pytest.mark.parametrize("line", cases(LEAKS))
def test_personal_data_never_passes(line: str) -> None:
    kind, _, marked = line.partition(" | ")
    before, _, rest = marked.partition("«")
    number, _, after = rest.partition("»")

    masked = mask(before + number + after)

    assert masked.kinds == (PersonalDataKind(kind),)
    assert masked.text.startswith(before)
    assert masked.text.endswith(after)
    shown = masked.text.removeprefix(before).removesuffix(after)
    assert shown.startswith("[")
    assert shown.endswith(("masqué]", "masquée]"))
    assert not any(c.isdigit() for c in shown)


@pytest.mark.parametrize("text", cases(LEFT_ALONE))
def test_nothing_else_is_masked(text: str) -> None:
    masked = mask(text)

    assert masked.text == text
    assert masked.kinds == ()


def test_the_tables_are_large_enough_to_mean_something() -> None:
    assert len(cases(LEAKS)) >= 70
    assert len(cases(LEFT_ALONE)) >= 40


def test_several_pieces_are_masked_and_their_kinds_named_in_the_order_of_the_list() -> None:
    masked = mask("jean@exemple.fr, 06 12 34 56 78 et 03 20 12 34 56, 1 84 12 76 451 089 46")

    assert masked.kinds == (PersonalDataKind.NIR, PersonalDataKind.PHONE, PersonalDataKind.EMAIL)
    assert masked.text == (
        "[adresse électronique masquée], [téléphone masqué] et [téléphone masqué], "
        "[numéro de sécurité sociale masqué]"
    )


SEPARATORS = st.sampled_from(["", " ", ".", "-", "\u00a0", "\u202f", "/", "‑"])
AROUND = st.sampled_from(["", " ", "appelez-moi au ", "Mon numéro : ", "(", "c'est le "])


@given(
    digits=st.integers(0, 99_999_999), first=st.sampled_from("1234567 9".replace(" ", "")),
    gap=SEPARATORS, before=AROUND, after=st.sampled_from(["", ".", ", merci", " ?", ")", "\n"]),
)  # fmt: skip
def test_no_french_phone_passes(digits: int, first: str, gap: str, before: str, after: str) -> None:
    whole = f"0{first}{digits:08d}"
    pairs = [whole[i : i + 2] for i in range(0, 10, 2)]
    typed = gap.join(pairs)
    assume(whole != "0259606280")  # the five départements of the Region

    masked = mask(before + typed + after)

    assert masked.text == f"{before}[téléphone masqué]{after}"


@given(
    sex=st.sampled_from("12"), year=st.integers(0, 99), month=st.integers(1, 12),
    place=st.integers(1001, 95_990), order=st.integers(1, 999), gap=SEPARATORS,
    with_key=st.booleans(),
)  # fmt: skip
def test_no_social_security_number_passes(
    sex: str, year: int, month: int, place: int, order: int, gap: str, with_key: bool
) -> None:
    parts = [sex, f"{year:02d}", f"{month:02d}", f"{place:05d}"[:2], f"{place:05d}"[2:]]
    parts.append(f"{order:03d}")
    if with_key:
        parts.append(f"{97 - int(''.join(parts)) % 97:02d}")

    masked = mask(f"mon numéro est {gap.join(parts)}.")

    assert masked.text == "mon numéro est [numéro de sécurité sociale masqué]."


@given(
    body=st.integers(0, 10**14 - 1), first=st.sampled_from(["4", "5"]), gap=SEPARATORS,
    after=st.sampled_from(["", ".", " 12/27", " 123", ", merci"]),
)  # fmt: skip
def test_no_card_passes(body: int, first: str, gap: str, after: str) -> None:
    start = f"{first}{body:014d}" if first == "4" else f"51{body % 10**13:013d}"
    whole = start + luhn.calc_check_digit(start)
    typed = gap.join(whole[i : i + 4] for i in range(0, 16, 4))

    masked = mask(f"carte {typed}{after}")

    assert whole[4:] not in "".join(c for c in masked.text if c.isdigit())
    assert masked.text.startswith("carte [")


@given(st.integers(1, 10**12), st.sampled_from([" ", "\u202f", "\u00a0", "."]))
def test_no_amount_is_masked(amount: int, gap: str) -> None:
    text = f"Le budget est de {f'{amount:,}'.replace(',', gap)} € en 2026."

    assert mask(text).text == text


@given(st.text(max_size=200))
def test_masking_twice_is_masking_once(text: str) -> None:
    once = mask(text)

    assert mask(once.text).text == once.text
    assert bool(once.kinds) == (once.text != text)
