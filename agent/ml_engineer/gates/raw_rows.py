"""No single records and no personal data in an answer (clause P3; the promise on privacy)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ml_engineer.gates.base import Draft
from ml_engineer.gates.wording_gate import WordingGate
from ml_engineer.wording.lexicon import family
from ml_engineer.wording.statements import Reading, Statement

EMAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+\b")
PHONE = re.compile(
    r"(?<![\w.,/-])(?:\+\d{1,3}[ /-]?|00\d{1,3}[ /-]?|\(?0\d{1,4}\)?[ /-])(?:\(0\))?\d{2,5}(?:["
    r" /-]?\d{2,5}){1,4}(?!\w)"
)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
CARD = re.compile(r"\b(?:\d{4}[ -]){3}\d{4}\b|\b\d{3}-\d{2}-\d{4}\b")
PLATE_OR_ID = re.compile(
    r"\b(?:ssn|passport|policy|insurance|licen[sc]e plate|plate|patient|customer|member|account"
    r"|employee|personnel|tax|card|contract)"
    r"(?: ?(?:no\.?|number|id|#))?:? ?#?[A-Z]{0,3}-?\d{4,}\b",
    re.IGNORECASE,
)
STREET = re.compile(
    r"\b[A-Z\u00c0-\u00de][\w\u00df-]*(?:str(?:\.|asse|a\u00dfe)|weg|gasse|platz|allee|damm|ring"
    r"|ufer) \d{1,4}\b"
    r"|\b\d{1,5} [A-Z]\w+(?: [A-Z]\w+)? (?:street|st\.?|road|rd\.?|avenue|ave\.?|lane|drive|close"
    r"|way|court|blvd|terrace)\b"
    r"|\b(?:rue|via|calle|rua|avenida|ulica|ul\.|plaza|piazza|boulevard) (?:de |la |del |di |da"
    r" )*[A-Z]\w+,? \d{1,4}\b",
    re.IGNORECASE,
)
_FIRST = r"(?:[A-Z\u00c0-\u00de][\w\u00df'\u2019-]*[a-z\u00df-\u00ff]|[A-Z]\.)"
_BETWEEN = r"(?: (?:de|van|von|der|den|al|bin|da|dos|di|la|el|le|ter|op|zu|du|del|O'))*"
_LAST = r"(?: (?:[A-Z\u00c0-\u00de][\w\u00df'\u2019-]+|[A-Z]\.)){1,3}"
_NAME = _FIRST + _BETWEEN + _LAST
PERSON = re.compile(
    rf"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Frau|Fam|Sr|Sra|M|Mme)\.? )?(?<![\w.])({_NAME})"
)
TITLED = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Herr|Frau|Fam|Se\u00f1or\w*|Mme|Madame|Monsieur)\.? (?:{_NAME}"
    rf"|[A-Z][a-z]+)"
)
BIRTH = re.compile(
    r"\b(?:born|dob|birth ?date|date of birth|geb(?:oren)?\.?)\b[^.;\n]{0,12}\d|\b(?:0?[1-9]"
    r"|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)\d\d\b"
    r"|\b19[2-9]\d-\d\d-\d\d\b|\b20[01]\d-\d\d-\d\d\b",
    re.IGNORECASE,
)
RECORD = re.compile(
    r"\{\s*[\"']?\w+[\"']?\s*:\s*[^{}\n]{1,60},\s*[\"']?\w+[\"']?\s*:[^{}\n]{1,300}\}"
    r"|\(\s*[\"'][^\"'\n]{1,60}[\"']\s*,\s*(?:[\"'][^\"'\n]{1,60}[\"']|[\d.]+)\s*,[^()\n]{1,200}\)"
    r"|\[\s*[\"'][^\"'\n]{1,60}[\"']\s*,\s*(?:[\"'][^\"'\n]{1,60}[\"']"
    r"|[\d.]+)\s*,[^\[\]\n]{1,200}\]"
)
ONE_CASE = family(
    r"rows? \d[\d,]*(?: and \d[\d,]*)?|identical|duplicates?|"
    r"(?:one|single|this|that|the|first|second|last|random|typical|example|sample|following|row"
    r"|record|line) (?:\w+ )?(?:row|record|line|case|entry|patient|customer|employee|applicant"
    r"|person|one|example|claim|order|member)"
    r"|row \d+|record \d+|line \d+|here (?:it|they) (?:is|are)|for (?:example|instance)|look at"
    r"|typical\w*|take (?:the|a|customer|patient)|e\.g|verbatim|copied|pasted|literally|reads"
    r"|such as|like this|id \d+|\d+ years old|born"
)
CITED_AUTHOR = family(
    r"(?:described|introduced|proposed|published|invented|shown|written|named|paper|book|method"
    r"|theorem) (?:by|of|from|after)|et al|(?:19|20)\d\d paper"
)
VALUES = re.compile(r"(?:[\w\u20ac$ .%:'-]{1,40}[,;|]\s*){4,}[\w\u20ac$ .%:'-]{1,40}")
PERSONAL_VALUE = family(
    r"(?:19|20)\d\d-\d\d-\d\d|\d+ children|nurse|teacher|loan|rejected|approved|\d{1,3} years(?:"
    r" old)?|aged? \d{1,3}|divorced|married|single|widowed|male|female|man|woman"
    r"|pregnant|diabet\w*|cancer|hiv\S*|depress\w+|diagnos\w+|hba1c|salary|income|earns|owes|zip"
    r"|postcode|\d{5} \w+|last visit|admitted|prescri\w+|bmi"
)
INVENTED = family(
    r"invented|made[- ]up|make up|fictional|fictitious|synthetic|fake|placeholder|dummy"
    r"|hypothetical|jane (?:doe|example)|john (?:doe|smith)|max mustermann|lorem|pattern|masked?"
    r"|x{3,}\S*|\S*x{4,}|nothing of it comes|not from your|imaginary|anonymi[sz]ed|random(?:ly)?"
    r" generated"
)
NOT_PEOPLE = frozenset({
    "The", "This", "That", "These", "Those", "It", "In", "On", "At", "For", "From", "With",
    "Without", "If", "When", "Where", "Which", "What", "Who", "How", "Why", "Yes", "No", "Not",
    "And", "But", "Or", "So", "Then", "Here", "There", "My", "Your", "Our", "Their", "His", "Her",
    "I", "We", "You", "They", "He", "She", "As", "By", "To", "Of", "After", "Before", "First",
    "Second", "Third", "Next", "Day", "Days", "Week", "Month", "Monday", "Tuesday", "Wednesday",
    "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "May",
    "June", "July", "August", "September", "October", "November", "December", "Data", "Model",
    "Stage", "Release", "Random", "Forest", "Gradient", "Boosting", "Logistic", "Regression",
    "Temporal", "Fusion", "Transformer", "Baseline", "Baselines", "Evaluation", "Monitoring",
    "Situation", "Assessment", "Action", "Communication", "Contract", "Usage", "Service", "Person",
    "Target", "Features", "Split", "Output", "North", "South", "East", "West", "New", "San", "Los",
    "United", "States", "Kingdom", "Great", "Mask", "Google", "Microsoft", "Amazon", "Azure",
    "Apache", "Chief", "Head", "Team", "Board", "Plan", "Card", "Area", "Under", "Mean",
    "Absolute", "Error", "Average", "Precision", "Recall", "Score", "Summary", "Step", "Open",
    "Source", "Machine", "Learning", "Deep", "Neural", "Network", "Large", "Language", "Models",
})  # fmt: skip
"""Words with a capital that are part of no name."""


def found(reading: Reading, draft: Draft) -> Iterator[Statement]:
    """Yield the statements that reproduce a record or tell of a person."""
    said = reading.said + "\n" + "\n".join(draft.user_texts)
    for start, end in _lines(draft.text):
        line = draft.text[start:end]
        if INVENTED.search(line) or INVENTED.search(reading.text):
            continue
        if _shows_record(line, said):
            yield Statement(line.strip(), (start, start + len(line.rstrip())))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield start, start + len(line)
        start += len(line)


def _shows_record(line: str, said: str) -> bool:
    direct = [
        match[0]
        for pattern in (EMAIL, IBAN, CARD, PHONE, STREET, PLATE_OR_ID, TITLED)
        for match in pattern.finditer(line)
    ]
    if any(shown not in said for shown in direct):
        return True
    people = [name for name in _people(line) if name not in said]
    if CITED_AUTHOR.search(line):
        people = []
    if people and ((len(people) > 1 and re.search(r"\d", line)) or _told_of(line, people)):
        return True
    record = RECORD.search(line)
    if (
        record is not None
        and record[0] not in said
        and (people or BIRTH.search(line) or ONE_CASE.search(line))
    ):
        return True
    if CITED_AUTHOR.search(line):
        return False
    values = VALUES.search(line)
    return (
        values is not None
        and ONE_CASE.search(line) is not None
        and len({match[0].lower() for match in PERSONAL_VALUE.finditer(values[0])}) >= 2
        and len(re.findall(r"\d", values[0])) >= 2
    )


def _people(line: str) -> list[str]:
    names: list[str] = []
    for match in PERSON.finditer(re.sub(r"[*_`]", "", line)):
        words = [word for word in match[1].split() if word[0].isupper()]
        if (
            len(words) >= 2
            and not set(words) & NOT_PEOPLE
            and not any(w.isupper() and len(w) > 2 for w in words)
        ):
            names.append(match[1])
    return names


def _told_of(line: str, people: list[str]) -> bool:
    """Tell whether a person's name stands with something that a table tells of them."""
    return bool(
        BIRTH.search(line)
        or PERSONAL_VALUE.search(line)
        or re.search(r"\d{2,}", line.replace(people[0], ""))
        or re.search(
            r"\b(?:in|from|of|lives|complain\w*|owes|leave|churn|fraud\w*|default\w*|score[sd]?)\b",
            line,
        )
    ) and bool(re.search(r"\d", line))


GATE = WordingGate(
    "raw_rows",
    "P3",
    "It reproduces a single record or personal data.",
    "Give counts, ranges and medians instead; single rows stay in a local file.",
    "personal data",
    found,
)
