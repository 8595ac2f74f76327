"""What is built from the persona, as it was last looked at.

`python -m tests.prompts.snapshots` writes the files anew; read the difference before you keep it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import get_args

from tests.prompts.shared import TOOLS

from ml_engineer_prompts import Audience, audience_prompt, build_system_prompt, subagent_text

FOLDER = Path(__file__).parent / "snapshots"
SNAPSHOTS: dict[str, Callable[[], str]] = {
    "system.md": partial(build_system_prompt, TOOLS),
    "system-without-tools.md": build_system_prompt,
    "subagent.md": subagent_text,
    **{
        f"audience-{audience}.md": partial(audience_prompt, audience)
        for audience in get_args(Audience)
    },
}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, build in SNAPSHOTS.items():
        (FOLDER / name).write_text(build(), encoding="utf-8")
