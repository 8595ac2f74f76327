"""Answers in other languages: traced by what their words say, shown as they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml_engineer.evidence.glossary import GLOSSARIES
from ml_engineer.evidence.grounding import ground
from ml_engineer.evidence.languages import language_of, read
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of

GBM = {"table": "lots.csv", "model": "gbm", "split": "holdout"}
FIGURES: list[dict[str, object]] = [
    {"quantity": "recall", "value": 0.6519, "subject": GBM, "n": 3240},
    {"quantity": "recall", "value": 0.5704, "subject": {**GBM, "model": "logreg"}, "n": 3240},
    {"quantity": "base_rate", "value": 0.0417, "n": 3240},
    {"quantity": "roc_auc", "value": 0.9038, "interval": (0.8812, 0.9243), "subject": GBM},
]
LEDGER = ledger_of(
    LabelledFigure.model_validate({"handle": f"E1.f{number}", **figure})
    for number, figure in enumerate(FIGURES, 1)
)
USER = ("Wir füllen 90.000 Flaschen ab; nous avons 90.000 bouteilles.",)


def verdicts(text: str) -> dict[str, str]:
    return {one.token.text: one.verdict for one in ground(text, LEDGER, USER)}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Das Modell findet 65,2 % der Chargen [E1.f1] und die Regression 57,0 % [E1.f2],"
         " das sind 8,1 Prozentpunkte mehr [E1.f1, E1.f2].", "8,1"),
        ("Die AUC ist 0,904 und das 95 %-Intervall reicht von 0,881 bis 0,924 [E1.f4].", "0,881"),
        ("Es findet zwei von drei der Chargen [E1.f1] und übersieht ein Drittel [E1.f1].",
         "zwei von drei"),
        ("Das 90 %-Band deckt 65,2 % der Lose und ein Drittel nicht [E1.f1].", "ein Drittel"),
        ("Le modèle trouve 65,2 % des lots [E1.f1] et la régression 57,0 % [E1.f2],"
         " soit 8,1 points de plus [E1.f1, E1.f2].", "8,1"),
        ("L'AUC est de 0,904 et l'intervalle à 95 % va de 0,881 à 0,924 [E1.f4].", "0,924"),
        ("El modelo detecta dos de cada tres de los lotes [E1.f1] con una AUC de 0,904 [E1.f4].",
         "dos de cada tres"),
        ("Il modello trova il 65,2 % dei lotti [E1.f1] e la regressione il 57,0 % [E1.f2],"
         " cioè 8,1 punti in più [E1.f1, E1.f2].", "8,1"),
        ("Het model vindt 65,2 % van de partijen [E1.f1] en de regressie 57,0 % [E1.f2],"
         " dus 8,1 procentpunten meer [E1.f1, E1.f2].", "8,1"),
        ("O modelo deteta 65,2 % dos lotes [E1.f1] e a regressão 57,0 % [E1.f2],"
         " ou seja, 8,1 pontos a mais [E1.f1, E1.f2].", "8,1"),
    ],
)  # fmt: skip
def test_what_an_answer_computes_is_followed_in_its_language(text: str, number: str) -> None:
    assert language_of(text) != "English"
    found = verdicts(text)
    assert number in found
    assert "unsupported" not in found.values()


def test_a_wrong_number_is_still_one() -> None:
    text = "Die AUC ist 0,904 und das 95 %-Intervall reicht von 0,881 bis 0,942 [E1.f4]."
    assert verdicts(text)["0,942"] == "unsupported"


def test_what_a_person_wrote_is_read_as_the_answer_is() -> None:
    text = "Von Ihren 90.000 Flaschen hätten rund 3.750 den Fehler [E1.f3], das ist nicht wenig."
    found = ground(text, LEDGER, ("Wir füllen 90.000 Flaschen ab.",))
    assert [one.token.text for one in found] == ["90.000", "3.750"]
    assert [one.verdict for one in found] == ["user", "derived"]


def test_english_with_a_foreign_name_stays_as_it_is() -> None:
    text = "The site `von der Heide` has 0.87 and La Palma 0.91, which is better than und."
    assert read(text).text == text


@given(
    st.lists(
        st.sampled_from(
            ["und der die ist", "[E1.f1]", "12,5 %", "zwei von drei", "`um 3`", "\n", "mal "]
        )
    )
)
def test_each_number_is_found_where_it_was_written(parts: list[str]) -> None:
    text = " ".join(parts)
    for one in ground(text, LEDGER, ()):
        assert text[one.token.start : one.token.end] == one.token.text
        assert one.token.text.strip()


def test_every_glossary_gives_words_for_the_commonest_relations() -> None:
    for glossary in GLOSSARIES.values():
        english = {said for _, said in glossary}
        assert {"more", "less", "better", "between", "percentage points"} <= english
