"""What a person does on the conversation page."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

BREVET = "C'est quoi le brevet IA ?"
RESEAU = "Que prévoit le réseau de médiation ?"


def ask(page: Page, question: str) -> Locator:
    """Types a question, sends it with the mouse, and returns the last answer once it is whole."""
    turns = page.locator(".turn").count()
    page.get_by_label("Votre question").fill(question)
    page.get_by_role("button", name="Envoyer").click()
    return whole_answer(page, turns)


def whole_answer(page: Page, index: int = 0) -> Locator:
    """The answer of the turn `index`, once it is whole."""
    answer = page.locator(".turn").nth(index).locator(".answer")
    answer.locator(".method").wait_for()
    return answer
