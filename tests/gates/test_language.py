"""Is it English? Told by small words; too short a text is taken as English."""

import json
from pathlib import Path

import pytest

from ml_engineer.gates.language import is_english

CORPUS = Path(__file__).parents[1] / "corpora" / "gates_dev.jsonl"


@pytest.mark.parametrize(
    "text",
    [
        "Das Modell ist besser als die Regel, aber nicht viel und nicht für alle Kunden.",
        "Le modèle est meilleur que la règle, mais pas pour tous les clients de la banque.",
        "El modelo es mejor que la regla, pero no para todos los clientes de la tienda.",
        "Il modello è migliore della regola, ma non per tutti i clienti che sono nuovi.",
        "Het model is beter dan de regel, maar niet voor alle klanten van de winkel.",
        "Модель лучше правила, но не для всех клиентов банка и не всегда.",
        "モデルはルールより優れていますが、すべての顧客に対してではありません。",
    ],
)
def test_other_languages_are_recognised(text: str) -> None:
    assert not is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ja, natürlich.",
        "ROC AUC 0.87, PR AUC 0.65, ECE 0.02, MAE 3.1",
        "The model beats the rule, but not by much, and not for every customer of the bank.",
        "The column `der_die_das` is the target; the others are features of the customer.",
        "Modèle “à la carte” is what they call it, and it is the default of the naïve plan.",
    ],
)
def test_english_and_texts_too_short_to_tell_pass(text: str) -> None:
    assert is_english(text)


def test_every_labelled_answer_is_english() -> None:
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    assert [item["id"] for item in map(json.loads, lines) if not is_english(item["answer"])] == []
