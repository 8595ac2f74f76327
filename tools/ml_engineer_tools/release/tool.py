"""Planning a release: granted only if the store holds everything that a release needs.

It says which requirements are met, which are not, and the shortest way to each; when all are met,
`write_release` writes the folder that the release consists of.
"""

from __future__ import annotations

from pathlib import Path

from ml_engineer_tools.errors import Refused
from ml_engineer_tools.release.case import Case
from ml_engineer_tools.release.request import PlanReleaseRequest
from ml_engineer_tools.release.requirements import requirements
from ml_engineer_tools.store import EffectKey, ReleaseDecision, ReleaseRecord, Store

RELEASES = "releases"
"""Below the store's folder: where a release is written if no other place is named."""


def plan_release(request: PlanReleaseRequest, store: Store, sha256: str) -> ReleaseDecision:
    """Decide on the release of a model of the table whose content hash is `sha256`.

    A requirement that can't be checked, because what is stored is damaged for instance, is not
    met. Nothing is written; `release` keeps a decision.
    """
    needed = requirements(Case(request, store, sha256))
    return ReleaseDecision(
        granted=all(requirement.met for requirement in needed),
        table_name=request.data,
        table_sha256=sha256,
        target=request.target,
        requirements=needed,
    )


def release(
    request: PlanReleaseRequest,
    store: Store,
    sha256: str,
    *,
    output: Path | None = None,
    effect: EffectKey | None = None,
) -> tuple[ReleaseRecord, Path | None]:
    """Decide, keep the decision, and write the release's folder if it is granted.

    Args:
        request: what is to be released.
        store: of the workspace.
        sha256: content hash of the table as it is now.
        output: where the folder is written; None for below the store's folder.
        effect: the call that asks, so that it happens once.

    Returns:
        The decision as it was kept, and the folder; None if it was refused.

    Raises:
        Refused: the folder holds other files already.
        BadInput: the folder can't be written.
        StoreError: the store can't be written.
    """
    from ml_engineer_tools.release.folder import check_free, write_release

    if output is not None:
        check_free(output)
    decision = plan_release(request, store, sha256)
    record = store.record_release(decision, effect)
    if not record.decision.granted:
        return record, None
    if not decision.granted:
        raise Refused("What this release stood on has changed since; ask for it again.")
    place = output or store.folder / RELEASES / record.id.replace(":", "-")
    write_release(Case(request, store, sha256), record, place)
    return record, place
