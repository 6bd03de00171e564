import json

import pytest

from skillrt.errors import InputError, SkillrtError, UsageError
from skillrt.ir.workflow import BundledPath, CommandRecord
from skillrt.store.workflow_file import parse_workflow
from skillrt.workflow.variant import read_variant
from tests.workflow.records import put_variant, record, step


def test_a_variant_is_read_and_its_digest_is_of_what_it_says(tmp_path):
    first = read_variant(put_variant(tmp_path / "a", record(step("a", "true"))))
    same = read_variant(put_variant(tmp_path / "b", record(step("a", "true"))))
    other = read_variant(put_variant(tmp_path / "c", record(step("a", "false"))))
    assert first.record.steps[0].id == "a"
    assert first.digest == same.digest != other.digest
    (tmp_path / "b" / ".skillrt" / "manifest.json").write_text("{}")
    assert read_variant(tmp_path / "b").digest != first.digest


def test_what_is_none(tmp_path):
    with pytest.raises(UsageError):
        read_variant(tmp_path / "nowhere")
    with pytest.raises(InputError) as caught:
        read_variant(tmp_path)
    assert caught.value.diagnostics[0].code == "workflow.none"


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"[]", b'{"steps": 1}', b'{"version": 2}', b'{"steps": [{"id": 1}]}', b"[" * 100_000, b"\xff\xfe",
        json.dumps({"steps": [{"id": "a", "title": "", "at": "", "kind": "robot"}]}).encode(),
    ],
)  # fmt: skip
def test_damaged_records(data):
    with pytest.raises(SkillrtError) as caught:
        parse_workflow(data, "w")
    assert caught.value.diagnostics[0].code == "workflow.bad-record"


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "C:/x", ""])
def test_paths_stay_in_the_variant(tmp_path, path):
    content = record(step("a", CommandRecord("cat x", (), (BundledPath("x", path),))))
    with pytest.raises(InputError, match="leaves"):
        read_variant(put_variant(tmp_path / "a", content))
