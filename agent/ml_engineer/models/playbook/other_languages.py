"""Other languages: messages that are not English, told by their letters and commonest words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ml_engineer.evidence.languages import language_of

__all__ = ["foreign"]


def foreign(text: str, columns: Sequence[str] = ()) -> str | None:
    """Return the language of a message that is not English; None if it is, or nothing tells.

    Args:
        text: the message.
        columns: names of columns of the attached tables: they tell no language.
    """
    words = re.sub(rf"`[^`]*`|\S+\.\w{{2,7}}\b|{_NAME}", " ", _without(text, columns))
    letters = [char for char in words if char.isalpha()]
    for language, (first, last) in _SCRIPTS.items():
        if sum(first <= char <= last for char in letters) * 2 > len(letters) > 0:
            return language
    found = language_of(words)
    if found != "English":
        return found
    said = re.findall(r"[^\W\d_]+", words.casefold())
    if sum(word in _ENGLISH for word in said) > 1:
        return None
    told = {name: len(own & set(said)) for name, own in _WORDS.items()}
    best = max(told, key=lambda name: told[name])
    enough = told[best] >= 2 or (told[best] and len(said) <= 4 and not set(said) & _ENGLISH)
    return best if enough else None


_NAME = r"(?<!\w)(?=\w*[_\d])\w+(?!\w)"
"""A word with an underscore or a digit: a name, in whatever language the message is."""


def _without(text: str, columns: Sequence[str]) -> str:
    """Return a message without names of columns, the longest taken out first."""
    names = sorted((name for name in columns if name), key=len, reverse=True)
    if not names:
        return text
    return re.sub(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", " ", text, flags=re.I)


_SCRIPTS = {
    "Russian": ("\u0400", "\u04ff"),
    "Japanese": ("\u3040", "\u30ff"),
    "Korean": ("\uac00", "\ud7af"),
    "Chinese": ("\u4e00", "\u9fff"),
    "another language": ("\u0370", "\u03ff"),
}
"""Letters that tell a language; Chinese characters are in Japanese texts as well."""

_COMMONEST = {
    "German": (
        "wir ich ihr unser unsere unser wie was warum wieso brauchen brauche haben hat kann "
        "können soll sollen wollen welche welches welcher daten modell gut genug das ist der "
        "die und nicht ein eine für mit von zu auf ohne bitte danke gibt es wo wer wann "
        "leider schon noch mein meine unseren unserem deutsch vorhersagen kündigungen kunden "
        "überwachung"
    ),
    "French": (
        "nous je vous notre nos comment pourquoi quel quelle quels combien avons voulons "
        "besoin modèle données bonjour merci est le la les des une un pour avec sans sur dans "
        "pas faut peut puis-je avez faire prédire aussi"
    ),
    "Spanish": (
        "nosotros necesitamos necesito queremos quiero cómo como qué por cuál cuántos cuántas "
        "tenemos modelo datos gracias hola puedo podemos el la los las un una para con sin "
        "está es nuestro nuestra predecir bueno hacer"
    ),
    "Italian": (
        "abbiamo vogliamo bisogno perché quale quali quanto quanti modello dati ciao grazie "
        "posso possiamo il lo gli un una per con senza è sono nostro nostra come prevedere "
        "buono"
    ),
    "Portuguese": (
        "nós precisamos preciso queremos quero como porquê qual quais quantos temos modelo "
        "dados obrigado olá posso podemos não um uma para com sem está é nosso nossa prever "
        "bom"
    ),
    "Dutch": (
        "wij ik jullie onze hoe waarom hebben heeft kunnen moeten willen welke welk goed "
        "genoeg het een niet voor zonder met van op bedankt mijn voorspellen klanten gegevens"
    ),
    "Polish": (
        "czy jak dlaczego mamy chcemy potrzebujemy dane nie jest dla bez dziękuję dobry model "
        "nasz który które jaki ile"
    ),
    "Turkish": (
        "bir ve için nasıl neden bu var yok mı mi veri verimiz modeli gerek istiyoruz iyi "
        "teşekkürler kaç"
    ),
    "Swedish": (
        "vi jag hur varför vilken behöver har och inte är för med utan att en ett data modell "
        "tack bra"
    ),
}
"""Words by which short messages give their language away."""

_WORDS = {name: frozenset(words.split()) for name, words in _COMMONEST.items()}

_COMMON = (
    "the a an of and is are was in for with to on that this it at by we you i my our your "
    "do does did how what why which can should would will be have has not no if or so me "
    "us please there model data target column when where who explain ship yes "
    "without drop keep only remove leave out use take ignore now then just still what's "
)
_ENGLISH = frozenset(_COMMON.split())
