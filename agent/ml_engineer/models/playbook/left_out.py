"""What an answer says first of columns that the newest message leaves out for good."""

from __future__ import annotations

from ml_engineer.models.playbook.citing import columns_in_words
from ml_engineer.models.playbook.situation import Situation

__all__ = ["left_out_now"]


def left_out_now(situation: Situation) -> str:
    """Return that columns are left out from now on, and why; "" if none are."""
    heard = situation.heard
    new = [name for name in heard.newly.left_out if name in heard.told.left_out]
    late = [name for name in new if name in heard.newly.afterwards]
    others = [name for name in new if name not in late]
    said = []
    if late:
        they, are = ("it", "is") if len(late) == 1 else ("they", "are")
        said.append(
            f"**Then {columns_in_words(late)} may not be used (S4) and {are} left out from now "
            f"on:** a model has to answer before {they} {are} known."
        )
    if others:
        are = "is" if len(others) == 1 else "are"
        said.append(f"**{columns_in_words(others)} {are} left out from now on.**")
    if said:
        said.append(f'To undo it, say "put `{new[0]}` back".')
    if in_time := [name for name in heard.newly.known_before if name in heard.told.known_before]:
        stays, it = ("stays", "it is") if len(in_time) == 1 else ("stay", "they are")
        said.append(
            f"**{columns_in_words(in_time)} {stays} in, as you say that {it} known in time.** That "
            "is your statement, and not measured; for a release it is put on record."
        )
    return " ".join(said)
