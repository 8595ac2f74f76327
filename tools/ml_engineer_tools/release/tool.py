"""Planning a release: granted only if the store holds everything that a release needs.

This version can save neither a drift reference nor a monitoring plan, so it grants nothing yet; it
says which requirements are met, which are not, and the shortest way to each.
"""

from __future__ import annotations

from ml_engineer_tools.release.request import PlanReleaseRequest
from ml_engineer_tools.release.requirements import Case, requirements
from ml_engineer_tools.store import ReleaseDecision, Store


def plan_release(request: PlanReleaseRequest, store: Store, sha256: str) -> ReleaseDecision:
    """Decide on the release of a model of the table whose content hash is `sha256`.

    A requirement that can't be checked, because what is stored is damaged for instance, is not
    met. Nothing is written; `Store.record_release` keeps a decision.
    """
    needed = requirements(Case(request, store, sha256))
    return ReleaseDecision(
        granted=all(requirement.met for requirement in needed),
        table_name=request.data,
        table_sha256=sha256,
        target=request.target,
        requirements=needed,
    )
