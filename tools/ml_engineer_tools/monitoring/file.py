"""`monitors.yaml`: a monitoring plan as it lies beside a release, for people and for the check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Contract
from ml_engineer_tools.store.monitoring_plans import Bound, Signal

NAME = "monitors.yaml"
REFERENCE = "drift_reference.json"
RECORD = "release.json"


class WatchedFigure(Contract):
    """One monitor.

    Attributes:
        name: unique.
        signal: what kind of thing is watched.
        quantity: the figure that is compared.
        column: which it is of, if it is of one.
        alarm_if: `above` or `below` the threshold.
        threshold: from which value on it alarms.
        usual: mean over the stretches of the reference, where that was measured.
        highest: the highest of them.
        threshold_from: the evidence's handle that the threshold was taken from.
        because: where the threshold comes from, in words.
        severity: how bad an alarm is.
        owner: who answers.
        action: what they do.
    """

    name: str
    signal: Signal
    quantity: str
    column: str | None = None
    alarm_if: Bound
    threshold: float
    usual: float | None = None
    highest: float | None = None
    threshold_from: str | None = None
    because: str | None = None
    severity: Literal["high", "medium"]
    owner: str
    action: str


class MonitorsFile(Contract):
    """What `monitors.yaml` holds.

    Attributes:
        ml_engineer_monitors: version of the format.
        release: id of the release.
        plan: id of the monitoring plan.
        accepted_by: who stands for it.
        table: name of the reference table.
        table_sha256: its content hash.
        target: the column that is predicted.
        reference: file of the drift reference, beside this one.
        reference_sha256: hash of its bytes.
        left_out: columns of the reference that the released model does not read.
        check_every: how often it is checked.
        check: the command that checks a current table.
        monitors: what is watched.
    """

    ml_engineer_monitors: Literal[1] = 1
    release: str
    plan: str
    accepted_by: str
    table: str
    table_sha256: str
    target: str
    reference: str = REFERENCE
    reference_sha256: str
    left_out: tuple[str, ...] = ()
    check_every: str
    check: str
    monitors: Annotated[tuple[WatchedFigure, ...], Field(min_length=1)]

    def text(self) -> str:
        """Return it as YAML."""
        import yaml

        plain = self.model_dump(mode="json", exclude_none=True)
        dumped: str = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=100)
        return (
            "# Each threshold says why it is what it is (because): what was measured within the\n"
            "# reference (threshold_from), or a floor where that varied less than a small change.\n"
            "# A new reference or a new score needs a new release, not another number here.\n"
        ) + dumped


def read_monitors(place: Path) -> tuple[MonitorsFile, Path]:
    """Read the monitors of a release and check the reference beside them.

    Args:
        place: the release's folder, or the file in it.

    Returns:
        The monitors, and the path of the drift reference.

    Raises:
        BadInput: the file is not there, is none, or it or its reference was changed.
    """
    import hashlib

    import yaml

    path = place / NAME if place.is_dir() else place
    try:
        text = path.read_text(encoding="utf-8")
        content = yaml.safe_load(text)
        monitors = MonitorsFile.model_validate(content)
    except FileNotFoundError:
        raise BadInput(
            f"{path} is not there; give the folder that `ml-engineer release` wrote."
        ) from None
    except OSError as error:
        raise BadInput(f"{path} can't be read: {error.strerror or error}.") from None
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, problem["loc"])) or "the file"
        raise BadInput(f"{path} is no file of monitors ({where}: {problem['msg']}).") from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise BadInput(f"{path} is no YAML that can be read.") from None
    _check_unchanged(path, text)
    reference = path.parent / Path(monitors.reference).name
    try:
        digest = hashlib.sha256(reference.read_bytes()).hexdigest()
    except OSError as error:
        raise BadInput(
            f"The drift reference {reference} can't be read: {error.strerror or error}."
        ) from None
    if digest != monitors.reference_sha256:
        raise BadInput(
            f"{reference} is not the drift reference that {path.name} names; it was changed. "
            "Write the release again."
        )
    return monitors, reference


def _check_unchanged(path: Path, text: str) -> None:
    """Check the monitors against the record of the release beside them, where there is one.

    Raises:
        BadInput: the file is not the one that the release wrote.
    """
    import hashlib
    import json

    record = path.parent / RECORD
    try:
        written = json.loads(record.read_text(encoding="utf-8"))["files"][NAME]
    except (OSError, ValueError, KeyError, TypeError):
        return  # the file was taken out of its folder
    if hashlib.sha256(text.encode()).hexdigest() != written:
        raise BadInput(
            f"{path} was changed since the release was written ({record.name} holds its hash); "
            "a new threshold needs a new release."
        )
