"""Sentence boundaries of French administrative text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.text.sentences import is_lead_in, split_sentences

# One case a line: «¦» marks each boundary and stands for one ordinary space.
CASES = {
    "plain": """
La Région agit. ¦ Elle finance des projets.
La Région agit ! ¦ Elle finance des projets ?
Un seul énoncé sans point
Le guichet est ouvert. ¦ 3 000 places sont ouvertes.
Le guichet est ouvert. ¦ À Lille, il ferme à midi. ¦ Écrivez-nous.
Il reste 34 dossiers. ¦ 25 000 demandeurs sont attendus d’ici fin 2027.
Le texte s’arrête là. ¦ L’aide est close.
Oui. ¦ Non. ¦ Peut-être.
La somme est de 25. ¦ Elle est versée en 2026. ¦ Elle est due.
""",
    "titles and names": """
M. Dupont a reçu MM. Martin et Durand. ¦ Mme Le Goff les a rejoints.
Le Dr Petit et Me Grand ont signé. ¦ Mgr Roux aussi.
Le Dr. Petit est venu. ¦ Il a signé.
J.-P. Dupont préside. ¦ X. Bertrand aussi.
J. R. R. Tolkien est lu partout. ¦ Il est traduit.
Les propos de J. Le Drian sont connus. ¦ Ils datent de 2024.
Voir M. Le Pen et M. le maire. ¦ Ils répondent.
Le préfet, Ph.-A. Martin, est venu. ¦ Il repart.
St. Martin et Ste. Anne sont fêtés. ¦ La mairie ferme.
Thomas S. Monson a parlé. ¦ On l’a écouté.
Le courrier est adressé à M. X. ¦ Il répondra.
""",
    "law": """
L’art. L. 1511-2 du CGCT s’applique. ¦ Il vise les aides.
Voir les art. R. 12 et D. 3 du code. ¦ Ils sont abrogés.
Les art. L.O. 123 et R.* 421-1 sont cités. ¦ Rien d’autre.
Cf. art. 3, al. 2, du règlement. ¦ Le reste ne change pas.
Aux termes de l’art. 50 et s. du règlement, la personne est informée. ¦ C’est tout.
Article 2. Les aides sont versées en une fois. ¦ Elles sont plafonnées.
Article 1er. – La Région décide. ¦ Elle publie sa décision.
Art. L. 1511-2. Les régions sont compétentes. ¦ Elles délèguent.
Voir chap. 3, sect. 2 et § 4. ¦ Le titre II est abrogé.
Il vise le titre II. ¦ Le titre III est nouveau.
La loi n° 2015-991 du 7 août 2015 fixe les compétences. ¦ Elle est dite NOTRe.
Le no. 5 est clos. ¦ Le no. 6 est ouvert.
""",
    "abbreviations": """
Env. 30 % des cas sont connus. ¦ Les autres non.
Cela dure env. 3 mois. ¦ Ensuite, on recommence.
Des structures (p. ex. Lille ou Amiens) répondent. ¦ Les autres attendent.
Certaines villes, par ex. Lille, répondent. ¦ Les autres attendent.
Voir p. 12 et pp. 13-14, fig. 2, vol. III. ¦ Le reste est en annexe.
Des pommes, des poires, etc. sont servies. ¦ Le repas est gratuit.
Des pommes, des poires, etc. ¦ Le repas est gratuit.
Les aides (TPE, PME, etc.) sont ouvertes. ¦ Elles sont cumulables.
Les aides sont ouvertes (TPE, PME, etc.). ¦ Elles sont cumulables.
La commune compte 5 000 hab. au plus. ¦ Elle grandit.
La commune compte 5 000 hab. ¦ Elle grandit.
Le bureau est 15, av. du Général-Leclerc, bd. Victor Hugo. ¦ Il est ouvert.
C’est l’éd. Gallimard, coll. Folio. ¦ Le prix est de 8 €.
Dupont et Cie. livre. ¦ Martin et Cie. ¦ Elle livre aussi.
Tél. : 03 20 00 00 00. ¦ Le standard répond.
Le montant est de 30 € H.T. par mois. ¦ Il est révisable.
Le montant est de 30 € H.T. ¦ Il est révisable.
Le montant est de 36 € T.T.C. ¦ Aucun acompte n’est demandé.
Le taux va de min. 10 % à max. 40 %. ¦ Le reste est à charge.
Le taux est max. ¦ Il baisse ensuite.
C.-à-d. Lille et Amiens. ¦ Rien de plus.
L’aide est close, i.e. Lille ne reçoit plus. ¦ Fin.
Les resp. Durand et Petit signent. ¦ Tout va bien.
Le dép. du Nord finance. ¦ Il cofinance aussi.
Réf. AB-123 à rappeler. ¦ Sans elle, pas de réponse.
Dupont et al. (2020) le montrent. ¦ Dupont et al. ¦ Ils le montrent.
La s.a.r.l. Martin est radiée. ¦ Elle ferme.
Le musée d’art. ¦ Il ouvre demain.
Le vol. ¦ La police enquête.
En tant que tel. ¦ La suite arrive.
L’envoi se fait par fax. ¦ Le dossier est suivi.
Le code PR. ¦ Le règlement CFR. ¦ La suite.
La porte mesure 760 mm. ¦ Sa hauteur est libre.
Le fait date de 753 av. J.-C. ¦ Les Romains fondent leur ville.
Il fait 30 °C. ¦ La salle est climatisée.
N.B. Le dossier doit être complet. ¦ Un accusé est envoyé.
Le taux est de 5 p. 100. ¦ Il est fixe.
Il coûte 30 € env. ¦ Paiement en ligne.
Le bureau est rue du Pdt. Hoover, mél. contact@x.fr. ¦ Il est ouvert.
Voir vol. 2, n. 3, t. IV. ¦ Le tome V suit.
""",
    "acronyms": """
L’U.E. finance le projet. ¦ La Région aussi.
Il travaille à la S.N.C.F. ¦ Elle recrute.
Il travaille à la S.N.C.F. ¦ Les Hauts-de-France la soutiennent.
Le montant de la T.V.A. est dû. ¦ Il est versé.
Le plan B. ¦ Il est prêt.
La zone A. ¦ Les vacances commencent.
Les agents de catégorie C. ¦ Ceux de catégorie B aussi.
Pour l’annexe I. ¦ Nul ne peut l’ignorer.
Le budget est de 100 M. ¦ Il est voté.
""",
    "calendar": """
Le 12 févr. 2024, la Région a voté. ¦ Elle a publié.
La séance du 12 sept. ¦ La suite en nov. 2025.
Ils étaient sept. ¦ Le lendemain, ils étaient huit.
Ils étaient sept. ¦ 3 000 places étaient prises.
Ouvert lun. 9 h-12 h et mar. 14 h. ¦ Fermé le ven. 18 juin.
Rendez-vous à 9 h 30. ¦ Le public attend.
Rendez-vous à 9 h. ¦ Le public attend.
Signé le 18.06.2026. ¦ Publié le 19.06.26. ¦ Clos.
Du 1er janv. au 31 déc. 2026, le guichet est ouvert. ¦ Ensuite non.
Le XXIe siècle commence en 2001. ¦ Louis XIV. ¦ Il régna.
""",
    "numbers and addresses": """
La version 2.1 remplace la 2.0. ¦ Elle est stable.
Le taux est de 3.5 pour cent. ¦ Il baissera.
Le prix est de 1.200,50 euros. ¦ Il est ferme.
Consultez www.hautsdefrance.fr. ¦ Le site est à jour.
Consultez https://aides.hautsdefrance.fr/page.php?id=3&x=1. ¦ Le site est à jour.
Écrivez à contact.aide@hautsdefrance.fr. ¦ Nous répondons.
Ouvrez guide.pdf. ¦ Lisez-le.
Le fichier guide.v2.pdf est joint. ¦ Lisez-le.
Tout est en ligne. ¦ www.hautsdefrance.fr donne le détail.
Tout est en ligne. ¦ data.gouv.fr publie les données.
Tout est en ligne. ¦ https://x.fr est fermé.
La bibliothèque Node.js est libre. ¦ Elle est connue.
Il y a 25 000 places. ¦ 12 000 sont prises.
Il y a 25 000 places. ¦ 1 350 € sont versés.
""",
    "ellipsis": """
Il attend… puis il part. ¦ Il revient.
Il attend… ¦ Puis il part.
Il attend... ¦ Puis il part.
Il attend... puis il part.
Il attend... 3 personnes arrivent.
Des pommes, des poires, etc... ¦ La liste est longue.
Le texte […] continue. ¦ Il finit.
Le texte (...) Région continue.
Le texte finit. ¦ […] La suite reprend.
Il cite « la charte […]. » ¦ La suite reprend.
""",
    "exclamation and question": """
Vraiment ?! ¦ Oui.
Quoi ?!! ¦ Non !... ¦ Peut-être.
Est-ce utile ? ¦ Oui !
Est-ce utile\u202f? ¦ Oui\u00a0!
Est-ce utile? ¦ Oui!
Bravo (enfin !) à tous. ¦ Merci.
Bravo (enfin !). ¦ Merci.
Le doute (?) demeure. ¦ On verra.
Ah ! quelle bonne idée. ¦ Merci.
Le guide « Qui paie ? » est en ligne. ¦ Lisez-le.
Quoi ? ! ¦ Il est parti.
""",
    "quotes": """
« Nous venons. » dit-il. ¦ Il part.
« Nous venons ! », s’exclame-t-il. ¦ Il part.
«Nous venons.» dit-il. ¦ Il part.
« Vous venez ? » demanda M. Dupont. ¦ Nul ne répondit.
« Nous venons. Nous restons. » a déclaré le président. ¦ Il part.
« Nous venons. » ¦ Il part.
« Nous venons. ¦ Nous restons. » ¦ Il part.
Il a dit : « Nous venons. » ¦ Il part.
Il a dit : « Nous venons. ¦ Nous restons. » ¦ Il part.
Il a dit : « Venez ! ». ¦ La suite arrive.
Le slogan « Venez. Restez. Vivez. » est connu. ¦ Il plaît.
Le festival « L’IA avec NOUS » est fini. ¦ Il reviendra.
Le guide parle de « l’IA ». ¦ Il est court.
“Nous venons.” ¦ Il part.
"Nous venons." ¦ Il part.
"Nous venons." dit-il. ¦ Il part.
Il crie "Venez ! Restez !" à tous. ¦ Nul ne vient.
" Nous venons. " ¦ Il part.
La charte est claire. ¦ « L’usage est éthique. »
La règle est claire. ¦ « navire » désigne un bâtiment.
La Région est fière. ¦ " Elle le dit. "
""",
    "parentheses and notes": """
Le dossier est complet. ¦ (Voir l’annexe 2.) ¦ La suite arrive.
Le dossier (voir l’annexe 2. Elle est longue.) est complet. ¦ Merci.
Le dossier est complet (voir l’annexe 2). ¦ La suite arrive.
L’aide est ouverte [voir le site]. ¦ La suite arrive.
La Région veut certifier. [1] ¦ Elle finance.[2] ¦ Elle suit.¹ ¦ Voilà.
La Région veut certifier [1]. ¦ Elle finance.
**La Région agit.** ¦ Elle finance.
Les structures (CCI, CMA, etc.) Hauts-de-France répondent. ¦ Merci.
""",
    "lists": """
1. Faire ceci. ¦ 2. Faire cela.
1) Faire ceci. ¦ 2) Faire cela.
a) faire ceci ; b) faire cela ; c) partir. ¦ Fin.
a) Faire ceci. ¦ b) Faire cela.
a. Faire ceci. ¦ b. Faire cela.
A. Objet de l’aide. ¦ B. Bénéficiaires.
I. Objet de l’aide. ¦ II. Bénéficiaires.
1.2. Objet de l’aide. ¦ 1.3. Bénéficiaires.
Étape 1. Déposez le dossier. ¦ Étape 2. Attendez.
Chapitre IV. Dispositions finales. ¦ Elles sont courtes.
• Un point. ¦ • Deux points.
- Un point. ¦ - Deux points.
Les pièces : une carte ; un relevé. ¦ Le dossier est complet.
Trois cas : 1. le vôtre, 2. le nôtre, 3. le leur. ¦ Voilà.
✓ Gratuit. ¦ ✓ Ouvert à tous.
""",
    "dashes": """
– Vous venez ? ¦ – Oui. ¦ – Parfait !
— Vous venez ? demanda-t-il. ¦ — Oui.
La Région – qui finance – agit. ¦ Elle suit.
""",
    "brands": """
Tout est prêt. ¦ iPhone et iPad conviennent.
Tout est prêt. ¦ eTwinning ouvre en mai.
Tout est prêt. ¦ emlyon business school répond.
Tout est prêt. la suite arrive.
""",
    "missing space": """
Node.Js et data.Gouv.fr sont des noms. ¦ Voilà.
""",
}
TABLE = [
    pytest.param(line, id=f"{theme}: {line[:60]}")
    for theme, lines in CASES.items()
    for line in lines.strip().split("\n")
]

MULTILINE = [
    pytest.param("Un titre\n\nUne phrase.", ["Un titre", "Une phrase."], id="blank line"),
    pytest.param("Un titre\n \t\nUne phrase.", ["Un titre", "Une phrase."], id="spaces between"),
    pytest.param("Un titre\r\n\r\nUne phrase.", ["Un titre", "Une phrase."], id="CRLF"),
    pytest.param("Une phrase\ncoupée ici. Deux.", ["Une phrase\ncoupée ici.", "Deux."], id="wrap"),
    pytest.param("Une phrase.\nDeux.", ["Une phrase.", "Deux."], id="stop at the end of a line"),
    pytest.param("Voir M.\nDupont. Fin.", ["Voir M.\nDupont.", "Fin."], id="wrapped title"),
    pytest.param("L’art.\nL. 12 vaut.", ["L’art.\nL. 12 vaut."], id="wrapped article"),
    pytest.param("Fin.\n- une aide.\n- deux.", ["Fin.", "- une aide.", "- deux."], id="list lines"),
    pytest.param("Les aides :\n- une ;\n- deux.", ["Les aides :\n- une ;\n- deux."], id="one list"),
    pytest.param("Vraiment\u202f? Oui\u00a0!", ["Vraiment\u202f?", "Oui\u00a0!"], id="thin spaces"),
    pytest.param(
        "Il dit : «\u00a0Oui.\u00a0» Il part.",
        ["Il dit : «\u00a0Oui.\u00a0»", "Il part."],
        id="spaces inside guillemets",
    ),
    pytest.param(
        "Il y a 25\u202f000\u00a0€. Merci.",
        ["Il y a 25\u202f000\u00a0€.", "Merci."],
        id="spaces inside numbers",
    ),
    pytest.param("C’est fini.La Région agit.", ["C’est fini.", "La Région agit."], id="no space"),
    pytest.param("Il est de 40%.Il baisse.", ["Il est de 40%.", "Il baisse."], id="no space, %"),
    pytest.param("Merci!Au revoir.", ["Merci!", "Au revoir."], id="no space, exclamation"),
    pytest.param("Fin.\u200b Suite.", ["Fin.\u200b", "Suite."], id="invisible character"),
    pytest.param("Un.\u2029Deux", ["Un.", "Deux"], id="paragraph separator"),
    pytest.param("  \n\n  ", [], id="white space"),
    pytest.param("", [], id="empty"),
    pytest.param("...", ["..."], id="only stops"),
    pytest.param("  Une phrase.  ", ["Une phrase."], id="trimmed"),
]


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize("line", TABLE)
def test_boundaries(line: str) -> None:
    expected = line.split(" ¦ ")
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(("text", "expected"), MULTILINE)
def test_lines_and_spaces(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_the_table_is_large_enough() -> None:
    assert len(TABLE) + len(MULTILINE) >= 120


def test_a_long_quotation_is_cut_into_its_sentences() -> None:
    speech = ["« Après le Sommet, nous passons à l'IA pour tous."]
    speech += [f"Notre conviction numéro {n} est simple : former." for n in range(12)]
    speech += ["C'est ainsi. »"]
    assert sentences(" ".join(speech)) == speech


def test_an_unclosed_bracket_does_not_swallow_the_paragraph() -> None:
    expected = ["Le dossier (voir l'annexe est complet."]
    expected += [f"La phrase numéro {n} suit la précédente." for n in range(30)]
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Les pièces à fournir :", True),
        ("Les pièces à fournir\u00a0:", True),
        ("Les pièces à fournir\u202f: ", True),
        ("Les pièces à fournir:\n", True),
        ("**Les pièces à fournir :**", True),
        ("Les pièces : une carte.", False),
        ("Les pièces à fournir.", False),
        (":", False),
        ("", False),
        ("Voir https://x.fr", False),
    ],
)
def test_is_lead_in(sentence: str, expected: bool) -> None:
    assert is_lead_in(sentence) is expected


# Pieces that meet every rule of the module, joined at random.
PIECES = st.sampled_from(
    [
        *("M. ", "Mme ", "art. ", "L. 1511-2", "etc.", "… ", "... ", "« ", " »", "“", "”", '"'),
        *("'", "(", ")", "[", "]", "[1]", "[…]", " ", "\u00a0", "\u202f", "\n", "\n\n", "\t"),
        *("! ", "? ", "?!", ".", ". ", "; ", ": ", ", ", "Le ", "la ", "Il ", "iPhone ", "L'"),
        *("www.a.fr ", "a) ", "b. ", "1. ", "II. ", "A. ", "plan B. ", "25 ", "3,5", "fin", "§ "),
        *("Région ", "U.E. ", "J.-P. ", "– ", "- ", "• ", "dit-il", "sept. ", "2026", "éd. "),
        *("p. 12", "\u200b", "*", "_", "’", "€ ", "%", "É", "À ", "\u2029", "\r\n", "😀", "a@b.fr"),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=80))


@given(TEXTS)
@settings(max_examples=250, deadline=None)
def test_spans_are_ordered_trimmed_and_hold_every_character(text: str) -> None:
    place = 0
    for start, end in split_sentences(text):
        assert place <= start < end
        assert not text[place:start].strip()
        assert text[start:end] == text[start:end].strip()
        place = end
    assert not text[place:].strip()


@given(TEXTS)
@settings(max_examples=250, deadline=None)
def test_a_sentence_is_one_sentence(text: str) -> None:
    for sentence in sentences(text):
        assert sentences(sentence) == [sentence]


@given(TEXTS, TEXTS)
@settings(max_examples=200, deadline=None)
def test_a_blank_line_keeps_paragraphs_apart(first: str, second: str) -> None:
    assert sentences(f"{first}\n\n{second}") == sentences(first) + sentences(second)


@pytest.mark.parametrize(
    "pattern",
    [
        "M. ",
        "« ",
        "(a. B ",
        "« a. B",
        "a. (B. ) ",
        '" ',
        ". «",
        "1. ",
        "[1]",
        "a@",
        "é",
        " ",
        "\n ",
    ],
)
def test_time_is_linear(pattern: str) -> None:
    def seconds(count: int) -> float:
        text = pattern * count
        started = time.perf_counter()
        split_sentences(text)
        return time.perf_counter() - started

    # Quadratic time would be sixteen times longer; the floor keeps a busy machine from failing it.
    assert min(seconds(10_000) for _ in range(2)) < 9 * max(seconds(2_500), 0.01)
