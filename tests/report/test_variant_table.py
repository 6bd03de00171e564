import json
from dataclasses import dataclass

from skillrt.errors import Diagnostic, Place
from skillrt.report.variant_table import variants_json, variants_text


@dataclass(frozen=True)
class Row:
    skill: str
    target: str
    state: str
    path: str = ""
    why: str = ""
    edits: int = 0
    anchors: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()


NO_NAME = Diagnostic.of("spec.name-missing", "no name", Place("SKILL.md", 1))
ROWS = (
    Row("lib/pdf", "m@codex", "written", "out/codex/m/pdf", edits=3, anchors=1),
    Row("lib/csv", "m@codex", "failed", why="no \x1b[31mname", diagnostics=(NO_NAME,)),
    Row("lib/\udcff", "m@pi", "written", "out/x", edits=1, anchors=2),
)


def test_text():
    lines = variants_text(ROWS).splitlines()
    assert lines[0].split() == ["SKILL", "TARGET", "STATE", "EDITS"]
    assert lines[1].split() == ["lib/pdf", "m@codex", "written", "3", "+", "1", "anchor", "out/codex/m/pdf"]
    assert "no \\x1b[31mname" in lines[2]
    assert "2 anchors" in lines[3]
    assert lines[4] == "3 variants: 1 failed, 2 written"
    assert len(variants_text(ROWS[:1]).splitlines()) == 2


def test_json():
    found = json.loads(variants_json(ROWS))
    assert [item["state"] for item in found["variants"]] == ["written", "failed", "written"]
    assert found["variants"][1]["diagnostics"] == [
        {
            "code": "spec.name-missing",
            "severity": "error",
            "message": "no name",
            "file": "SKILL.md",
            "line": 1,
            "column": 1,
        }
    ]
    assert found["variants"][2]["skill"] == "lib/\ufffd"
    assert json.loads(variants_json(())) == {"variants": []}
