"""Which sensitive attribute a column tells, judged by its levels; names only support it."""

from __future__ import annotations

import re
from typing import Literal

from ml_engineer_tools.evidence import Confidence
from ml_engineer_tools.profiling.column_values import ColumnValues
from ml_engineer_tools.profiling.missing.words import says_nothing
from ml_engineer_tools.profiling.role_proposals.name_hints import words_of
from ml_engineer_tools.profiling.semantic_types.semantic_type import SemanticType
from ml_engineer_tools.profiling.semantic_types.vocabularies import word_set

Attribute = Literal["sex", "age", "ethnicity", "religion", "nationality", "marital status",
                    "disability", "sexual orientation"]  # fmt: skip
"""After the grounds of Article 21 of the EU Charter of Fundamental Rights and the protected classes
of US law."""

MOST_LEVELS = 100

_FEMALE = word_set("female f woman women girl frau w femme mujer donna feminine females fem lady")
_MALE = word_set("male m man men boy mann homme hombre uomo masculine males masc gentleman")
_BESIDE = word_set("other others divers diverse child nonbinary non-binary x u undisclosed o na")
_COLOURS = word_set("white black brown yellow red")
_ETHNIC = word_set(
    "asian hispanic latino latina latinx caucasian african afro arab arabic ethnic eskimo "
    "indigenous aboriginal maori polynesian melanesian pacific indian native "
    "mestizo mulatto roma jewish negro"
)
_RELIGIONS = word_set(
    "christian christianity catholic protestant orthodox muslim islam islamic hindu hinduism "
    "buddhist buddhism jewish judaism jew sikh sikhism atheist agnostic mormon evangelical "
    "lutheran baptist anglican methodist jain taoist shinto"
)
_MARITAL = word_set(
    "married single divorced widowed widow widower separated cohabiting cohabitation partnered "
    "unmarried remarried ledig verheiratet geschieden verwitwet engaged spouse"
)
_ORIENTATIONS = word_set("heterosexual homosexual bisexual gay lesbian straight asexual queer")
_DISABLED = word_set("disabled disability handicapped impaired able-bodied non-disabled wheelchair")
_NATIONAL = word_set("nationality citizenship citizen native birth origin birthplace foreign")
AGE_WORDS = word_set("age ages alter âge edad età idade leeftijd")
_OLD = word_set("senior elderly")
_SEX = word_set("sex gender geschlecht male female sexe sexo sesso genre género")

_BAND = re.compile(
    r"(?:[<>]=?|under|over|unter|über)?\s*\d{1,3}\s*(?:(?:-|–|to|bis)\s*\d{1,3}|\+)?", re.IGNORECASE
)
"""A span of years: 18-24, 65+, under 18."""

_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def sensitive_attribute(
    values: ColumnValues, kind: SemanticType
) -> tuple[Attribute, Confidence] | None:
    """Return which attribute a column tells and how sure that is; None if it tells none."""
    name = words_of(values.name)
    if kind.word == "date_of_birth":
        return "age", "medium"
    if values.kind == "text":
        levels = [text.strip().casefold() for text in values.texts if not says_nothing(text)]
        if not 2 <= len(levels) <= MOST_LEVELS:
            return None
        return attribute_of_levels(levels, name)
    if name & AGE_WORDS and _are_ages(values):
        return "age", "medium"
    if name & _SEX and values.summary.distinct == 2:
        return "sex", "low"
    if name & _OLD and values.summary.distinct == 2:
        return "age", "low"
    return None


def attribute_of_levels(
    levels: list[str], name: frozenset[str]
) -> tuple[Attribute, Confidence] | None:
    """Return which attribute levels (in lower case) tell, supported by the words of the name."""
    said = {level for level in levels if level not in _BESIDE}
    if _is_sex(said):
        letters = all(len(level) == 1 for level in said)
        return "sex", "high" if not letters or name & _SEX else "medium"
    if said == {"h", "f"} and name & _SEX:
        return "sex", "medium"
    if name & AGE_WORDS and all(_BAND.fullmatch(level) for level in said):
        return "age", "medium"
    words = [frozenset(_WORDS.findall(level)) for level in levels]
    parts = [frozenset(part for word in told for part in word.split("-")) | told for told in words]

    def share(vocabulary: frozenset[str]) -> float:
        return sum(bool(told & vocabulary) for told in parts) / len(parts)

    if share(_MARITAL) >= 0.6 and any(told & {"married", "verheiratet"} for told in parts):
        return "marital status", "high"
    if share(_RELIGIONS) >= 0.6:
        return "religion", "high"
    if share(_ORIENTATIONS) >= 0.6 and any(told & {"heterosexual", "gay", "bisexual"}
                                           for told in parts):  # fmt: skip
        return "sexual orientation", "high"
    ethnic = share(_ETHNIC)
    if ethnic >= 0.2 and share(_ETHNIC | _COLOURS) >= 0.6 and len(levels) <= 20:
        return "ethnicity", "high"
    if share(_DISABLED) >= 0.5 and len(levels) <= 6:
        return "disability", "medium"
    if name & _NATIONAL and _are_countries(levels):
        return "nationality", "medium"
    return None


def _is_sex(said: set[str]) -> bool:
    return bool(said & _FEMALE and said & _MALE) and said <= _FEMALE | _MALE


def _are_ages(values: ColumnValues) -> bool:
    """Tell whether numbers can be ages of people in years."""
    numbers = values.numbers
    if len(numbers) < 20:
        return False
    low, high = numbers[int(0.01 * len(numbers))], numbers[int(0.99 * (len(numbers) - 1))]
    return bool(low >= 0 and 15 <= high <= 115 and high - low >= 10)


def _are_countries(levels: list[str]) -> bool:
    known = sum(level.replace("-", " ") in COUNTRY_NAMES for level in levels)
    return known >= 3 and known >= 0.6 * len(levels)


COUNTRY_NAMES = frozenset(
    name.strip()
    for name in [
        "afghanistan",
        " albania",
        " algeria",
        " argentina",
        " australia",
        " austria",
        " bangladesh",
        " belgium",
        " bolivia",
        " brazil",
        " bulgaria",
        " cambodia",
        " cameroon",
        " canada",
        " chile",
        " china",
        " colombia",
        " costa rica",
        " croatia",
        " cuba",
        " czech republic",
        " denmark",
        " dominican republic",
        " ecuador",
        " egypt",
        " el salvador",
        " england",
        " ethiopia",
        " finland",
        " france",
        " germany",
        " ghana",
        " greece",
        " guatemala",
        " haiti",
        " honduras",
        " hong",
        " hong kong",
        " hungary",
        " iceland",
        " india",
        " indonesia",
        " iran",
        " iraq",
        " ireland",
        " israel",
        " italy",
        " jamaica",
        " japan",
        " jordan",
        " kenya",
        " korea",
        " south korea",
        " laos",
        " lebanon",
        " malaysia",
        " mexico",
        " morocco",
        " nepal",
        " netherlands",
        " new zealand",
        " nicaragua",
        " nigeria",
        " norway",
        " pakistan",
        " panama",
        " peru",
        " philippines",
        " poland",
        " portugal",
        " puerto rico",
        " romania",
        " russia",
        " saudi arabia",
        " scotland",
        " serbia",
        " singapore",
        " slovakia",
        " south africa",
        " spain",
        " sri lanka",
        " sudan",
        " sweden",
        " switzerland",
        " syria",
        " taiwan",
        " tanzania",
        " thailand",
        " trinadad&tobago",
        " tunisia",
        " turkey",
        " uganda",
        " ukraine",
        " united kingdom",
        " uk",
        " united states",
        " usa",
        " us",
        " uruguay",
        " venezuela",
        " vietnam",
        " wales",
        " yemen",
        " yugoslavia",
        " zimbabwe",
        " german",
        " french",
        " american",
        " british",
        " italian",
        " spanish",
        " polish",
        " turkish",
        " russian",
        " chinese",
        " indian",
        " japanese",
        " dutch",
        " swiss",
        " austrian",
        " mexican",
        " brazilian",
        " canadian",
        " portuguese",
    ]
)
"""Countries and nationalities that are common in tables of people, in lower case."""
