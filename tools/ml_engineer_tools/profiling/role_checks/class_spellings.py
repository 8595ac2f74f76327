"""Classes of a target that are one class written in several ways, or a word for nothing.

Every tool that scores classes asks this: a class that is a typing variant of another is judged as
a class of its own, and all scores with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ml_engineer_tools.evidence import EXACT, Exactness, Figure
from ml_engineer_tools.profiling.missing.words import MAY_BE_LEVELS, says_nothing
from ml_engineer_tools.profiling.semantic_types.vocabularies import BOOLEAN_WORDS
from ml_engineer_tools.profiling.values.spelling import Variants, variants
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import agreeing, quoted

if TYPE_CHECKING:
    import pandas as pd

TARGET_SPELLINGS = "target_spelling_variants"
TARGET_NOTHING = "target_class_means_nothing"

MOST_CLASSES = 100
"""A target with more levels is text, of which another check tells: a convention."""

MUCH = 0.01
"""Share of rows with a lesser spelling from which on it spoils every score: a convention."""


def check_class_spellings(
    recorder: Recorder, target: str, classes: Mapping[str, int], *, exactness: Exactness = EXACT
) -> set[str]:
    """Record classes that are spelled in several ways, and those that are a word for nothing.

    Args:
        recorder: takes the findings.
        target: the column, of text.
        classes: each level as it is written -> exploration rows.
        exactness: of these counts.

    Returns:
        The levels that are a lesser spelling or a word for nothing.
    """
    if not 2 <= len(classes) <= MOST_CLASSES:
        return set()
    rows = sum(classes.values())
    empty = {text: n for text, n in classes.items() if _means_nothing(text)}
    said = {text: n for text, n in classes.items() if text not in empty}
    spelled = [*variants(said), *_words_of_one_meaning(said)]
    figures = _record(recorder, target, spelled, rows, exactness)
    lesser = {text for level in spelled for text, _ in level.spellings[1:]}
    if spelled:
        _report_spelled(recorder, target, spelled, len(said), figures, rows, exactness)
    if empty and said:
        _report_empty(recorder, target, empty, rows, exactness)
    return lesser | set(empty)


def check_sampled_classes(
    recorder: Recorder, target: str, values: pd.Series, *, exactness: Exactness = EXACT
) -> None:
    """Record the same of the labels of exploration rows, unless they aren't text."""
    import pandas as pd

    known = values.dropna()
    if len(known) and pd.api.types.infer_dtype(known, skipna=True) == "string":
        counted = known.astype(str).value_counts()
        classes = {str(text): int(n) for text, n in sorted(counted.items())}
        check_class_spellings(recorder, target, classes, exactness=exactness)


def _means_nothing(text: str) -> bool:
    return says_nothing(text) and text.strip().casefold() not in MAY_BE_LEVELS


def _words_of_one_meaning(classes: Mapping[str, int]) -> list[Variants]:
    """Return words for yes, and for no, of which there is more than one, case aside."""
    yes, no = BOOLEAN_WORDS
    words: dict[str, Counter[str]] = {}
    for text, n in classes.items():
        words.setdefault(text.strip().casefold(), Counter())[text] += n
    if not (words.keys() <= yes | no and words.keys() & yes and words.keys() & no):
        return []
    found = []
    for meaning in BOOLEAN_WORDS:
        # Of each word its most frequent spelling; the others are told as variants of it.
        best = [words[word].most_common(1)[0] for word in sorted(words.keys() & meaning)]
        if len(best) > 1:
            found.append(Variants(tuple(sorted(best, key=lambda pair: (-pair[1], pair[0])))))
    return found


def _record(
    recorder: Recorder,
    target: str,
    spelled: Sequence[Variants],
    rows: int,
    exactness: Exactness,
) -> list[Figure]:
    return [
        recorder.figure(
            "target_spelling_rows", n, unit="rows", column=target, slice=text,
            split="exploration", window=f"class {number}", n=rows, exactness=exactness,
        )
        for number, level in enumerate(spelled, start=1)
        for text, n in level.spellings
    ]  # fmt: skip


def _report_spelled(
    recorder: Recorder,
    target: str,
    spelled: Sequence[Variants],
    classes: int,
    figures: Sequence[Figure],
    rows: int,
    exactness: Exactness,
) -> None:
    lesser = {text: n for level in spelled for text, n in level.spellings[1:]}
    share = recorder.figure(
        "target_spelling_variant_share", sum(lesser.values()) / rows, column=target,
        split="exploration", n=rows, exactness=exactness, headline=True,
    )  # fmt: skip
    written = recorder.figure("target_classes_as_written", classes, unit="classes", column=target,
                              split="exploration", exactness=exactness)  # fmt: skip
    meant = recorder.figure("target_classes_meant", classes - len(lesser), unit="classes",
                            column=target, split="exploration", exactness=exactness)  # fmt: skip
    slips = all(level.slip for level in spelled)
    differ = "by a letter only" if slips else "in case, blanks or signs only, or mean the same"
    may = "may be" if slips else "are"
    left = int(meant.value)
    recorder.finding(
        TARGET_SPELLINGS,
        "high" if float(share.value) >= MUCH and not slips else "medium",
        f"The {written} classes of the target {quoted(target)} {may} {meant} "
        f"{agreeing(left, 'class', 'classes')} spelled in several ways: some differ {differ}. "
        f"{float(share.value):.1%} of the rows have a lesser spelling. Each spelling is taken for "
        "a class of its own, so every score and share of classes here is about spellings, too.",
        columns=[target],
        clauses=["S1", "P3", "S3"],
        figures=[share, written, meant, *figures],
        confidence="medium" if slips else "high",
        question="Are these the same outcome? Then write it in one way and measure again.",
        harmless_if="the spellings mean different outcomes",
    )


def _report_empty(
    recorder: Recorder, target: str, empty: Mapping[str, int], rows: int, exactness: Exactness
) -> None:
    figures = [
        recorder.figure(
            "target_meaningless_rows", n, unit="rows", column=target, slice=text,
            split="exploration", n=rows, exactness=exactness,
        )
        for text, n in empty.items()
    ]  # fmt: skip
    share = recorder.figure(
        "target_meaningless_share", sum(empty.values()) / rows, column=target,
        split="exploration", n=rows, exactness=exactness, headline=True,
    )  # fmt: skip
    recorder.finding(
        TARGET_NOTHING,
        "medium",
        f"In {float(share.value):.1%} of the rows the target {quoted(target)} is a word or a blank "
        "that says that nothing is known. It is taken for a class of its own.",
        columns=[target],
        clauses=["S1", "P3"],
        figures=[share, *figures],
        confidence="medium",
        question="Is there an outcome in these rows? If not, leave them out and measure again.",
        harmless_if="not knowing is an outcome that the model is to predict",
    )
