"""The conversation with a script: streamed, stacked, announced once, never losing a word."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Route, expect

from tests.web.conftest import OpenPage
from tests.web.steps import BREVET, RESEAU, ask, whole_answer

pytestmark = pytest.mark.browser


def test_the_disclosure_stands_above_the_field(open_page: OpenPage) -> None:
    page = open_page()
    disclosure = page.locator(".disclosure")
    expect(disclosure).to_contain_text("assistant automatique, pas avec une personne")
    above, below = disclosure.bounding_box(), page.get_by_label("Votre question").bounding_box()
    assert above is not None and below is not None
    assert above["y"] + above["height"] <= below["y"]
    assert below["y"] + below["height"] <= page.viewport_size["height"]  # type: ignore[index]


def test_a_question_asked_with_the_mouse_is_answered_through_the_stream(
    open_page: OpenPage,
) -> None:
    page = open_page()
    with page.expect_request("**/v1/chat/stream") as sent:
        answer = ask(page, BREVET)
    assert json.loads(sent.value.post_data or "") == {
        "question": BREVET,
        "channel": "widget",
        "style": "standard",
    }
    expect(page.locator(".question")).to_have_text(re.compile(r"C'est quoi le brevet IA \?"))
    expect(answer.locator(".statement").first).to_contain_text("reconnaissance des compétences")
    expect(answer.locator(".source").first).to_contain_text("synthèse rédigée pour ce service")
    expect(answer.locator(".source").first).to_contain_text("Vérifié le 20 novembre 2026")
    expect(answer.get_by_role("heading", name="Parler à une personne")).to_be_visible()
    assert "question=" not in page.url


def test_a_question_asked_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page()
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "question":
            break
    page.keyboard.type(BREVET)
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("Merci.")
    expect(page.get_by_label("Votre question")).to_have_value(f"{BREVET}\nMerci.")
    page.keyboard.press("Enter")
    whole_answer(page)
    expect(page.get_by_label("Votre question")).to_be_focused()
    expect(page.get_by_label("Votre question")).to_have_value("")


def test_the_first_tab_stop_skips_to_the_content(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_citation_opens_its_source_at_the_quote(open_page: OpenPage) -> None:
    page = open_page()
    answer = ask(page, BREVET)
    statement = answer.locator(".statement").first
    with page.expect_popup() as opened:
        statement.get_by_role("link", name="[1] Brevet IA (nouvel onglet)").click()
    source = opened.value
    mark = source.locator("#extrait")
    expect(mark).to_be_in_viewport()
    expect(mark).to_be_focused()
    assert mark.inner_text() in statement.inner_text()
    expect(page.locator(".turn")).to_have_count(1)


def test_turns_stack_and_the_conversation_goes_on(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, BREVET)
    with page.expect_request("**/v1/chat/stream") as sent:
        ask(page, RESEAU)
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".turn").last.locator(".question")).to_be_in_viewport()
    assert json.loads(sent.value.post_data or "")["conversation_id"]


def test_a_new_conversation_forgets_the_old_one(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, BREVET)
    page.get_by_role("button", name="Nouvelle conversation").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.get_by_role("heading", name="Des questions pour commencer")).to_be_visible()
    expect(page.get_by_label("Votre question")).to_be_focused()
    with page.expect_request("**/v1/chat/stream") as sent:
        ask(page, RESEAU)
    assert "conversation_id" not in json.loads(sent.value.post_data or "")


def test_an_example_is_asked_for_its_audience(open_page: OpenPage) -> None:
    page = open_page()
    form = page.locator("form.choices").filter(has=page.get_by_role("heading", name="Entreprise"))
    with page.expect_request("**/v1/chat/stream") as sent:
        form.get_by_role("button").first.click()
    whole_answer(page)
    assert json.loads(sent.value.post_data or "")["audience"] == "entreprise"
    expect(page.get_by_label("Vous êtes")).to_have_value("entreprise")
    expect(page.locator(".question")).to_be_focused()


def test_a_further_question_is_one_click_away(open_page: OpenPage) -> None:
    page = open_page()
    answer = ask(page, BREVET)
    further = answer.locator(".follow-ups button").first
    question = further.get_attribute("value")
    further.click()
    whole_answer(page, 1)
    expect(page.locator(".question").last).to_contain_text(question or "?")


def test_plain_language_is_asked_for_and_given(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_label("Facile à lire").check()
    answer = ask(page, "Bonjour")
    expect(answer).to_contain_text("Posez-moi une question")


def test_the_whole_answer_is_announced_once(open_page: OpenPage) -> None:
    page = open_page()
    page.evaluate(
        """() => {
          window.said = [];
          const region = document.querySelector('[role="status"]');
          const note = () => region.textContent && window.said.push(region.textContent);
          new MutationObserver(note).observe(region, { childList: true, characterData: true });
        }"""
    )
    ask(page, BREVET)
    page.wait_for_function("window.said.length > 0")
    said = page.evaluate("window.said")
    assert len(said) == 1
    assert "reconnaissance des compétences" in said[0]
    assert page.locator("[aria-live]").count() == 0


def test_a_non_answer_puts_the_human_contact_first(open_page: OpenPage) -> None:
    page = open_page()
    answer = ask(page, "Quelle est la recette de la tarte au sucre ?")
    expect(answer).to_have_attribute("data-status", "unanswerable_no_source")
    expect(answer.locator(".contact.prominent")).to_be_visible()
    expect(answer.locator(".sources")).to_have_count(0)


def test_distress_is_met_with_a_number_to_call(open_page: OpenPage) -> None:
    page = open_page()
    answer = ask(page, "je veux mourir")
    call = answer.get_by_role("link", name="Appeler le 3114")
    expect(call).to_have_attribute("href", "tel:3114")
    expect(answer.locator(".follow-ups")).to_have_count(0)


def test_refused_personal_data_is_not_shown_again(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "jeanne.martin@exemple.fr")
    expect(page.locator("main")).not_to_contain_text("jeanne.martin")


@pytest.mark.parametrize("style", ["network", "status", "cut"])
def test_a_failure_gives_the_question_back(open_page: OpenPage, style: str) -> None:
    page = open_page()

    def fail(route: Route) -> None:
        if style == "network":
            route.abort("connectionreset")
        elif style == "status":
            problem = {"title": "Index indisponible", "status": 503, "detail": "Réessayez."}
            route.fulfill(status=503, json=problem, content_type="application/problem+json")
        else:
            route.fulfill(
                body='event: step\ndata: {"step": "search", "label": "Recherche"}\n\n',
                content_type="text/event-stream",
            )

    page.route("**/v1/chat/stream", fail)
    page.get_by_label("Votre question").fill(BREVET)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("alert")).to_be_visible()
    if style == "status":
        expect(page.get_by_role("alert")).to_have_text("Index indisponible. Réessayez.")
    expect(page.get_by_label("Votre question")).to_have_value(BREVET)
    expect(page.get_by_label("Votre question")).to_be_focused()
    expect(page.locator(".turn")).to_have_count(0)
    page.unroute("**/v1/chat/stream")
    page.keyboard.press("Enter")
    whole_answer(page)
    expect(page.get_by_role("alert")).to_be_hidden()


def test_one_question_at_a_time_and_it_can_be_cancelled(open_page: OpenPage) -> None:
    page = open_page()
    page.route("**/v1/chat/stream", lambda _: None)  # never answered
    box = page.get_by_label("Votre question")
    box.fill(BREVET)
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(1)
    box.fill(RESEAU)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("en cours")
    expect(page.locator(".turn")).to_have_count(1)
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(box).to_have_value(f"{BREVET}\n{RESEAU}")


@pytest.mark.parametrize(("typed", "said"), [("   ", "Écrivez"), ("a" * 1001, "1\u202f000")])
def test_what_cannot_be_sent_is_said_beside_the_field(
    open_page: OpenPage, typed: str, said: str
) -> None:
    page = open_page()
    box = page.get_by_label("Votre question")
    box.fill(typed)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("alert")).to_contain_text(said)
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_value(typed)
    expect(page.locator(".turn")).to_have_count(0)


@pytest.mark.parametrize(
    "attack",
    [
        "<img src=x onerror=\"document.title='pris'\"> brevet IA ?",
        "<script>document.title='pris'</script> brevet IA",
        '"><svg onload="document.title=\'pris\'">',
        "{{ 7 * 7 }} ${7*7} brevet IA",
    ],
)
def test_markup_in_a_question_is_shown_as_text(open_page: OpenPage, attack: str) -> None:
    page = open_page()
    ask(page, attack)
    expect(page.locator(".question span").last).to_have_text(attack)
    assert "pris" not in page.title()
    assert page.locator(".turn :is(img, svg, script)").count() == 0
