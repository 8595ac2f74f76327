"""Word families that several gates look for: monitors, evaluations, models, putting off.

Each is the inside of a regular expression, without word boundaries, for case-insensitive use.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cached_property

MONITORING = (
    r"(?:(?:drift |data |model |quality |input |outcome |score |the |any |all )?"
    r"(?:monitor(?:s|ing)?|alert(?:s|ing)?|alarms?|alarming|observability|telemetry|watchdogs?)"
    r"|drift (?:check|job|report|detect\w+|dashboard|watch\w*|track\w+|control|test)s?"
    r"|(?:drift|outcome|decay|quality|input|score|health) (?:dashboards?|tracking|checks?|reports?)"
    r"|(?:watch(?:ing)?|track(?:ing)?|observ(?:e|ing)|keep(?:ing)? an eye on|look(?:ing)? after"
    r"|logging(?: of)?|check(?:ing)? (?:for|on)) (?:\w+ ){0,3}"
    r"(?:drift|decay|inputs?|scores?|outcomes?|distributions?|predictions?|model|numbers|it)"
    r"|dashboards?|pag(?:er|ing)|on-?call|instrument(?:ation|ing)|drift)"
)
"""Watching a model in service."""

EVALUATION = (
    r"(?:(?:off-?line|laboratory|hold-?out|desk|historic\w*|retrospective) "
    r"(?:evaluat\w+|tests?|testing|validation|phase|metrics?|stuff|work|numbers|stage|stud(?:y|ies)"
    r"|analys[ie]s|assessment|scoring|comparisons?|results?|checks?|benchmark\w*|exercise|set)"
    r"|back-?test(?:s|ing)?|hold-?outs?|held-?out (?:\w+ )?(?:set|data|rows|sample|period)?"
    r"|test (?:sets?|splits?|data|rows|period)|evaluations?|validation(?: set| phase)?"
    r"|cross-?validation|replays?|(?:time |train.test |data )?splits?(?:ting)?"
    r"|off-?line (?:part|step|round|piece|side|run))"
)
"""Judging a model on past cases before anybody is exposed to it."""

DEFERRED = (
    r"(?:later(?: on)?|afterwards?|eventually|some ?day|down the (?:road|line)|in due course"
    r"|after (?:the |that |we |you |you have |we have |it |those |these |our |a |go-?live|go "
    r"|launch"
    r"|release|roll-?out|deploy\w*|start\w*|christmas|summer|the first)[\w\s-]{0,24}"
    r"|once (?:we|you|it|things|there|the|everything|somebody|someone)[\w\s]{0,30}"
    r"|when (?:there is|we have|you have|things|time|budget|somebody|someone|it)[\w\s]{0,24}"
    r"|phase (?:two|2|three|3|ii)|v(?:ersion )?(?:two|2|1\.1)|second (?:step|phase|iteration)"
    r"|next (?:sprint|quarter|year|month|week|iteration|release|phase|cycle|spring|summer|budget)"
    r"|in (?:the )?(?:q[1-4]|spring|summer|autumn|fall|winter|january|february|march|april|may|june"
    r"|july|august|september|october|november|december|a (?:few|couple of) \w+|second half)"
    r"|follow(?:s|-up|ing)?|catch(?:es)? up|backlog|retrofit\w*|at (?:year|the) end"
    r"|(?:by|at) (?:the )?(?:end of|year)|if (?:\w+ ){1,4}(?:look|goes|go|get|complain|break"
    r"|turn)\w*"
    r"|in (?:one|two|three|four|five|six|\d+) (?:weeks?|months?|quarters?|sprints?))"
)
"""Putting off."""

LEARNER = (
    r"(?:(?:the |our |your |this |an? |that |its |any )?(?:\w+[- ]){0,2}?"
    r"(?:models?|systems?|ai|algorithms?|assistants?|networks?|machines?|bots?|chat-?bots?|engines?"
    r"|classifiers?|detectors?|recommenders?|predictors?|forecast(?:s|ers?)?|agents?|software"
    r"|tools?"
    r"|scor(?:ing|er)|pipelines?|solutions?|learners?|ml|rankers?|scores?|recommendations?"
    r"|predictions?|suggestions?|accuracy|quality|performance|precision|recall|error rates?|weights"
    r"|machine learning|these systems|such systems|false alarms|neural nets?|triage|matching"
    r"|extraction|optimi[sz]er|filter)|it|they)"
)
"""What is said to learn."""

METRIC_NAME = (
    r"(?:auc|auroc|roc|pr-?auc|accura\w+|precision|recall|f1|f-?score|rmse|mae|mape|smape|wape|wer"
    r"|cer|r2|r\u00b2|iou|map|dice|kappa|bleu|rouge|gini|ks|error(?: rate)?s?|hit rates?|lift|ndcg"
    r"|mrr|brier|log-?loss|sensitivity|specificity|scores?|metrics?|performance|quality|bias"
    r"|false (?:alarm|positive|negative)s?(?: rates?)?|misses|miss rates?|detection rates?"
    r"|catch rates?|override rates?|coverage|calibration|word error rate|bar|mark|line|threshold"
    r"|target|goal|level|figure|gap)"
)
"""A performance figure by its name."""

SIMPLE = (
    r"(?:base-?lines?|logistic|linear (?:model|regression|baseline|svm|probe|classifier)?|rules?"
    r"|heuristics?|majority|naive|na\u00efve|seasonal[- ]naive|last (?:week|year|month|day|season)"
    r"|yesterday|same[- ](?:week|day|hour)|popularity|moving average|smoothing|glm|decision tree"
    r"|tf-?idf|bag of words|naive bayes|regex|regular expressions?|key-?words?|look-?up|yard-?stick"
    r"|constant|mean (?:prediction|value)|median|persistence|climatology|reference model|arima|ets"
    r"|nearest neighbou?r|simple (?:model|rule|one|thing|comparison|threshold|version"
    r"|alternative)s?"
    r"|simpler|simplest|something simple|current (?:rule|process|practice|method)|today's (?:rule"
    r"|process|practice)|status quo|benchmark|dummy|ridge|lasso|scorecard|score card|bm25"
    r"|compar(?:e|ed|ison)s?)"
)
"""A baseline, or something to compare with."""


class Words:
    """A pattern without case that is compiled when it is first used: importing costs nothing."""

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.source, re.IGNORECASE)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return where it is first found."""
        return self.pattern.search(text, start, end)

    def match(self, text: str) -> re.Match[str] | None:
        """Return the match at the beginning of a text."""
        return self.pattern.match(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield all places where it is found."""
        return self.pattern.finditer(text)


def family(*parts: str) -> Words:
    """Return the pattern of any of these parts as whole words."""
    return Words(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


def sequence(*parts: str, gap: int = 60) -> Words:
    """Return the pattern of these parts in their order, within one clause and near each other.

    Args:
        parts: insides of regular expressions.
        gap: most characters between two of them.
    """
    between = rf"(?!\w)[^.;:!?]{{0,{gap}}}?(?<!\w)"
    return Words(rf"(?<!\w){between.join(f'(?:{part})' for part in parts)}(?!\w)")
