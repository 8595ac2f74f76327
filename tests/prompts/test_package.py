"""How the package loads: little is imported, every name exists, and an archive works too."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import ml_engineer_prompts

PACKAGE = Path(ml_engineer_prompts.__file__).parent


def test_importing_the_package_loads_no_template_engine_no_yaml_and_no_pydantic() -> None:
    script = (
        "import sys, ml_engineer_prompts;"
        "print(sorted({'jinja2', 'yaml', 'pydantic'} & set(sys.modules)));"
        "ml_engineer_prompts.ToolLine;"
        "print(sorted({'jinja2', 'yaml'} & set(sys.modules)))"
    )
    output = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert output.splitlines() == ["[]", "[]"]


def test_every_exported_name_exists() -> None:
    for name in ml_engineer_prompts.__all__:
        assert getattr(ml_engineer_prompts, name) is not None
    with pytest.raises(AttributeError, match="no_such_name"):
        ml_engineer_prompts.no_such_name  # noqa: B018


def test_the_package_works_from_an_archive(tmp_path: Path) -> None:
    archive = tmp_path / "prompts.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in sorted(PACKAGE.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                packed.write(path, path.relative_to(PACKAGE.parent))
    script = (
        "import sys, pathlib, ml_engineer_prompts as p;"
        "assert 'prompts.zip' in p.__file__;"
        "print(len(p.load_clauses()), len(p.build_system_prompt()), p.method_answer('need_model'),"
        "p.export_skill(pathlib.Path(sys.argv[1])))"
    )
    output = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "out")],
        env={"PYTHONPATH": str(archive)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert output.startswith("32 ")
    assert (tmp_path / "out" / "senior-ml-engineer" / "references" / "refusals.md").is_file()
