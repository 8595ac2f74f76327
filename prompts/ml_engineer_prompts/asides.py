"""Prepared answers to questions beside the work: who teaches the model, where the data is from."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["BY_FRIDAY", "BY_FRIDAY_QUESTION", "LEARNS", "NOT_READ", "ORIGIN", "learns_answer"]

LEARNS = (
    "**No: by itself it learns nothing (A2).** A model that is live is a file that doesn't change; "
    "what happens around it goes by unheard. It gets better when four things exist:\n\n"
    "1. The outcome of each case that it scored, logged beside the score.\n"
    "2. A day by which enough of those outcomes have come in; that hangs on how late they are "
    "known and how rare they are.\n"
    "3. Somebody who trains it on them, and a gate that the new one passes before it replaces the "
    "old.\n"
    "4. Some cases decided without the model, or it is taught by its own decisions.\n\n"
    "Until then it can only hold or decline, which is what the monitoring is for."
)
"""To "the model will learn by itself"."""

LEARNS_FEEDBACK = (
    "Feedback counts if it is the outcome: clicks and complaints are given by those who were "
    "shown something, and say nothing of those who weren't."
)

LEARNS_QUESTION = "Where does the outcome of a scored case get written, and after how long?"


def learns_answer(*, of_feedback: bool) -> str:
    """Return the answer to "it will learn by itself", as Markdown."""
    feedback = f" {LEARNS_FEEDBACK}" if of_feedback else ""
    return f"{LEARNS}{feedback}\n\n{LEARNS_QUESTION}\n\nStands on: S8, S1; A2, R1"


ORIGIN = (
    "**I don't know, and the table can't tell: a file holds values, not where they come from "
    "(R3, P3).** What I know of it is its name, its columns and its fingerprint. Three answers "
    "have to come from a person:\n\n"
    "1. Source: who collected it, from whom, when, and how did it get here?\n"
    "2. Permission: which licence, contract or consent covers this use?\n"
    "3. Bias: who had no chance of being in it, and who wrote the labels?\n\n"
    "They go on a data card that a person signs; without one nothing is trained for a release."
)
"""To "where did this data come from?"."""

BY_FRIDAY = (
    "**A measurement can have a date; only its value can't be promised (R4).** With a table and "
    "its target it is minutes: a plain model on held-out rows, with its interval, beside the "
    "floor that no model needs. What may take longer is getting the table and settling which "
    "column is the outcome."
)
"""To "give me the AUC by Friday" while no table is there."""

BY_FRIDAY_QUESTION = "Where is the table, and which column is to be predicted?"

NOT_READ: Mapping[str, str] = {
    "German": (
        "Ich lese nur Englisch (eingebaute Regeln, kein Sprachmodell): bitte die Frage auf "
        "Englisch stellen, oder mit `--model` ein Sprachmodell wählen, das auch Deutsch versteht."
    ),
    "French": (
        "Je ne lis que l'anglais (des règles intégrées, pas un modèle de langue) : posez la "
        "question en anglais, ou choisissez avec `--model` un modèle de langue qui comprend le "
        "français."
    ),
    "Spanish": (
        "Solo leo inglés (reglas incorporadas, no un modelo de lenguaje): haga la pregunta en "
        "inglés, o elija con `--model` un modelo de lenguaje que entienda el español."
    ),
    "Italian": (
        "Leggo solo l'inglese (regole integrate, non un modello linguistico): faccia la domanda in "
        "inglese, oppure scelga con `--model` un modello linguistico che capisca l'italiano."
    ),
    "Portuguese": (
        "Só leio inglês (regras incorporadas, não um modelo de linguagem): faça a pergunta em "
        "inglês, ou escolha com `--model` um modelo de linguagem que entenda português."
    ),
    "Dutch": (
        "Ik lees alleen Engels (ingebouwde regels, geen taalmodel): stel de vraag in het Engels, "
        "of kies met `--model` een taalmodel dat ook Nederlands begrijpt."
    ),
    "Polish": (
        "Czytam tylko po angielsku (wbudowane reguły, nie model językowy): proszę zadać pytanie po "
        "angielsku albo wybrać przez `--model` model językowy, który rozumie polski."
    ),
    "Russian": (
        "Я читаю только по-английски (встроенные правила, не языковая модель): задайте вопрос "
        "по-английски или выберите через `--model` языковую модель, которая понимает русский."
    ),
    "Chinese": (
        "我只能读英文(内置规则,不是语言模型):请用英文提问,或用 `--model` 选择懂中文的语言模型。"
    ),
    "Japanese": (
        "英語しか読めません(組み込みのルールで、言語モデルではありません)。英語で質問するか、"
        "`--model` で日本語の分かる言語モデルを選んでください。"
    ),
    "Korean": (
        "영어만 읽습니다(내장 규칙이며 언어 모델이 아닙니다). 영어로 질문하거나 `--model`로 "
        "한국어를 이해하는 언어 모델을 선택해 주세요."
    ),
    "Turkish": (
        "Yalnızca İngilizce okuyorum (yerleşik kurallar, dil modeli değil): soruyu İngilizce sorun "
        "ya da `--model` ile Türkçe bilen bir dil modeli seçin."
    ),
    "Swedish": (
        "Jag läser bara engelska (inbyggda regler, ingen språkmodell): ställ frågan på engelska, "
        "eller välj med `--model` en språkmodell som förstår svenska."
    ),
    "another language": (
        "I read English only (built-in rules, no language model): please ask in English, or choose "
        "with `--model` a language model that reads your language."
    ),
}
"""That a message can't be read, in its own language."""
