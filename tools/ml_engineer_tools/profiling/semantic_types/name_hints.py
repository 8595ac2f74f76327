"""Names as hints: words that raise how sure a type is when the values fit it already."""

from __future__ import annotations

from ml_engineer_tools.profiling.role_proposals.name_hints import words_of
from ml_engineer_tools.profiling.semantic_types.vocabularies import word_set

MONEY = word_set(
    "price amount cost costs salary income fare revenue balance payment fee fees charge charges "
    "wage spend sales turnover budget usd eur gbp tax discount loan credit debit profit premium"
)
SHARE = word_set(
    "share percent percentage pct rate ratio prob probability proba fraction proportion"
)
DURATION = word_set("duration seconds minutes hours days ms elapsed tenure lag latency")
POSTAL = word_set("zip zipcode postal postcode plz cp")
PHONE = word_set("phone telephone tel mobile cell fax msisdn handy")
BIRTH = word_set(
    "birth birthday birthdate dob born geburtsdatum geburtstag naissance nacimiento nascita"
)
LATITUDE = word_set("lat latitude")
LONGITUDE = word_set("lon lng long longitude")
IDENTIFIER = word_set("id ids uuid guid key index rowid pk no nr ref reference")


def hints(name: str, words: frozenset[str]) -> bool:
    """Tell whether a column's name has one of the words."""
    return bool(words_of(name) & words)
