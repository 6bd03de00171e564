"""`.skillrt/workflow.json` of a variant: written, read, and the JSON Schema that says how it looks."""

import json
from importlib import resources
from pathlib import Path
from typing import Any, Final

import msgspec

from skillrt.errors import Diagnostic, InputError, MachineError, Place
from skillrt.ir.workflow import WORKFLOW_FILE, WORKFLOW_VERSION, WorkflowRecord
from skillrt.store.files import is_inside
from skillrt.store.json_text import indented

SCHEMA_FILE: Final = "workflow.schema.json"
_MAX_SIZE: Final = 64 * 1024 * 1024


def workflow_bytes(record: WorkflowRecord) -> bytes:
    """The JSON text: fields in the order of the structs, what is as usual left out, ASCII."""
    plain = {"version": record.version, **_lean(record)}
    return f"{indented(plain)}\n".encode("ascii")


def read_workflow(variant: Path) -> WorkflowRecord | None:
    """The workflow of the variant in this folder; None where its skill has none.

    Raises InputError for a file that is damaged or of a later version, MachineError where it cannot be read.
    """
    path = variant / WORKFLOW_FILE
    try:
        if not path.is_file():
            return None
        if path.stat().st_size > _MAX_SIZE:
            raise _bad(str(path), "it is larger than 64 MiB")
        return parse_workflow(path.read_bytes(), str(path))
    except OSError as error:
        message = f"`{path}` cannot be read: {error.strerror}"
        raise MachineError(Diagnostic.of("machine.io", message)) from error


def parse_workflow(data: bytes, where: str) -> WorkflowRecord:
    """Read the text of such a file; `where` names it in errors. Raises InputError."""
    try:
        plain: Any = json.loads(data)
        version = plain.get("version") if isinstance(plain, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        if isinstance(version, int) and version > WORKFLOW_VERSION:
            raise _bad(where, f"it has the version {version}; this SkillRT reads {WORKFLOW_VERSION}")
        record = msgspec.convert(plain, WorkflowRecord)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise _bad(where, str(error) or type(error).__name__) from None
    _require_whole(record, where)
    return record


def _require_whole(record: WorkflowRecord, where: str) -> None:
    """Raise InputError where a step is named that is not there, or a file outside the folder."""
    steps = {item.id for item in record.steps}
    if len(steps) != len(record.steps):
        raise _bad(where, "two steps have the same id")
    named = [*(name for edge in record.edges for name in (edge.first, edge.then))]
    named += [name for region in record.regions for name in region.steps]
    for name in named:
        if name not in steps:
            raise _bad(where, f"there is no step `{name[:80]}`")
    for step in record.steps:
        for file in (item for command in step.commands for item in command.files):
            if not is_inside(file.path):
                raise _bad(where, f"the path `{file.path[:80]}` leaves the folder")


def workflow_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12), made from the structs that read and write the file."""
    _, definitions = msgspec.json.schema_components((WorkflowRecord,), ref_template="#/$defs/{name}")
    body = definitions.pop("WorkflowRecord")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": WORKFLOW_FILE,
        "description": "The workflows of a compiled skill: steps, what each waits for, what can go on at once.",
        **{key: value for key, value in body.items() if key not in {"title", "description"}},
        "$defs": definitions,
    }


def workflow_schema_text() -> str:
    """The schema as it is published."""
    return json.dumps(workflow_schema(), indent=2, ensure_ascii=True) + "\n"


def published_schema() -> str:
    """The text of the file that ships with the package."""
    return (resources.files("skillrt.store") / "schemas" / SCHEMA_FILE).read_text(encoding="utf-8")


def _lean(item: object) -> Any:  # noqa: ANN401  (any JSON)
    """As JSON, without what is empty or false where a reader takes that for granted."""
    if isinstance(item, msgspec.Struct):
        found = ((field, getattr(item, field.name)) for field in msgspec.structs.fields(item))
        return {field.encode_name: _lean(value) for field, value in found if value or field.required}
    if isinstance(item, tuple):
        return [_lean(part) for part in item]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return item


def _bad(where: str, why: str) -> InputError:
    return InputError(
        Diagnostic.of("workflow.bad-record", f"`{where}` is not a workflow record: {why}", Place(where, 1))
    )
