"""Expressions of time: durations, deadlines and dates, as people promise them."""

from __future__ import annotations

import re

NUMBER = (
    r"(?:\d+(?:[.,]\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|fifteen|twenty|thirty|a (?:few|couple of)|several)"
)
UNIT = r"(?:hour|day|week|fortnight|sprint|month|quarter|year|iteration)s?"
DURATION = (
    rf"{NUMBER}(?:\s*(?:-|\u2013|to|or)\s*{NUMBER})?\s*-?\s*"
    rf"(?:(?:more|working|business|calendar|further)\s+)?{UNIT}"
)
DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
MONTH = (
    r"(?:january|february|march|april|june|july|august|september|october|november|december"
    r"|may(?=\s+\d))"
)
NAMED = (
    rf"(?:tomorrow|tonight|(?:next|this|the coming|the following)\s+"
    rf"(?:week|weekend|month|quarter|sprint|year|spring|summer|autumn|fall|winter|{DAY}|{MONTH})"
    rf"|(?:the\s+)?end of (?:the |this |next )?(?:{UNIT}|{MONTH}|{DAY}|q[1-4])|q[1-4]\b(?!\s*\))"
    r"|spring|summer|autumn|winter"
    rf"|easter|christmas|year[- ]end|{DAY}|{MONTH}(?:\s+\d{{1,2}})?|20\d\d-\d\d(?:-\d\d)?)"
)
TIME = re.compile(rf"\b(?:{DURATION}|{NAMED})\b", re.IGNORECASE)
"""Any duration, deadline or date."""

BY_A_TIME = re.compile(
    rf"\b(?:by|before|on|until|till|in|within|after|this|for)\s+(?:about\s+|the\s+)?"
    rf"(?:{DURATION}|{NAMED})\b",
    re.IGNORECASE,
)
"""The same with its preposition: "before Friday" is a date, not a condition."""
