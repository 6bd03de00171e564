import pickle
from pathlib import Path

import pytest

from skillrt.compiler import CompileOptions
from skillrt.contracts import reading
from skillrt.contracts.lines import RefusedLine
from skillrt.contracts.reading import Errand, Reader, lost
from skillrt.targets import load_harnesses, parse_target
from tests.checks.library import cards_of, skill_text, write
from tests.contracts.locking import OTHER, TARGET, facts_of, named, shell, skill


def errand(root: Path) -> Errand:
    (card,) = cards_of(root)
    return Errand.of(card)


def reader(*targets: str) -> Reader:
    harnesses = load_harnesses(())
    return Reader(tuple(parse_target(text, harnesses) for text in targets), CompileOptions(harnesses=harnesses))


def test_a_variant_and_its_gaps_for_every_target(tmp_path: Path):
    body = "Write a Python program of several modules with classes, concurrency and error handling, from scratch."
    rows = facts_of(tmp_path, {"SKILL.md": skill(body)}, TARGET, OTHER)
    assert named(rows, "variant", "target") == [OTHER, TARGET]
    assert len(set(named(rows, "variant", "digest"))) == 2
    gaps = [row for row in rows if row["fact"] == "gap"]
    assert all(row["required"] > row["aim"] for row in gaps)


def test_what_cannot_be_compiled_says_why(tmp_path: Path):
    root = write(tmp_path, {"alpha/SKILL.md": "---\nname: alpha\n---\n\n# A\n"})
    found = reader(TARGET)(errand(root))
    assert found.entry is not None
    (line,) = [fact for fact in found.entry.facts if type(fact).__name__ == "RefusedLine"]
    assert (line.target, line.code) == (TARGET, "spec.description-missing")  # type: ignore[union-attr]


def test_a_harness_that_takes_the_folders_name_loads_a_skill_without_one(tmp_path: Path):
    root = write(tmp_path, {"alpha/SKILL.md": "---\ndescription: Reads files of notes.\n---\n\n# A\n\nText.\n"})
    found = reader("anthropic/claude-opus-4.6@pi", "anthropic/claude-opus-4.6@codex")(errand(root))
    assert found.entry is not None
    lines = [fact for fact in found.entry.facts if isinstance(fact, RefusedLine)]
    assert [(line.target.rpartition("@")[2], line.loads) for line in lines] == [("codex", False), ("pi", True)]


def test_places_show_the_facts(tmp_path: Path):
    root = write(tmp_path, {"alpha/SKILL.md": skill(shell("git push"))})
    found = reader()(errand(root))
    assert found.places is not None
    assert {str(place) for place in found.places.values()} >= {"SKILL.md:1:1", "SKILL.md:10:1"}


def test_where_the_library_is_and_how_it_is_called_do_not_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    text = skill("See [the list](list.md) and run `scripts/a.py`.")
    files = {"SKILL.md": text, "list.md": "# L\n", "scripts/a.py": "print(1)\n"}
    one = facts_of(tmp_path / "one", dict(files), TARGET)
    monkeypatch.chdir(tmp_path)
    two = facts_of(Path("two"), dict(files), TARGET)
    assert one == two


def test_a_defect_is_a_problem_of_one_skill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(reading, "surface", broken)
    root = write(tmp_path, {"alpha/SKILL.md": skill_text("alpha")})
    found = reader()(errand(root))
    assert found.entry is None
    assert [item.code for item in found.problems] == ["internal.error"]
    assert [item.code for item in lost("signal 9").problems] == ["internal.error"]


def test_it_can_be_sent_to_other_processes(tmp_path: Path):
    root = write(tmp_path, {"alpha/SKILL.md": skill_text("alpha")})
    again = pickle.loads(pickle.dumps(reader(TARGET)))
    result = again(errand(root))
    assert pickle.loads(pickle.dumps(result)) == result
