"""The persona of a senior ML engineer: its clauses, and every prompt and text built from them.

The Markdown below `persona/` is the one source. From it come

- `load_clauses()`: the 32 clauses as typed values, by their stable ids;
- `build_system_prompt(tools)`: the system prompt for a language model;
- `audience_prompt(audience)`: what is appended once it is known who reads the answers;
- `export_skill(directory)`, `export_subagent(directory)`: the same persona for other hosts;
- `content_hash()`: by which a session and an eval report say under which prompts they were run;
- `method_answer(intent)`: answers on method for the embedded playbook, which is no language model.

Importing this package loads none of pydantic, Jinja2 and YAML; each name brings its module when it
is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ml_engineer_prompts.asides import (
        BY_FRIDAY,
        BY_FRIDAY_QUESTION,
        LEARNS,
        NOT_READ,
        ORIGIN,
        learns_answer,
    )
    from ml_engineer_prompts.audience_overlay import READERS, audience_prompt
    from ml_engineer_prompts.clauses import (
        CLAUSE_IDS,
        Audience,
        AudienceDetails,
        Clause,
        Enforcer,
        PersonaError,
        RefusalDetails,
        RequestDetails,
        StageDetails,
        audience_clause,
        details_of,
        load_clauses,
    )
    from ml_engineer_prompts.comparisons import told_apart
    from ml_engineer_prompts.concept_answers import concept_answer
    from ml_engineer_prompts.concepts import CONCEPTS, Concept, concept_named, concept_of
    from ml_engineer_prompts.hashing import content_hash
    from ml_engineer_prompts.held import STILL_NO, held_answer
    from ml_engineer_prompts.method_answers import Intent, method_answer, render_answer
    from ml_engineer_prompts.prepared import is_prepared
    from ml_engineer_prompts.readings import ask_which, none_of_them, readings_asked
    from ml_engineer_prompts.second_opinion import build_second_opinion_prompt
    from ml_engineer_prompts.skill_export import (
        SKILL_NAME,
        SkillExportError,
        export_skill,
        export_subagent,
        subagent_text,
    )
    from ml_engineer_prompts.system_prompt import ToolLine, build_system_prompt
    from ml_engineer_prompts.work_dates import WORK, Work, work_answer

__all__ = [
    "BY_FRIDAY",
    "BY_FRIDAY_QUESTION",
    "CLAUSE_IDS",
    "CONCEPTS",
    "LEARNS",
    "NOT_READ",
    "ORIGIN",
    "READERS",
    "SKILL_NAME",
    "STILL_NO",
    "WORK",
    "Audience",
    "AudienceDetails",
    "Clause",
    "Concept",
    "Enforcer",
    "Intent",
    "PersonaError",
    "RefusalDetails",
    "RequestDetails",
    "SkillExportError",
    "StageDetails",
    "ToolLine",
    "Work",
    "ask_which",
    "audience_clause",
    "audience_prompt",
    "build_second_opinion_prompt",
    "build_system_prompt",
    "concept_answer",
    "concept_named",
    "concept_of",
    "content_hash",
    "details_of",
    "export_skill",
    "export_subagent",
    "held_answer",
    "is_prepared",
    "learns_answer",
    "load_clauses",
    "method_answer",
    "none_of_them",
    "readings_asked",
    "render_answer",
    "subagent_text",
    "told_apart",
    "work_answer",
]

_MODULES = {
    "method_answers": ("Intent", "method_answer", "render_answer"),
    "audience_overlay": ("READERS", "audience_prompt"),
    "prepared": ("is_prepared",),
    "concept_answers": ("concept_answer",),
    "work_dates": ("WORK", "Work", "work_answer"),
    "asides": (
        "BY_FRIDAY",
        "BY_FRIDAY_QUESTION",
        "LEARNS",
        "NOT_READ",
        "ORIGIN",
        "learns_answer",
    ),
    "concepts": ("CONCEPTS", "Concept", "concept_named", "concept_of"),
    "comparisons": ("told_apart",),
    "hashing": ("content_hash",),
    "skill_export": (
        "SKILL_NAME",
        "SkillExportError",
        "export_skill",
        "export_subagent",
        "subagent_text",
    ),
    "second_opinion": ("build_second_opinion_prompt",),
    "held": ("STILL_NO", "held_answer"),
    "readings": ("ask_which", "none_of_them", "readings_asked"),
    "system_prompt": ("ToolLine", "build_system_prompt"),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF.get(name, 'clauses')}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
