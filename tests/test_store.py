"""The store: one file per workspace that several processes share, and that forgets nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ml_engineer_tools.errors import BadInput, Refused, StoreError
from ml_engineer_tools.evidence import Evidence, TableFingerprint
from ml_engineer_tools.holdout import Holdout
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.request import RolesRequest
from ml_engineer_tools.store import DataCard, EffectKey, Store, UnknownEvidence, request_key
from ml_engineer_tools.store.schema import VERSION

SHA = "a" * 64
OTHER = "b" * 64
CALL = EffectKey("session", "call_1")


def measured(
    seed: int = 0, *, tool: str = "check_leakage", sha256: str = SHA, figures: int = 2
) -> Evidence:
    table = TableFingerprint(name="train.csv", sha256=sha256, rows=10, columns=2)
    recorder = Recorder(tool, RolesRequest(data="train.csv", target="y", seed=seed), [table])
    for k in range(figures):
        recorder.figure("roc_auc", 0.5 + k / 10, model=f"model {k}", headline=k == 0)
    return recorder.evidence()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        yield opened


def rows(workspace: Path, query: str) -> list[tuple[object, ...]]:
    """Read the file behind the store's back."""
    connection = sqlite3.connect(workspace / ".ml-engineer" / "store.sqlite3")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def change(workspace: Path, statement: str) -> None:
    """Write the file behind the store's back."""
    connection = sqlite3.connect(workspace / ".ml-engineer" / "store.sqlite3")
    try:
        with connection:
            connection.execute(statement)
    finally:
        connection.close()


# Opening


def test_opening_makes_a_folder_that_git_ignores(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    folder = tmp_path / ".ml-engineer"
    assert (folder / "store.sqlite3").is_file()
    assert (folder / ".gitignore").read_text() == "*\n"


def test_open_existing_makes_nothing(tmp_path: Path) -> None:
    assert Store.open_existing(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_open_existing_finds_what_was_written(tmp_path: Path) -> None:
    with Store.open(tmp_path) as first:
        first.commit(measured(), request_key="k")
    second = Store.open_existing(tmp_path)
    assert second is not None
    with second:
        assert second.find("k") is not None


def test_a_file_that_was_never_filled_is_no_store(tmp_path: Path) -> None:
    (tmp_path / ".ml-engineer").mkdir()
    (tmp_path / ".ml-engineer" / "store.sqlite3").touch()
    assert Store.open_existing(tmp_path) is None
    Store.open(tmp_path).close()
    assert rows(tmp_path, "PRAGMA user_version") == [(VERSION,)]


def test_a_file_in_the_way_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / ".ml-engineer").write_text("in the way")
    with pytest.raises(StoreError, match=r"\.ml-engineer can't be made: a file is in the way"):
        Store.open(tmp_path)
    assert (tmp_path / ".ml-engineer").read_text() == "in the way"


def test_a_file_in_place_of_the_workspace_is_said(tmp_path: Path) -> None:
    (tmp_path / "work").write_text("a file")
    with pytest.raises(StoreError, match="a file is in the way"):
        Store.open(tmp_path / "work")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_write_permission_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="make it writable"):
            Store.open(tmp_path)
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize("content", [b"not a database" * 100, b"\0" * 4096, b"SQLite format 3\0x"])
def test_a_file_that_is_no_database_is_said_and_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".ml-engineer").mkdir()
    path = tmp_path / ".ml-engineer" / "store.sqlite3"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="move it away"):
        Store.open(tmp_path)
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".ml-engineer").mkdir()
    change(tmp_path, "CREATE TABLE theirs (x)")
    for opening in (Store.open, Store.open_existing):
        with pytest.raises(StoreError, match="another program"):
            opening(tmp_path)
    assert rows(tmp_path, "SELECT name FROM sqlite_master") == [("theirs",)]


def test_a_newer_version_asks_for_an_update(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    change(tmp_path, f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(StoreError, match="update ml-engineer"):
        Store.open(tmp_path)


def test_a_damaged_page_is_a_sentence_not_a_traceback(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        for seed in range(30):
            store.commit(measured(seed), request_key="k")
    path = tmp_path / ".ml-engineer" / "store.sqlite3"
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(bytes(content))
    with pytest.raises(StoreError, match="damaged"), Store.open(tmp_path) as store:
        store.all_evidence()


# Evidence


def test_evidence_comes_back_as_it_was_with_an_alias(store: Store) -> None:
    evidence = measured()
    committed = store.commit(evidence, request_key="k")
    assert committed.alias == "E1"
    assert committed.model_copy(update={"alias": None}) == evidence
    assert store.evidence("E1") == committed


def test_the_same_measurement_keeps_its_alias(store: Store) -> None:
    store.commit(measured(0), request_key="k")
    store.commit(measured(1), request_key="l")
    assert store.commit(measured(0), request_key="m").alias == "E1"
    assert [evidence.alias for evidence in store.all_evidence()] == ["E1", "E2"]


def test_a_request_finds_its_newest_answer(store: Store) -> None:
    store.commit(measured(0), request_key="k")
    store.commit(measured(1), request_key="k")
    found = store.find("k")
    assert found is not None
    assert found.alias == "E2"
    assert store.find("unknown") is None


def test_evidence_is_known_by_alias_by_id_and_by_the_start_of_its_id(store: Store) -> None:
    evidence = store.commit(measured(), request_key="k")
    for reference in ("E1", "[E1]", " E1 ", evidence.id, evidence.id[:8]):
        assert store.evidence(reference) == evidence


@pytest.mark.parametrize("reference", ["E2", "E0", "E01", "e1", "", "abc", "E" + "9" * 40, "ü\n"])
def test_unknown_evidence_says_what_there_is(store: Store, reference: str) -> None:
    with pytest.raises(UnknownEvidence, match="nothing was measured"):
        store.evidence(reference)
    store.commit(measured(), request_key="k")
    with pytest.raises(UnknownEvidence, match="there is E1 to E1"):
        store.evidence(reference)


def test_a_figure_is_known_by_its_handle(store: Store) -> None:
    store.commit(measured(), request_key="k")
    evidence, figure = store.figure("[E1.f2]")
    assert evidence.alias == "E1"
    assert (figure.handle, figure.value) == ("f2", 0.6)


@pytest.mark.parametrize(
    ("reference", "says"),
    [
        ("E1.f3", "has no figure 'f3'; it has 2 of them"),
        ("E2.f1", "there is E1 to E1"),
        ("E1", "write it like E3.f12"),
        (".f1", "write it like E3.f12"),
        ("E1.roc_auc", "write it like E3.f12"),
    ],
)
def test_an_unknown_figure_says_why(store: Store, reference: str, says: str) -> None:
    store.commit(measured(), request_key="k")
    with pytest.raises(UnknownEvidence, match=says):
        store.figure(reference)


def test_evidence_is_listed_by_tool_and_by_table(store: Store) -> None:
    store.commit(measured(tool="check_leakage"), request_key="k")
    store.commit(measured(tool="train_baselines"), request_key="l")
    store.commit(measured(tool="train_baselines", sha256=OTHER), request_key="m")
    aliases = [e.alias for e in store.all_evidence(tool="train_baselines")]
    assert aliases == ["E2", "E3"]
    assert [e.alias for e in store.all_evidence(sha256=SHA)] == ["E1", "E2"]
    assert [e.alias for e in store.all_evidence("train_baselines", OTHER)] == ["E3"]


def test_experiments_are_the_trained_baselines(store: Store) -> None:
    store.commit(measured(tool="check_leakage"), request_key="k")
    trained = store.commit(measured(7, tool="train_baselines"), request_key="l")
    (experiment,) = store.experiments()
    assert experiment.alias == "E2"
    assert experiment.seed == 7
    assert experiment.arguments["target"] == "y"
    assert experiment.tables == trained.measurement.tables
    assert [figure.handle for figure in experiment.figures] == ["f1"]


def test_evidence_that_was_tampered_with_is_not_believed_and_is_mended(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.commit(measured(), request_key="k")
        change(tmp_path, "UPDATE evidence SET document = replace(document, '0.6', '0.9')")
        with pytest.raises(StoreError, match="E1 is not what was measured"):
            store.evidence("E1")
        assert store.find("k") is None
        store.commit(measured(), request_key="k")
        assert store.figure("E1.f2")[1].value == 0.6


# Request keys


def key(**changes: object) -> str:
    parts: dict[str, object] = {
        "tool": "check_leakage",
        "arguments": {"data": "train.csv", "target": "y", "seed": 0},
        "fingerprints": [SHA],
        "holdout": Holdout(kind="row"),
    } | changes
    return request_key(**parts)  # type: ignore[arg-type]


def test_a_moved_file_is_the_same_request() -> None:
    assert key() == key(arguments={"seed": 0, "target": "y", "data": "elsewhere/copy.csv"})
    assert key() == key(arguments={"data": "train.csv", "target": "y", "seed": 0, "time": None})


@pytest.mark.parametrize(
    "changes",
    [
        {"tool": "profile_dataset"},
        {"arguments": {"data": "train.csv", "target": "z", "seed": 0}},
        {"arguments": {"data": "train.csv", "target": "y", "seed": 1}},
        {"fingerprints": [OTHER]},
        {"holdout": None},
        {"holdout": Holdout(kind="row", seed=1)},
    ],
)
def test_what_changes_the_result_changes_the_request(changes: dict[str, object]) -> None:
    assert key(**changes) != key()


def test_a_table_in_another_role_is_another_request() -> None:
    tables = {"reference": "a.csv", "current": "b.csv"}
    there = request_key("measure_drift", tables, [SHA, OTHER], None)
    assert there != request_key("measure_drift", tables, [OTHER, SHA], None)


def test_a_path_without_a_fingerprint_counts_as_it_is() -> None:
    def with_test(path: str) -> str:
        return request_key("check_leakage", {"data": "a.csv", "test": path}, [SHA], None)

    assert with_test("b.csv") != with_test("c.csv")


# Effects and looks


def test_the_same_call_commits_once(store: Store) -> None:
    assert store.effect(CALL) is None
    first = store.commit(measured(0), request_key="k", effect=CALL)
    again = store.commit(measured(1), request_key="k", effect=CALL)
    assert again == first
    assert len(store.all_evidence()) == 1
    effect = store.effect(CALL)
    assert effect is not None
    assert (effect.kind, effect.result) == ("evidence", "E1")
    assert store.effect(EffectKey("session", "call_2")) is None


def test_a_look_is_counted_before_its_score_exists(tmp_path: Path, store: Store) -> None:
    look = store.record_look("holdout_score", SHA, "train.csv", "linear model", CALL)
    assert (look.number, look.evidence) == (1, None)
    other = Store.open_existing(tmp_path)
    assert other is not None
    with other:
        assert other.looks(SHA) == [look]
    store.commit(measured(), request_key="k", effect=CALL, look=look.number)
    assert [(seen.number, seen.evidence) for seen in store.looks(SHA)] == [(1, "E1")]


def test_a_resumed_call_counts_its_look_once(store: Store) -> None:
    look = store.record_look("holdout_score", SHA, "train.csv", "linear model", CALL)
    effect = store.effect(CALL)
    assert effect is not None
    assert (effect.kind, effect.about, effect.result) == ("holdout_score", SHA, 1)
    assert store.record_look("holdout_score", SHA, "train.csv", "linear model", CALL) == look
    assert len(store.looks(SHA)) == 1


def test_looks_are_counted_for_each_table(store: Store) -> None:
    for _ in range(2):
        store.record_look("holdout_score", SHA, "train.csv", "linear model")
    look = store.record_look("holdout_score", OTHER, "other.csv", "linear model")
    assert [seen.number for seen in store.looks(SHA)] == [1, 2]
    assert look.number == 1


def test_a_look_gives_one_score(store: Store) -> None:
    store.record_look("holdout_score", SHA, "train.csv", "linear model")
    store.commit(measured(0), request_key="k", look=1)
    with pytest.raises(Refused, match="was used for E1"):
        store.commit(measured(1), request_key="k", look=1)
    assert [evidence.alias for evidence in store.all_evidence()] == ["E1"]


@pytest.mark.parametrize("sha256", [SHA, OTHER])
def test_a_score_without_its_look_is_not_committed(store: Store, sha256: str) -> None:
    store.record_look("holdout_score", SHA, "train.csv", "linear model")
    with pytest.raises(Refused, match="record a look before its score"):
        store.commit(measured(sha256=sha256), request_key="k", look=2, effect=CALL)
    assert store.all_evidence() == []
    assert store.effect(CALL) is None


# Cuts


def test_the_first_cut_is_kept_when_the_table_grows(store: Store) -> None:
    first = Holdout(kind="time", column="day", cut="2024-06-01")
    later = Holdout(kind="time", column="day", cut="2024-09-01")
    assert store.keep_cut("/w/train.csv", SHA, first).model_dump() == {
        "holdout": first.model_dump(),
        "kept": False,
        "look": None,
    }
    grown = store.keep_cut("/w/train.csv", OTHER, later)
    assert (grown.holdout, grown.kept, grown.look) == (first, True, None)


def test_a_copy_of_the_table_keeps_its_cut(store: Store) -> None:
    first = Holdout(kind="time", column="day", cut="2024-06-01")
    store.keep_cut("/w/train.csv", SHA, first)
    store.keep_cut("/w/train.csv", OTHER, first)
    later = first.model_copy(update={"cut": "2024-09-01"})
    assert store.keep_cut("/w/copy.csv", OTHER, later).holdout == first


def test_a_tables_own_content_counts_more_than_its_path(store: Store) -> None:
    first = Holdout(kind="time", column="day", cut="2024-06-01")
    second = first.model_copy(update={"cut": "2024-09-01"})
    store.keep_cut("/w/a.csv", SHA, first)
    store.keep_cut("/w/b.csv", OTHER, second)
    assert store.keep_cut("/w/a.csv", OTHER, first).holdout == second


@pytest.mark.parametrize(
    "other",
    [
        Holdout(kind="row"),
        Holdout(kind="group", column="customer"),
        Holdout(kind="time", column="month", cut="2024-06-01"),
        Holdout(kind="time", column="day", cut="2024-06-01", seed=2**80),
    ],
)
def test_other_roles_or_another_seed_count_as_a_look(store: Store, other: Holdout) -> None:
    first = Holdout(kind="time", column="day", cut="2024-06-01")
    store.keep_cut("/w/train.csv", SHA, first)
    recut = store.keep_cut("/w/train.csv", SHA, other, CALL)
    assert recut.holdout == other
    assert recut.look is not None
    assert (recut.look.kind, recut.look.number) == ("recut", 1)
    assert store.keep_cut("/w/train.csv", SHA, other, CALL).look == recut.look
    assert store.keep_cut("/w/train.csv", SHA, first).look is None
    assert store.keep_cut("/w/train.csv", SHA, other).look is None
    assert len(store.looks(SHA)) == 1


# Cards and releases: see also test_card.py and test_release.py


def test_an_unknown_card_can_not_be_accepted(store: Store) -> None:
    with pytest.raises(BadInput, match="no data card"):
        store.accept_card("card:000000000000", "Ada")


def test_a_card_changed_behind_the_stores_back_is_not_believed(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        record = store.draft_card(DataCard(source="a survey"), SHA)
        change(tmp_path, "UPDATE cards SET document = replace(document, 'survey', 'census')")
        with pytest.raises(StoreError, match="changed after it was drafted"):
            store.card(record.id)


# Several processes


COMMIT_FIFTY = """
import sys
from pathlib import Path
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.request import Request
from ml_engineer_tools.store import EffectKey, Store

name = sys.argv[2]
with Store.open(Path(sys.argv[1])) as store:
    print("open", flush=True)
    sys.stdin.readline()
    for seed in range(50):
        recorder = Recorder(name, Request(seed=seed))
        recorder.figure("rows", seed)
        look = store.record_look("holdout_score", name, "t", "score", EffectKey(name, str(seed)))
        evidence = store.commit(
            recorder.evidence(), request_key="k", effect=EffectKey(name, str(seed))
        )
        print(evidence.alias, flush=True)
"""

STOP_HALFWAY = """
import sys, time
from pathlib import Path
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.request import Request
from ml_engineer_tools.store import Store, evidence_rows

with Store.open(Path(sys.argv[1])) as store:
    recorder = Recorder("tool", Request(seed=1))
    with store._database.writing() as connection:
        number = evidence_rows.insert(connection, recorder.evidence())
        evidence_rows.answer_request(connection, "half", number)
        print("halfway", flush=True)
        time.sleep(60)
"""


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_share_aliases_without_gap_or_double(tmp_path: Path) -> None:
    writers = [start(COMMIT_FIFTY, str(tmp_path), name) for name in ("first", "second")]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "open\n"
    aliases: list[str] = []
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        said, _ = writer.communicate(timeout=30)
        assert writer.returncode == 0
        aliases += said.split()
    assert sorted(aliases, key=lambda alias: int(alias[1:])) == [f"E{n}" for n in range(1, 101)]
    with Store.open(tmp_path) as store:
        assert len(store.all_evidence()) == 100
        assert [look.number for look in store.looks("second")] == list(range(1, 51))


@pytest.mark.parametrize("commits", [1, 7])
def test_a_killed_process_leaves_whole_effects_only(tmp_path: Path, commits: int) -> None:
    with start(COMMIT_FIFTY, str(tmp_path), "killed") as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
        seen = [writer.stdout.readline() for _ in range(1 + commits)]
        writer.send_signal(signal.SIGKILL)
    with Store.open(tmp_path) as store:
        known = [evidence.alias for evidence in store.all_evidence()]
        assert known[:commits] == [line.strip() for line in seen[1:]]
        assert known == [f"E{n}" for n in range(1, len(known) + 1)]
        assert len(store.looks("killed")) in (len(known), len(known) + 1)
    effects = rows(tmp_path, "SELECT result FROM effects WHERE kind = 'evidence' ORDER BY position")
    assert effects == [(f'"{alias}"',) for alias in known]
    assert rows(tmp_path, "SELECT evidence FROM requests ORDER BY position") == [
        (n,) for n in range(1, len(known) + 1)
    ]
    assert rows(tmp_path, "PRAGMA integrity_check") == [("ok",)]


def test_a_process_killed_in_the_middle_of_a_commit_leaves_nothing_of_it(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.commit(measured(), request_key="whole")
    with start(STOP_HALFWAY, str(tmp_path)) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "halfway\n"
        writer.send_signal(signal.SIGKILL)
    with Store.open(tmp_path) as store:
        assert [evidence.alias for evidence in store.all_evidence()] == ["E1"]
        assert store.find("half") is None
        assert store.commit(measured(1), request_key="next").alias == "E2"


def test_importing_the_store_imports_no_data_library() -> None:
    script = (
        "import sys, ml_engineer_tools.store; "
        "print(*{'pandas', 'numpy', 'ibis', 'duckdb', 'sklearn'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
