"""Sound scripts by many strangers draw no finding."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from benchmarks.leakage_scripts import look

from ml_engineer_tools.leakage.process.script import is_script

SOUND = Path(__file__).parents[2] / "benchmarks" / "sound_scripts"
BY_AUTHOR: dict[str, list[Path]] = defaultdict(list)
for script in sorted(SOUND.iterdir()):
    if is_script(script.name):
        BY_AUTHOR[script.name.partition("_")[0]].append(script)


@pytest.mark.parametrize("author", sorted(BY_AUTHOR))
def test_sound_code_draws_no_finding(author: str) -> None:
    accused = {path.name: found for path in BY_AUTHOR[author] if (found := look(path).found)}
    assert accused == {}
