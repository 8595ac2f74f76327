"""How many leaks of labelled scripts and notebooks are found, and how often sound code is accused.

A line of `benchmarks/labelled_scripts/` that holds a leak says so in a comment: `# leak: kind`. A
script without such a comment is sound. Where one leak takes several lines, or has two names, the
others say `# or: kind`; such a script holds one leak. A leak counts as found if the check names its
kind and its line (or one of them, or the line from which it says that the leak is reached); a
finding of low severity or worse on a sound script is a false alarm. `# author: name` says who wrote
a script.

    python benchmarks/leakage_scripts.py [DIRECTORY] [--verbose]
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ml_engineer_tools.leakage.process.analysis import analyse
from ml_engineer_tools.leakage.process.diagnosis import diagnose
from ml_engineer_tools.leakage.process.script import Script, read_script

LABELLED = Path(__file__).parent / "labelled_scripts"
LABEL = re.compile(r"#\s*leak:\s*(\w+)")
OTHER_PLACE = re.compile(r"#\s*or:\s*(\w+)")
AUTHOR = re.compile(r"#\s*author:\s*(\w+)")

Place = tuple[str, int]
"""Kind and line of a leak."""


@dataclass(frozen=True)
class Leak:
    """A leak that a label names.

    Attributes:
        kind: what it is, as its first line says.
        places: kind and line under which it may be told.
    """

    kind: str
    places: frozenset[Place]


@dataclass(frozen=True)
class Looked:
    """What was expected of a script, and what was found.

    Attributes:
        name: of the file.
        author: who wrote it.
        leaks: those in it.
        found: kind and lines of each finding of low severity or worse.
        seconds: processor time that it took.
    """

    name: str
    author: str
    leaks: tuple[Leak, ...]
    found: tuple[frozenset[Place], ...]
    seconds: float

    @property
    def surplus(self) -> tuple[Place, ...]:
        """Findings that were not expected."""
        expected = {place for leak in self.leaks for place in leak.places}
        return tuple(max(places) for places in self.found if not places & expected)

    @property
    def hits(self) -> tuple[Leak, ...]:
        """The leaks that were found."""
        told = {place for places in self.found for place in places}
        return tuple(leak for leak in self.leaks if leak.places & told)


def labels(script: Script) -> tuple[Leak, ...]:
    """Return the leaks that a script's comments name."""
    lines = list(enumerate(script.text.split("\n"), 1))
    leaks = [(kind, line) for line, text in lines for kind in LABEL.findall(text)]
    others = [(kind, line) for line, text in lines for kind in OTHER_PLACE.findall(text)]
    if others and len(leaks) != 1:
        raise ValueError(f"{script.path}: `# or:` takes one `# leak:` in the script.")
    return tuple(Leak(kind, frozenset({(kind, line), *others})) for kind, line in leaks)


def look(path: Path) -> Looked:
    """Analyse one script."""
    script = read_script(path)
    author = AUTHOR.search(script.text)
    started = time.process_time()
    flaws = diagnose(analyse(script))
    seconds = time.process_time() - started
    found = tuple(
        frozenset({(flaw.kind, flaw.line), (flaw.kind, flaw.site or flaw.line)})
        for flaw in flaws
        if flaw.weight != "info"
    )
    name = author[1] if author else "analyser"
    return Looked(path.name, name, labels(script), found, seconds)


def main(arguments: list[str]) -> None:
    """Print recall by kind, false alarms, and what was missed."""
    verbose = "--verbose" in arguments
    given = [argument for argument in arguments if not argument.startswith("-")]
    folder = Path(given[0]) if given else LABELLED
    looks = [look(path) for path in sorted(folder.iterdir()) if path.suffix in (".py", ".ipynb")]
    wanted = Counter(leak.kind for one in looks for leak in one.leaks)
    hits = Counter(leak.kind for one in looks for leak in one.hits)
    flawed = sum(bool(one.leaks) for one in looks)
    print(f"# Leaks in {len(looks)} labelled scripts: {flawed} flawed, {len(looks) - flawed} sound")
    print(f"{'kind':32s} {'leaks':>5s} {'found':>5s}")
    for kind in sorted(wanted):
        print(f"{kind:32s} {wanted[kind]:5d} {hits[kind]:5d}")
    for author in sorted({one.author for one in looks}):
        _summary(author, [one for one in looks if one.author == author])
    print(f"processor time: {sum(one.seconds for one in looks):.2f} s in all")
    if verbose:
        for one in looks:
            _tell(one)


def _summary(author: str, looks: Sequence[Looked]) -> None:
    flawed = [one for one in looks if one.leaks]
    sound = [one for one in looks if not one.leaks]
    total, found = (sum(len(one.leaks) for one in flawed), sum(len(one.hits) for one in flawed))
    print(f"scripts by author {author}:")
    print(f"  recall: {found} of {total} leaks at their line ({found / max(total, 1):.2f})")
    print(f"  flawed scripts with a finding: {sum(bool(o.found) for o in flawed)} of {len(flawed)}")
    print(f"  false alarms: {sum(bool(o.found) for o in sound)} of {len(sound)} sound scripts")
    extra = sum(bool(one.surplus) for one in flawed)
    print(f"  flawed scripts with a finding beside the label: {extra} of {len(flawed)}")


def _tell(one: Looked) -> None:
    missed = [min(leak.places, key=lambda p: p[1]) for leak in one.leaks if leak not in one.hits]
    for word, places in (("missed", missed), ("surplus", one.surplus)):
        for kind, line in sorted(places, key=lambda item: item[1]):
            print(f"{one.name}:{line}: {word} {kind}")


if __name__ == "__main__":
    main(sys.argv[1:])
