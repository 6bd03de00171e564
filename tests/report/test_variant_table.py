import json
from dataclasses import dataclass

from skillrt.errors import Diagnostic, Place
from skillrt.report.variant_table import variants_json, variants_text


@dataclass(frozen=True)
class Pair:
    before: int
    after: int


@dataclass(frozen=True)
class Figures:
    listed: Pair = Pair(20, 20)
    activation: Pair = Pair(900, 800)
    read: Pair = Pair(5000, 5000)


@dataclass(frozen=True)
class Row:
    skill: str
    target: str
    state: str
    path: str = ""
    why: str = ""
    edits: int = 0
    anchors: int = 0
    tokens: Figures | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


NO_NAME = Diagnostic.of("spec.name-missing", "no name", Place("SKILL.md", 1))
ROWS = (
    Row("lib/pdf", "m@codex", "written", "out/codex/m/pdf", edits=3, anchors=1, tokens=Figures()),
    Row("lib/csv", "m@codex", "failed", why="no \x1b[31mname", diagnostics=(NO_NAME,)),
    Row("lib/\udcff", "m@pi", "written", "out/x", edits=1, anchors=2),
)


def test_text():
    lines = variants_text(ROWS).splitlines()
    assert lines[0].split() == ["SKILL", "TARGET", "STATE", "EDITS", "TOKENS", "READ"]
    words = "lib/pdf m@codex written 3 + 1 anchor 900 -> 800 5000 out/codex/m/pdf"
    assert lines[1].split() == words.split()
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
    assert found["variants"][0]["tokens"]["activation"] == {"before": 900, "after": 800}
    assert found["variants"][1]["tokens"] is None
    assert found["variants"][2]["skill"] == "lib/\ufffd"
    assert json.loads(variants_json(())) == {"variants": []}
