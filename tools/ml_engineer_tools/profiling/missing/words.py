"""Words that stand for nothing in a cell."""

from __future__ import annotations

NOTHING = frozenset(
    {"", "?", "??", "???", "-", "--", "---", ".", "..", "...", "n/a", "n.a.", "n.a", "#n/a", "na",
     "nan", "null", "nil", "<na>", "\\n", "(null)", "[null]", "(blank)", "blank", "empty",
     "missing", "unknown", "unk", "unkn", "unknwn", "undefined", "not available", "not applicable",
     "not known", "not specified", "not provided", "not recorded", "not reported", "not given",
     "not stated", "no data", "no answer", "no response", "no value", "unspecified", "undetermined",
     "unavailable", "tbd", "xxx", "#null!", "#value!", "#div/0!", "#ref!", "#name?", "inconnu",
     "unbekannt", "keine angabe", "k.a.", "k. a.", "desconocido", "sconosciuto", "onbekend", "none",
     "0000-00-00", "0000-00-00 00:00:00", "nat", "nothing", "nd", "n.d.",
     "prefer not to say", "prefer not to answer", "rather not say", "don't know", "do not know",
     "nicht angegeben", "ohne angabe", "keine antwort", "weiß nicht", "weiss nicht",
     "nicht bekannt", "nicht verfügbar", "non renseigné", "non renseigne", "non précisé",
     "non disponible", "ne sait pas", "manquant", "sin datos", "sin dato", "no disponible",
     "no aplica", "no sabe", "ns/nc", "non disponibile", "non specificato", "niet bekend",
     "não informado", "brak danych"}
)  # fmt: skip
"""Texts, in lower case and without outer blanks, that mean that nothing is there."""

MAY_BE_LEVELS = frozenset({"none", "na", "nothing", "nil", "nd", "empty", "xxx", ".", "blank"})
"""Of these, the ones that are honest levels in some columns (no children: none; NA for Namibia)."""


def says_nothing(text: str) -> bool:
    """Tell whether a text means that there is no value."""
    return text.strip().casefold() in NOTHING
