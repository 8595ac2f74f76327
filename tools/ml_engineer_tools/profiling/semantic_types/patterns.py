"""Patterns of text: what an e-mail address, a phone number, a card, a code looks like."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable, Sequence

from ml_engineer_tools.profiling.semantic_types.checksums import (
    is_cpf,
    is_dni,
    is_iban,
    passes_luhn,
)
from ml_engineer_tools.profiling.semantic_types.semantic_type import Word

HOLDS = 0.9
"""Share of different values that have to fit a pattern: a convention."""

EMAIL = re.compile(r"[^@\s,;<>]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
URL = re.compile(r"(?:https?|ftp|s3|gs)://\S+|www\.[\w-]+\.\S+", re.IGNORECASE)
UUID = re.compile(r"\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?", re.IGNORECASE)
HASH = re.compile(r"(?=.*\d)(?=.*[a-f])(?:[0-9a-f]{16}|[0-9a-f]{24}|[0-9a-f]{32}|[0-9a-f]{40}|"
                  r"[0-9a-f]{64})", re.IGNORECASE)  # fmt: skip
MAC = re.compile(
    r"(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}", re.IGNORECASE
)
PHONE = re.compile(
    r"\+\d{1,3}[\s.-]?(?:\(?\d{1,5}\)?[\s./-]?){1,5}\d{2,}"
    r"|(?:\+?1[\s.-]?)?\(\d{3}\)\s?\d{3}[\s.-]?\d{4}"
    r"|(?:1[.-])?\d{3}([.-])\d{3}\1\d{4}"
    r"|0\d{1,5}[\s/-]\d{2,8}(?:[\s-]\d{2,8}){0,4}|00\d{1,3}[\s-]?\d{6,14}"
    r"|(?:\+?\(?\d{1,3}\)?[\s.-]?)?\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}(?:\s?(?:x|ext\.?)\s?\d{1,6})?",
    re.IGNORECASE,
)
SSN = re.compile(r"(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}")
NINO = re.compile(r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]")
FISCAL_CODE = re.compile(r"[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]")
CPF = re.compile(r"\d{3}\.\d{3}\.\d{3}-\d{2}")
PAN = re.compile(r"[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z]")
ADDRESS = re.compile(
    r"\d+[A-Za-z]?,?\s+(?:[\w.'’-]+\s+){0,5}?(?:street|st|avenue|ave|av|road|rd|lane|ln|drive|dr|"
    r"boulevard|blvd|court|ct|place|pl|square|sq|terrace|way|parkway|pkwy|highway|hwy|circle|cir|"
    r"close|crescent|trail|loop|row|alley|plaza|run|pike|walk|path)\b.*"
    r"|[\w.'’ -]*(?:stra(?:ß|ss)e|str\.|weg|platz|gasse|allee|damm|ring|ufer)\s+\d+\s?[a-z]?\b.*"
    r"|\d+[,]?\s+(?:bis\s+|ter\s+)?(?:rue|avenue|boulevard|place|chemin|impasse|all[ée]e)\s.+"
    r"|(?:calle|avenida|via|viale|piazza|rua|carrer|plaza)\s.+\d+.*",
    re.IGNORECASE | re.DOTALL,
)
PLATE = re.compile(r"[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2} ?\d{1,4}[EH]?|[A-Z]{2}\d{2} [A-Z]{3}|"
                   r"[A-Z]{2}-\d{3}-[A-Z]{2}")  # fmt: skip
DURATION = re.compile(
    r"-?P(?=.)(?:\d+[YMWD])*(?:T(?:\d+(?:\.\d+)?[HMS])+)?"
    r"|(?:\d+(?:\.\d+)?\s*(?:d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?|ms|weeks?|w|"
    r"months?|years?|yrs?)\b[\s,]*(?:and\s)?)+"
    r"|(?:\d+ days?,? )?-?\d{1,3}:[0-5]\d:[0-5]\d(?:\.\d+)?",
    re.IGNORECASE,
)
TIME_OF_DAY = re.compile(
    r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:\s?[ap]\.?m\.?)?", re.I
)
POINT = re.compile(
    r"(?:POINT\s*)?[\[(]?\s*-?\d{1,3}\.\d+°?\s?[NSEW]?"
    r"\s*[,; ]\s*-?\d{1,3}\.\d+°?\s?[NSEW]?\s*[\])]?",
    re.IGNORECASE,
)
MONEY = re.compile(
    r"[-(]?\s*(?:(?:US|CA|AU|R)?[$€£¥₹₽₩]|(?:USD|EUR|GBP|CHF|JPY|INR|AUD|CAD|Rs\.?)\s?)\s*-?"
    r"\d[\d.,' ]*\s*[kKmMbB]?\)?"
    r"|-?\d[\d.,' ]*\s*(?:[$€£¥₹₽₩]|USD|EUR|GBP|CHF|JPY|INR|AUD|CAD|kr)\s*"
)
SHARE = re.compile(r"[-+]?\d+(?:[.,]\d+)?\s*%")
POSTAL = re.compile(
    r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{5}-\d{4}|\d{4} ?[A-Z]{2}|"
    r"[A-Z]{1,2}-\d{4,5}|\d{2}-\d{3}|\d{5}-\d{3}"
)
ZERO_FILLED = re.compile(r"\d+(?:-\d+)*")
CODE = re.compile(r"(?=.*\d)[A-Za-z0-9]+(?:[-_./:#][A-Za-z0-9]+)*")


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


def is_ip_address(text: str) -> bool:
    """Tell whether a text is an IP address, with or without a prefix length."""
    if text.count(".") != 3 and text.count(":") < 2:
        return False
    try:
        ipaddress.ip_interface(text)
    except ValueError:
        return False
    return True


def is_json(text: str) -> bool:
    """Tell whether a text is a JSON object or array."""
    if text[:1] + text[-1:] not in ("{}", "[]"):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def is_national_id(text: str) -> bool:
    """Tell whether a text is a US SSN, a UK NINO, an Italian, Brazilian, Spanish or Indian id."""
    if CPF.fullmatch(text):
        return is_cpf(text)
    return any(p.fullmatch(text) for p in (SSN, NINO, FISCAL_CODE, PAN)) or is_dni(text)


def has_checksum(text: str) -> bool:
    """Tell whether a national id is of a form whose checksum is checked: Brazilian or Spanish."""
    return CPF.fullmatch(text) is not None or is_dni(text)


def is_phone(text: str) -> bool:
    """Tell whether a text is a phone number with its signs, of 7 to 15 digits (ITU-T E.164)."""
    return 7 <= sum(c.isdigit() for c in text) <= 15 and PHONE.fullmatch(text) is not None


def is_card(text: str) -> bool:
    """Tell whether a text is a payment card number whose checksum holds."""
    return passes_luhn(text)


RECOGNISERS: tuple[tuple[Word, Callable[[str], bool], float], ...] = (
    ("nested", is_json, HOLDS),
    ("email", _matches(EMAIL), 0.8),
    ("url", _matches(URL), HOLDS),
    ("code", _matches(UUID), HOLDS),
    ("mac_address", _matches(MAC), HOLDS),
    ("ip_address", is_ip_address, HOLDS),
    ("payment_card", is_card, 0.8),
    ("iban", is_iban, 0.8),
    ("national_id", is_national_id, HOLDS),
    ("coordinates", _matches(POINT), HOLDS),
    ("money", _matches(MONEY), HOLDS),
    ("share", _matches(SHARE), HOLDS),
    ("duration", _matches(DURATION), HOLDS),
    ("duration", _matches(TIME_OF_DAY), HOLDS),
    ("code", _matches(HASH), HOLDS),
    ("phone", is_phone, HOLDS),
    ("street_address", _matches(ADDRESS), 0.7),
    ("licence_plate", _matches(PLATE), HOLDS),
    ("code", _matches(POSTAL), HOLDS),
)
"""What is tried, in order: the word, how it is told, and the share of values that have to fit.

Where a checksum or a sign as rare as `@` is asked for, fewer have to fit: chance doesn't fit.
"""


def recognise(first: Sequence[str], all_of_them: Sequence[str]) -> tuple[Word, float] | None:
    """Return what different texts are by their pattern, and the share that fits; else None.

    Args:
        first: a few of them, tried first.
        all_of_them: those that decide.
    """
    for word, fits, least in RECOGNISERS:
        if not first or sum(map(fits, first)) < 0.6 * len(first):
            continue
        share = sum(map(fits, all_of_them)) / len(all_of_them)
        if share >= least:
            return word, share
    return None
