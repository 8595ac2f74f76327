"""Checksums of numbers that are issued: payment cards, IBANs, national ids."""

from __future__ import annotations

import re

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_SEPARATORS = re.compile(r"[ .-]")
_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def passes_luhn(text: str) -> bool:
    """Tell whether 13 to 19 digits pass the Luhn test (ISO/IEC 7812-1), as payment cards do.

    Blanks and hyphens between groups are allowed. The first digit is that of a bank card or a
    card of a merchant (2 to 6), and not all digits are the same.
    """
    digits = _SEPARATORS.sub("", text)
    if not (digits.isascii() and digits.isdigit() and 13 <= len(digits) <= 19):
        return False
    if digits[0] not in "23456" or len(set(digits)) == 1:
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0


def is_iban(text: str) -> bool:
    """Tell whether a text is an IBAN whose check digits hold (ISO 13616: modulo 97 is 1)."""
    plain = text.replace(" ", "").upper()
    if not _IBAN.fullmatch(plain):
        return False
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def is_cpf(text: str) -> bool:
    """Tell whether a text is a Brazilian CPF whose two check digits hold."""
    digits = [int(c) for c in _SEPARATORS.sub("", text) if c.isdigit()]
    if len(digits) != 11 or len(set(digits)) == 1:
        return False
    for length in (9, 10):
        total = sum(d * (length + 1 - k) for k, d in enumerate(digits[:length]))
        if total * 10 % 11 % 10 != digits[length]:
            return False
    return True


def is_dni(text: str) -> bool:
    """Tell whether a text is a Spanish DNI or NIE whose letter holds (number modulo 23)."""
    plain = _SEPARATORS.sub("", text).upper()
    if not re.fullmatch(r"[XYZ]?\d{7,8}[A-Z]", plain):
        return False
    number = plain[:-1].translate(str.maketrans("XYZ", "012"))
    return _DNI_LETTERS[int(number) % 23] == plain[-1]
