"""The script builds the same markup as the server."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.web.conftest import OpenPage
from tests.web.steps import BREVET, RESEAU, ask

pytestmark = pytest.mark.browser

# Hidden fields carry the choices only where no script does; times differ between two answers.
READ = """(answer) => {
  const copy = answer.cloneNode(true);
  for (const gone of copy.querySelectorAll('input')) gone.remove();
  for (const name of ['energy', 'co2e', 'took']) {
    copy.querySelector(`[data-slot="${name}"]`).textContent = '';
  }
  const tree = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.split(/[ \\n]+/).join(' ').trim();
    if (node.nodeType !== Node.ELEMENT_NODE) return '';
    const marks = [...node.attributes].map((a) => `${a.name}="${a.value}"`).sort().join(' ');
    const within = [...node.childNodes].map(tree).join('');
    return `\\n<${node.localName} ${marks}>${within}</>`;
  };
  return tree(copy);
}"""


def markup(page: Page, question: str) -> str:
    answer = ask(page, question)
    # Without a script in the page, the protocol still reads its tree.
    return str(answer.evaluate(READ))


@pytest.mark.parametrize(
    "question",
    [
        BREVET,
        RESEAU,
        "Ai-je droit à l'aide au permis de conduire ?",
        "Qu'est-ce que la prime vélo ?",
        "Quelle est la recette de la tarte au sucre ?",
        "je veux mourir",
        "Bonjour",
        "jeanne.martin@exemple.fr",
    ],
)
def test_both_ways_give_the_same_answer(open_page: OpenPage, question: str) -> None:
    served = markup(open_page(java_script_enabled=False), question)
    built = markup(open_page(), question)
    assert built.splitlines() == served.splitlines()
