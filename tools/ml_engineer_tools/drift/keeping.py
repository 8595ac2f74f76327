"""Keeping a drift reference: beside the store under the hash of its bytes, so that it can't change.

The user's own copy may be moved, edited or lost; a release stands on this one.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift.reference import build_reference
from ml_engineer_tools.drift.request import ReferenceRequest
from ml_engineer_tools.drift.saved import SavedReference, read_reference, write_whole
from ml_engineer_tools.errors import BadInput, Refused
from ml_engineer_tools.evidence import Artefact, Evidence
from ml_engineer_tools.store.request_key import request_key
from ml_engineer_tools.store.store import Store

BUILD = "build_drift_reference"
"""The tool that the evidence of a saved reference comes from."""

KIND = "drift_reference"
"""The kind of its artefact."""

FOLDER = "references"
"""Below the store's folder."""


def keep_reference(
    request: ReferenceRequest, context: Context, store: Store
) -> tuple[SavedReference, Evidence]:
    """Build a reference, keep its file, and commit the evidence of it.

    Raises:
        BadInput: the table or a role is not usable.
        StoreError: the store can't be written.
    """
    reference, evidence = build_reference(request, context)
    sha256 = hashlib.sha256(reference.text().encode()).hexdigest()
    write_whole(store.folder / FOLDER / f"{sha256}.json", reference.text())
    path = f"{store.folder.name}/{FOLDER}/{sha256}.json"
    artefact = Artefact(kind=KIND, path=path, sha256=sha256)
    evidence = evidence.model_copy(update={"artefacts": (artefact,)})
    seen = [table.sha256 for table in evidence.measurement.tables]
    key = request_key(BUILD, request.model_dump(mode="json"), seen, holdout=None)
    return reference, store.commit(evidence, request_key=key)


def kept_reference(folder: Path, evidence: Evidence) -> tuple[SavedReference, Path]:
    """Return the reference that an evidence saved, and where it is kept.

    Args:
        folder: of the store.
        evidence: of `build_drift_reference`.

    Raises:
        Refused: it kept no file, or the file is gone or is not what was saved.
    """
    again = "build it again with `ml-engineer drift reference build`"
    kept = next((a for a in evidence.artefacts if a.kind == KIND), None)
    if kept is None:
        raise Refused(f"{evidence.alias} kept no file of its reference; {again}.")
    path = folder / FOLDER / f"{kept.sha256}.json"
    if f"{kept.sha256[:16]}" not in " ".join(evidence.measurement.notes):
        raise Refused(f"The file kept with {evidence.alias} is not the one it built; {again}.")
    try:
        found = read_reference(path)
    except BadInput:
        found = None
    if found is None:
        raise Refused(f"The drift reference of {evidence.alias} is gone or damaged; {again}.")
    reference, sha256 = found
    if sha256 != kept.sha256:
        raise Refused(f"The drift reference of {evidence.alias} was changed; {again}.")
    return reference, path
