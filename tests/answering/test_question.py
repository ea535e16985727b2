"""The kind of answer that a question asks for is told by what it asks, not by its situation."""

from __future__ import annotations

import pytest

from assistant.answering.question import QuestionType, question_type


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Un semestre à Montréal, ça coûte un bras : vous mettez combien ?", QuestionType.AMOUNT),
        ("Mon maire veut répondre au téléphone. Combien d'argent y a-t-il ?", QuestionType.AMOUNT),
        ("Où en suis-je ? Je ne sais pas. Quand ouvre la maison ?", QuestionType.DATE),
        ("Combien coûte la carte ? Je suis pressé.", QuestionType.PRICE),
        ("Le guide de l'État vaut pour qui ?", QuestionType.CONDITION),
        ("Quel maximum peut-elle percevoir ?", QuestionType.AMOUNT),
        ("Notre commune veut répondre. Dernier jour pour déposer ?", QuestionType.DEADLINE),
        ("combien ça coûte", QuestionType.PRICE),
        ("", QuestionType.OTHER),
    ],
)
def test_the_last_clause_that_asks_tells_the_kind(question: str, asks: QuestionType) -> None:
    assert question_type(question) is asks
