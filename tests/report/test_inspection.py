import json

from skillrt.errors import Span
from skillrt.ir import Anchor, CallSite, Dependency, HarnessUse, Reference, WrittenFor
from skillrt.report.inspection import inspection, inspection_text
from tests.report.gap_samples import requirement, target
from tests.skills import module_of


def at(file: str, line: int) -> Span:
    return Span(file, line * 10, line * 10 + 5, line, line)


def described(tmp_path):
    module = module_of(tmp_path / "s", {"SKILL.md": "# T\n", "a.md": "x\n", "scripts/a.py": "print(1)\n"})
    facts = [
        Reference(blocks=(), span=at("a.md", 1), ref="B.md", target=None, status="missing", via="link"),
        Reference(blocks=(), span=at("SKILL.md", 3), ref="A.md", target="a.md", status="mended", via="prose"),
        Reference(blocks=(), span=at("a.md", 2), ref="A.md", target="a.md", status="mended", via="prose"),
        Reference(blocks=(), span=at("SKILL.md", 4), ref="a.md", target="a.md", status="resolved", via="link"),
        HarnessUse(blocks=(), span=at("SKILL.md", 9), what="Bash", kind="tool", harnesses=("claude-code",)),
        HarnessUse(blocks=(), span=at("SKILL.md", 5), what="Bash", kind="tool", harnesses=("claude-code",)),
        Anchor(blocks=(), span=at("SKILL.md", 6), path="scripts/a.py", written="scripts/a.py"),
        CallSite(
            blocks=(), span=at("SKILL.md", 6), script="scripts/a.py", command="python scripts/a.py", checked=False
        ),
        WrittenFor(
            blocks=(), span=at("SKILL.md", 1), harness="claude-code", guessed=True, scores=(("claude-code", 2.0),)
        ),
    ]
    return inspection(module.with_facts(*facts), "an-id")


def test_the_shape_of_the_labels(tmp_path):
    found = described(tmp_path)
    assert found["id"] == "an-id"
    assert [(row["ref"], row["at"], row["resolves_to"]) for row in found["broken_references"]] == [
        ("A.md", "SKILL.md:3", "a.md"),
        ("B.md", "a.md:1", None),
    ]
    assert [(row["what"], row["kind"], row["at"]) for row in found["harness_specific"]] == [
        ("Bash", "tool", "SKILL.md:5")
    ]
    for field in ("requirements", "steps", "edges", "parallel"):
        assert found[field] == []
    (need,) = found["dependencies"]
    assert (need["kind"], need["name"], need["required"], need["evidence"]) == (
        "system",
        "python3",
        True,
        "scripts/a.py:1",
    )
    assert need["why"] == "used in a bundled program (bundled program)"
    assert found["written_for"]["harness"] == "claude-code"
    assert json.loads(json.dumps(found)) == found


def test_the_text_says_the_same(tmp_path):
    text = inspection_text(described(tmp_path))
    for words in (
        "written for claude-code (guessed)",
        "SKILL.md:3  A.md  (means a.md)",
        "a.md:1  B.md  (nothing fits)",
        "SKILL.md:5  tool: Bash",
        "SKILL.md:6  scripts/a.py -> scripts/a.py",
        "python scripts/a.py  (interface not known)",
        "scripts/a.py  python script, 9 bytes",
    ):
        assert words in text


def test_a_target_adds_what_it_lacks(tmp_path):
    module = module_of(tmp_path / "s", {"SKILL.md": "# T\n"}).with_facts(requirement("gen.regex", 3))
    assert (inspection(module)["target"], inspection(module)["gaps"]) == (None, [])
    found = inspection(module, target=target(gen_regex="+--"))
    assert [(row["primitive"], row["gap"]) for row in found["gaps"]] == [("gen.regex", 2)]
    assert found["target"]["requirements"] == found["gaps"]
    text = inspection_text(found)
    assert "m@pi on the host `generic`" in text
    assert "2 levels" in text


def test_long_names_of_needs_keep_the_columns(tmp_path):
    names = (
        ("node", "@radix-ui/react-dropdown-menu", ""),
        ("node", "zod", "^3.23.8"),
        ("python", "rich", ">=13"),
    )
    module = module_of(tmp_path / "s", {"SKILL.md": "# T\n"}).with_facts(
        *(
            Dependency(
                blocks=(), span=at("SKILL.md", 1), kind=kind, name=name, version=version, required=True, why="used"
            )
            for kind, name, version in names
        )
    )
    lines = [line for line in inspection_text(inspection(module)).splitlines() if " required " in line]
    shown = [line.partition(" required ")[0].split()[1:] for line in lines]
    assert shown == [["@radix-ui/react-dropdown-menu"], ["zod", "^3.23.8"], ["rich>=13"]]
    assert len({line.index(" required ") for line in lines}) == 1
