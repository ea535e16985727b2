"""The same page when the browser runs no script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import OpenPage
from tests.web.steps import BREVET, RESEAU, ask

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page(java_script_enabled=False)


def test_a_question_is_answered(page: Page) -> None:
    answer = ask(page, BREVET)
    assert page.url.endswith("/#reponse")
    assert page.title().startswith("Réponse")
    expect(answer.locator(".statement").first).to_contain_text("reconnaissance des compétences")
    expect(answer.locator(".source").first).to_contain_text("synthèse rédigée pour ce service")
    expect(page.get_by_label("Votre question")).to_have_value("")


def test_a_question_is_answered_with_the_keyboard_alone(page: Page) -> None:
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.locator("#question:focus").count():
            break
    page.keyboard.type(BREVET)
    for _ in range(3):  # audience, plain language, send
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".statement").first).to_contain_text("reconnaissance des compétences")


def test_a_citation_opens_its_source_at_the_quote(page: Page) -> None:
    answer = ask(page, BREVET)
    with page.expect_popup() as opened:
        answer.locator(".cite").first.click()
    expect(opened.value.locator("mark#extrait")).to_be_in_viewport()


def test_the_conversation_and_its_choices_are_carried_on(page: Page) -> None:
    page.get_by_label("Vous êtes").select_option("entreprise")
    page.get_by_label("Facile à lire").check()
    ask(page, BREVET)
    first = page.locator("#ask input[name=conversation_id]").get_attribute("value")
    page.locator(".follow-ups button").first.click()
    expect(page.locator("#ask input[name=conversation_id]")).to_have_attribute("value", first or "")
    expect(page.get_by_label("Vous êtes")).to_have_value("entreprise")
    expect(page.get_by_label("Facile à lire")).to_be_checked()


def test_a_new_conversation_starts_from_the_first_page(page: Page) -> None:
    ask(page, BREVET)
    page.get_by_role("button", name="Nouvelle conversation").click()
    expect(page.get_by_role("heading", name="Des questions pour commencer")).to_be_visible()
    expect(page.locator("#ask input[name=conversation_id]")).to_have_attribute("value", "")


def test_an_example_is_asked(page: Page) -> None:
    page.get_by_role("button", name="C'est quoi le brevet IA").click()
    expect(page.locator(".question")).to_contain_text(BREVET)


@pytest.mark.parametrize(("typed", "said"), [("", "Écrivez"), ("a" * 1001, "1\u202f000")])
def test_what_cannot_be_answered_is_said_and_kept(page: Page, typed: str, said: str) -> None:
    page.get_by_label("Votre question").fill(typed)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("alert")).to_contain_text(said)
    expect(page.get_by_label("Votre question")).to_have_value(typed)
    assert page.title().startswith("Erreur")


def test_markup_in_a_question_is_shown_as_text(page: Page) -> None:
    attack = "</textarea><script>document.title='pris'</script><img src=x onerror=pris()>"
    ask(page, attack)
    expect(page.locator(".question span").last).to_have_text(attack)
    assert page.locator(".turn :is(img, script)").count() == 0


def test_markup_in_a_question_that_comes_back_stays_in_the_field(page: Page) -> None:
    attack = "</textarea><script>document.title='pris'</script>" + "a" * 1000
    page.get_by_label("Votre question").fill(attack)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_label("Votre question")).to_have_value(attack)


def test_personal_data_is_masked_in_the_question_shown(page: Page) -> None:
    ask(page, f"{BREVET} jeanne.martin@exemple.fr")
    expect(page.locator("main")).not_to_contain_text("jeanne.martin")


def test_a_list_is_a_list(page: Page) -> None:
    answer = ask(page, RESEAU)
    said = answer.locator(".statement").first
    expect(said.locator("> ul > li")).to_have_count(3)
    expect(said.locator("> ul > li > ul > li")).to_have_count(2)
    expect(said.locator("> ul > li").last.locator(".cite")).to_have_count(1)
    expect(said).to_contain_text('matériel (<b>, "neuf") & des livres')
