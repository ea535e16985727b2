"""Who is responsible for what: the longest trigger whose words all stand in the question."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.reference.competences import (
    COMPETENCES,
    CompetenceMatcher,
    Competences,
    CompetencesError,
    Level,
    Matter,
    load_competences,
)
from assistant.settings import PROJECT_ROOT
from assistant.text.analyse import Analyser
from assistant.text.vocabulary import load_vocabulary

MATTER = """
[[matter]]
id = "{id}"
label = "{label}"
level = "{level}"
authority = "{authority}"
sentence = "Une phrase sur {label}."
triggers = [{triggers}]
contact_url = "https://www.example.org/"
"""


def matter(
    identifier: str, triggers: str, *, level: str = "etat", authority: str = "l'État"
) -> str:
    quoted = ", ".join(f'"{t.strip()}"' for t in triggers.split(","))
    return MATTER.format(
        id=identifier, label=identifier.title(), level=level, authority=authority, triggers=quoted
    )


def load(folder: Path, *matters: str) -> Competences:
    path = folder / COMPETENCES
    path.write_text("\n".join(matters), "utf-8")
    return load_competences(path)


def found(competences: Competences, question: str) -> str | None:
    analyser = Analyser()
    hit = CompetenceMatcher(competences.matters, analyser).match(
        frozenset(analyser.terms(question))
    )
    return hit.id if hit is not None else None


def test_a_matter_is_found_by_any_of_its_triggers(tmp_path: Path) -> None:
    competences = load(tmp_path, matter("papiers", "carte identité, passeport"))

    assert found(competences, "Comment refaire ma CARTE d’identité ?") == "papiers"
    assert found(competences, "un passeport en urgence") == "papiers"


def test_every_word_of_the_trigger_must_stand_in_the_question(tmp_path: Path) -> None:
    competences = load(tmp_path, matter("papiers", "carte identité"))

    assert found(competences, "la carte TER") is None
    assert found(competences, "l'identité de la Région") is None


def test_the_longest_trigger_wins(tmp_path: Path) -> None:
    competences = load(
        tmp_path,
        matter("transport", "carte"),
        matter("papiers", "carte identité"),
        matter("scolaire", "carte transport scolaire"),
    )

    assert found(competences, "ma carte de transport scolaire") == "scolaire"
    assert found(competences, "ma carte d'identité") == "papiers"
    assert found(competences, "ma carte") == "transport"


def test_equal_triggers_are_told_apart_the_same_way_every_time(tmp_path: Path) -> None:
    one, other = matter("alpha", "cantine"), matter("beta", "cantine")

    assert found(load(tmp_path, one, other), "la cantine") == found(
        load(tmp_path, other, one), "la cantine"
    )


def test_a_trigger_of_stop_words_never_matches(tmp_path: Path) -> None:
    assert found(load(tmp_path, matter("tout", "qui est")), "qui est là ?") is None


def test_a_missing_file_has_no_matter(tmp_path: Path) -> None:
    assert load_competences(tmp_path / COMPETENCES).matters == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (matter("x", "a", level="monde"), "matter.0.level"),
        (matter("", "a"), "matter.0.id"),
        (matter("x", "a").replace("authority", "autority"), "autority"),
        (matter("x", "a").replace('triggers = ["a"]', "triggers = []"), "matter.0.triggers"),
        (matter("x", "a") + "[[matters]]\n", "matters"),
        ("[[matter]\n", "line 1"),
    ],
)
def test_a_fault_is_refused_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(CompetencesError) as refused:
        load(tmp_path, text)

    assert COMPETENCES in str(refused.value)
    assert says in str(refused.value)


OWN = load_competences(PROJECT_ROOT / "corpus" / COMPETENCES)
OWN_ANALYSER = Analyser(load_vocabulary(PROJECT_ROOT / "corpus" / "vocabulary.toml"))
OWN_MATCHER = CompetenceMatcher(OWN.matters, OWN_ANALYSER)


def own_matter(question: str) -> Matter | None:
    return OWN_MATCHER.match(frozenset(OWN_ANALYSER.terms(question)))


def test_the_project_s_own_matters_are_told_apart_and_complete() -> None:
    ids = [m.id for m in OWN.matters]

    assert len(ids) > 20
    assert len(set(ids)) == len(ids)
    assert all(m.sentence.endswith(".") for m in OWN.matters)
    others = [m for m in OWN.matters if m.level is not Level.REGION]
    assert all(m.contact_url.startswith("https://") or m.contact_phone for m in others)


@pytest.mark.parametrize(
    ("question", "level"),
    [
        ("Comment refaire ma carte d'identité ?", Level.STATE),
        ("Je veux toucher le RSA", Level.DEPARTMENT),
        ("Inscrire mon enfant à la crèche", Level.MUNICIPALITY),
        ("Qui gère les lycées ?", Level.REGION),
    ],
)
def test_everyday_questions_reach_their_authority(question: str, level: Level) -> None:
    hit = own_matter(question)

    assert hit is not None
    assert hit.level is level


# What people ask of other authorities, and of the Region, in everyday words.
EVERYDAY = (
    ("Qui répare les toilettes du lycée de ma fille ?", "lycees"),
    ("Combien coûte le prix de la cantine du lycée ?", "restauration-lycee"),
    ("Pourquoi mon TER est-il en retard tous les matins ?", "ter"),
    ("Le bus scolaire ne passe pas dans mon hameau", "transport-scolaire"),
    ("Qui accorde le FEDER ?", "fonds-europeens"),
    ("Comment toucher le RSA quand on vient de se séparer ?", "rsa"),
    ("Le toit du collège est vétuste, à qui écrire ?", "colleges"),
    ("Mamie a besoin d'une auxiliaire de vie", "apa"),
    ("Combien coûte une maison de retraite ?", "ehpad"),
    ("Je voudrais devenir assistante maternelle", "assistante-maternelle"),
    ("Où chercher mes ancêtres pour un arbre généalogique ?", "archives-departementales"),
    ("Mon enfant entre en maternelle, comment faire l'inscription ?", "inscription-ecole"),
    ("Le menu de la cantine scolaire, c'est où ?", "cantine-ecole"),
    ("Y a-t-il un centre aéré cet été ?", "periscolaire"),
    ("Comment obtenir une place en crèche pour septembre ?", "creche"),
    ("Il me faut un acte de naissance pour mon passage devant notaire", "etat-civil"),
    ("On veut se pacser, quels papiers ?", "mariage-pacs"),
    ("Renouveler une concession au cimetière", "cimetiere"),
    ("J'ai perdu ma carte électorale", "listes-electorales"),
    ("Mon fils a eu 16 ans, où faire le recensement citoyen ?", "recensement-citoyen"),
    ("Faut-il un permis de construire pour une véranda ?", "permis-construire"),
    ("Mon terrain est-il en zone constructible ?", "plu"),
    ("Un lampadaire ne marche plus dans ma rue", "eclairage-public"),
    ("Quel est le jour des poubelles jaunes ?", "dechets"),
    ("Ma facture d'eau a doublé", "eau-assainissement"),
    ("Mon voisin fait du bruit toute la nuit", "bruit-voisinage"),
    ("Il y a un chien errant dans le village", "animaux-errants"),
    ("Comment avoir un colis alimentaire ?", "aide-alimentaire"),
    ("Je voudrais un emplacement au marché pour vendre mes légumes", "marche-terrasse"),
    ("Où en est ma demande de HLM ?", "logement-social"),
    ("Où refaire mon passeport en urgence ?", "carte-identite-passeport"),
    ("Where can I renew my passport?", "carte-identite-passeport"),
    ("J'ai vendu ma voiture, que faire de la carte grise ?", "carte-grise"),
    ("Combien de points reste-t-il sur mon permis de conduire ?", "permis-titre-points"),
    ("Mon titre de séjour expire bientôt", "titre-sejour"),
    ("Comment devenir français par naturalisation ?", "nationalite"),
    ("Je n'ai pas reçu mon avis d'imposition", "impots"),
    ("La taxe foncière a encore augmenté", "taxes-locales"),
    ("Contester une amende de stationnement", "amendes"),
    ("On m'a cambriolé cette nuit", "police-plainte"),
    ("Comment obtenir un extrait de casier judiciaire ?", "casier-judiciaire"),
    ("Je divorce, qui aura la garde alternée ?", "divorce"),
    ("Mon patron refuse les heures supplémentaires impayées", "prudhommes"),
    ("Le prof absent de maths n'est pas remplacé", "enseignants"),
    ("Quand tombent les vacances scolaires ?", "enseignants"),
    ("Changer de lycée en cours d'année", "affectation-college-lycee"),
    ("À quelle heure sortent les résultats du bac ?", "examens-scolaires"),
    ("Mon vœu Parcoursup a été refusé", "parcoursup"),
    ("Quelle prime pour embaucher un apprenti ?", "aide-employeur-apprenti"),
    ("Le péage de l'autoroute est trop cher", "routes-nationales"),
    ("Je n'ai pas reçu mon chèque énergie", "cheque-energie"),
    ("Ai-je droit à MaPrimeRénov' pour mon isolation ?", "renovation-logement"),
    ("Le magasin vend un produit défectueux", "consommation"),
    ("Pourquoi la fermeture des urgences de l'hôpital ?", "hopital-ars"),
    ("Reconnaissance de catastrophe naturelle après la sécheresse", "catastrophe-naturelle"),
    ("Créer une association loi 1901", "association-declaration"),
    ("Obtenir le titre de maître artisan", "cma"),
    ("Simuler mon APL", "apl"),
    ("Combien d'allocations familiales pour trois enfants ?", "prestations-familiales"),
    ("À quoi sert la prime d'activité ?", "prime-activite"),
    ("La pension alimentaire n'est pas payée", "pension-alimentaire"),
    ("Faire un dossier MDPH pour mon fils", "mdph"),
    ("Où en est le remboursement de mes lunettes ?", "assurance-maladie"),
    ("Comment faire mon actualisation France Travail ?", "chomage"),
    ("Déclarer mon chiffre d'affaires à l'Urssaf", "urssaf"),
    ("À quel âge partir à la retraite ?", "retraite"),
    ("Mon TGV est arrivé avec deux heures de retard", "sncf-grandes-lignes"),
    ("Je suis en surendettement", "surendettement"),
    ("On a piraté mon compte Facebook", "cybermalveillance"),
    ("Mon mari me frappe", "violences"),
    ("Je n'ai plus rien, le 115 ? Je dors dehors", "hebergement-urgence"),
    ("Qui appeler pour un nid de frelons ?", "pompiers"),
    ("La facture EDF est fausse", "facture-energie"),
    ("Mon propriétaire ne rend pas le dépôt de garantie", "location-litige"),
    ("Combien vaut le pass Culture ?", "pass-culture"),
    ("Où donner son sang ? Je cherche une collecte de sang", "don-sang"),
    ("Passer le permis de chasse", "chasse-peche"),
    ("Un ticket de métro à Paris, combien ?", "ile-de-france-transports"),
    ("Mon colis de La Poste est perdu", "poste"),
    ("L'école à la maison est-elle permise ?", "instruction-famille"),
    ("Faut-il l'avis des Bâtiments de France pour ma toiture ?", "monuments-historiques"),
    ("La banque refuse de me rembourser un chèque volé", "banque-assurance"),
    ("J'ai un trou énorme sur la départementale devant chez moi", "routes-departementales"),
    ("Le trottoir est tout cassé devant l'école", "voirie-communale"),
    ("Combien coûte la carte de stationnement résident ?", "stationnement"),
    ("Qui entretient la digue ?", "gemapi"),
    ("Le métro de Lille est en panne", "transports-lille"),
    ("Qui gère le cheval fiscal, c'est pour ma carte grise", "cheval-fiscal"),
    ("Un chien aboie toute la journée", "chiens"),
    ("Ma voiture est à la fourrière", "fourriere-voiture"),
    ("Il y a des rats, je veux une dératisation", "nuisibles"),
    ("Comment rencontrer le maire ?", "mairie"),
    ("Où légaliser une signature ?", "attestations-mairie"),
    ("Qui surveille la baignade surveillée en baie ?", "plages"),
    ("Faut-il déclarer mon Airbnb ?", "tourisme-local"),
    ("Le dossier DETR de la commune, c'est qui ?", "dotations-communes"),
    ("Où se trouve la parcelle sur le cadastre ?", "cadastre"),
    ("Mon fils est harcelé au collège", "harcelement-scolaire"),
    ("Combien coûte un monte-escalier pour ma mère ?", "adaptation-logement"),
    ("Comment avoir la garantie Visale ?", "action-logement"),
    ("Ça sent le gaz dans l'immeuble", "urgence-gaz"),
    ("Je suis salarié et je veux un congé formation", "transitions-pro"),
    ("L'Agefiph aide-t-elle à embaucher ?", "emploi-handicap"),
    ("Où sont les chèques-vacances ?", "cheques-vacances"),
    ("Le téléphone de l'ambassade", "consulat"),
    ("Le portage de repas pour papa", "portage-repas"),
)


@pytest.mark.parametrize(("question", "expected"), EVERYDAY)
def test_everyday_words_reach_their_matter(question: str, expected: str) -> None:
    hit = own_matter(question)

    assert hit is not None
    assert hit.id == expected


# The Region's own schemes: no other authority may end such a question.
SCHEMES = (
    "Quelles aides pour passer le permis de conduire quand on est jeune ?",
    "Comment demander la Carte Génération pour mon fils lycéen ?",
    "La Carte Génération paie-t-elle la caisse à outils de l'apprenti ?",
    "Mon CFA est loin, la Région aide-t-elle pour mon loyer d'apprenti ?",
    "Les repas de l'apprenti au CFA sont-ils pris en charge ?",
    "Combien coûte la carte TER pour les moins de 26 ans ?",
    "La carte TER +26 ans existe-t-elle pour un salarié ?",
    "Mon Abo Étudiant et Apprenti TER, comment ça marche ?",
    "Je suis salarié, quelle formation la Région finance-t-elle ?",
    "Demandeur d'emploi, qui peut payer ma formation ?",
    "Le Chèque Pass Formation est-il encore ouvert ?",
    "Quelle rémunération pendant une formation de la Région ?",
    "Comment louer une voiture à 1 € par jour avec En route pour l'emploi ?",
    "Faut-il l'assurance pour la voiture à 1 euro ?",
    "La Région aide-t-elle à faire garder mon enfant quand je reprends un emploi ?",
    "Je suis boulanger, quelle aide pour un site internet ?",
    "Quel est le montant de l'aide ADEN ?",
    "DACS : mon salon de coiffure y a-t-il droit ?",
    "Aide pour reprendre une boulangerie dans mon village",
    "Start'Up : combien pour créer mon entreprise ?",
    "Comment obtenir la bourse Mermoz pour un stage à l'étranger ?",
    "Qui peut avoir la bourse d'études sanitaires et sociales ?",
    "Aide-soignante : la formation est-elle gratuite ?",
    "Élève infirmière en difficulté, existe-t-il un fonds d'urgence ?",
    "Étudiant sans argent, le FRSU peut-il m'aider ?",
    "Les étudiants boursiers ont-ils des repas gratuits ?",
    "Aide au transport des étudiants : combien par an ?",
    "Mon fils est interne au lycée, quelle aide à la scolarité ?",
    "Faire une VAE : la Région paie-t-elle l'accompagnement ?",
    "Proch'emploi peut-il m'aider à trouver un travail ?",
    "Le Pass Emploi Entreprise paie-t-il la formation avant l'embauche ?",
    "Où se trouve la Maison de la Région la plus proche ?",
    "Où apprendre à se servir de ChatGPT près de chez moi ?",
    "Le Brevet IA est-il gratuit ?",
    "Qu'est-ce que Proch'IA ?",
    "Notre commune peut-elle répondre à l'appel IA et Territoires ?",
    "Que dit la charte IA de la Région ?",
    "Un médiateur numérique peut-il venir dans notre mairie ?",
    "Quelle aide IA pour mon entreprise de quinze salariés ?",
    "Mon numéro de sécu est au dossier, est-ce normal ?",
    "Retraité, où prendre un cours d'informatique ?",
    "Je touche une petite pension, la carte TER est-elle moins chère ?",
    "Les lycées auront-ils des outils d'IA ?",
)


@pytest.mark.parametrize("question", SCHEMES)
def test_a_regional_scheme_is_no_matter_of_another_authority(question: str) -> None:
    hit = own_matter(question)

    assert hit is None or hit.level is Level.REGION
