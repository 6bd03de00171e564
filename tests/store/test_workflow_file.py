import json

import jsonschema
import pytest

from skillrt.errors import InputError
from skillrt.ir.workflow import (
    WORKFLOW_FILE,
    BundledPath,
    CommandRecord,
    EdgeRecord,
    Input,
    RegionRecord,
    ResourceRecord,
    StepRecord,
    WorkflowRecord,
    WorkflowTitle,
)
from skillrt.store.workflow_file import (
    parse_workflow,
    published_schema,
    read_workflow,
    workflow_bytes,
    workflow_schema,
    workflow_schema_text,
)

COMMAND = CommandRecord("python a.py <x>", (Input("x", "<x>"),), (BundledPath("a.py", "scripts/a.py"),))
STEPS = (
    StepRecord("s1", "one", "SKILL.md:3", "command", "w1", (COMMAND,), writes=(ResourceRecord("file", "x"),)),
    StepRecord("s2", "two", "SKILL.md:4-9", "agent", "w1", asks=True),
)
RECORD = WorkflowRecord(
    (WorkflowTitle("w1", "Procedure"),),
    STEPS,
    (EdgeRecord("s1", "s2", "data", "it uses x", "SKILL.md:4"),),
    (RegionRecord("data", ("s1",), "each for itself", "SKILL.md:3", 4, "", "parallel-map"),),
)


def test_what_is_written_is_read_again(tmp_path):
    data = workflow_bytes(RECORD)
    assert parse_workflow(data, "x") == RECORD
    path = tmp_path / WORKFLOW_FILE
    path.parent.mkdir()
    path.write_bytes(data)
    assert read_workflow(tmp_path) == RECORD
    assert read_workflow(tmp_path / "elsewhere") is None
    assert workflow_bytes(parse_workflow(data, "x")) == data


def test_what_a_reader_asks_for_is_written_though_it_is_empty():
    """A region may have no steps: it stands beside them."""
    bare = WorkflowRecord(
        steps=(
            StepRecord("s1", "", "", "agent", commands=(CommandRecord(""),), reads=(ResourceRecord("file", ""),)),
        ),
        regions=(RegionRecord("thread", (), "", ""),),
    )
    assert parse_workflow(workflow_bytes(bare), "x") == bare
    jsonschema.Draft202012Validator(json.loads(published_schema())).validate(json.loads(workflow_bytes(bare)))


def test_the_published_schema_is_what_the_structs_say():
    """Run `make update` where this fails."""
    assert published_schema() == workflow_schema_text()
    validator = jsonschema.Draft202012Validator(json.loads(published_schema()))
    validator.check_schema(workflow_schema())
    validator.validate(json.loads(workflow_bytes(RECORD)))
    validator.validate(json.loads(workflow_bytes(WorkflowRecord())))
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({"steps": [{"id": 1}]})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"version": 2}, "the version 2"),
        ({"steps": 1}, "Expected `array`"),
        ({"edges": [{"first": "s1", "then": "s9", "kind": "data", "reason": ""}]}, "no step `s9`"),
        ({"steps": [*json.loads(workflow_bytes(RECORD))["steps"]] * 2}, "the same id"),
    ],
)
def test_a_damaged_record_is_refused(change: dict[str, object], why: str):
    plain = {**json.loads(workflow_bytes(RECORD)), **change}
    with pytest.raises(InputError, match="workflow record") as raised:
        parse_workflow(json.dumps(plain).encode(), "here")
    assert raised.value.diagnostics[0].code == "workflow.bad-record"
    assert why in raised.value.diagnostics[0].message


def test_no_file_outside_of_the_folder():
    text = workflow_bytes(RECORD).replace(b'"scripts/a.py"', b'"../a.py"')
    with pytest.raises(InputError, match="leaves the folder"):
        parse_workflow(text, "here")


@pytest.mark.parametrize("data", [b"", b"\xff", b"[1]", b"[" * 100_000])
def test_what_is_no_json_is_refused(data: bytes):
    with pytest.raises(InputError):
        parse_workflow(data, "here")
