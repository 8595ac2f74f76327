"""How many leaks of labelled scripts and notebooks are found, and how often sound code is accused.

A line of `benchmarks/labelled_scripts/` that holds a leak says so in a comment: `# leak: kind`. A
script without such a comment is sound. A leak counts as found if the check names its kind and its
line; a finding of low severity or worse on a sound script is a false alarm.

    python benchmarks/leakage_scripts.py [DIRECTORY] [--verbose]
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ml_engineer_tools.leakage.process.analysis import analyse
from ml_engineer_tools.leakage.process.diagnosis import diagnose
from ml_engineer_tools.leakage.process.script import Script, read_script

LABELLED = Path(__file__).parent / "labelled_scripts"
LABEL = re.compile(r"#\s*leak:\s*(\w+)")


@dataclass(frozen=True)
class Looked:
    """What was expected of a script, and what was found.

    Attributes:
        name: of the file.
        expected: kind and line of each leak in it.
        found: kind and line of each finding of low severity or worse.
        seconds: processor time that it took.
    """

    name: str
    expected: frozenset[tuple[str, int]]
    found: frozenset[tuple[str, int]]
    seconds: float

    @property
    def surplus(self) -> frozenset[tuple[str, int]]:
        """Findings that were not expected."""
        return self.found - self.expected


def labels(script: Script) -> frozenset[tuple[str, int]]:
    """Return the leaks that a script's comments name."""
    lines = enumerate(script.text.split("\n"), 1)
    return frozenset((kind, line) for line, text in lines for kind in LABEL.findall(text))


def look(path: Path) -> Looked:
    """Analyse one script."""
    script = read_script(path)
    started = time.process_time()
    flaws = diagnose(analyse(script))
    seconds = time.process_time() - started
    found = frozenset((flaw.kind, flaw.line) for flaw in flaws if flaw.weight != "info")
    return Looked(path.name, labels(script), found, seconds)


def main(arguments: list[str]) -> None:
    """Print recall by kind, false alarms, and what was missed."""
    verbose = "--verbose" in arguments
    given = [argument for argument in arguments if not argument.startswith("-")]
    folder = Path(given[0]) if given else LABELLED
    looks = [look(path) for path in sorted(folder.iterdir()) if path.suffix in (".py", ".ipynb")]
    flawed = [one for one in looks if one.expected]
    sound = [one for one in looks if not one.expected]
    wanted = Counter(kind for one in flawed for kind, _ in one.expected)
    hits = Counter(kind for one in flawed for kind, _ in one.expected & one.found)
    print(f"# Leaks in {len(looks)} labelled scripts: {len(flawed)} flawed, {len(sound)} sound")
    print(f"{'kind':32s} {'leaks':>5s} {'found':>5s}")
    for kind in sorted(wanted):
        print(f"{kind:32s} {wanted[kind]:5d} {hits[kind]:5d}")
    accused = [one for one in sound if one.found]
    extra = [one for one in flawed if one.surplus]
    total, found = sum(wanted.values()), sum(hits.values())
    print(f"recall: {found} of {total} leaks at their line ({found / max(total, 1):.2f})")
    caught = sum(bool(one.found) for one in flawed)
    print(f"flawed scripts with a finding: {caught} of {len(flawed)}")
    print(f"false alarms: {len(accused)} of {len(sound)} sound scripts")
    print(f"flawed scripts with a finding beside the label: {len(extra)} of {len(flawed)}")
    print(f"processor time: {sum(one.seconds for one in looks):.2f} s in all")
    if verbose:
        for one in looks:
            _tell(one)


def _tell(one: Looked) -> None:
    for word, kinds in (("missed", one.expected - one.found), ("surplus", one.surplus)):
        for kind, line in sorted(kinds, key=lambda item: item[1]):
            print(f"{one.name}:{line}: {word} {kind}")


if __name__ == "__main__":
    main(sys.argv[1:])
