from pathlib import Path

from skillrt.checks.cards import Card
from skillrt.checks.modes import skills_without_modes
from skillrt.checks.policy import Policy
from skillrt.checks.run import Request, run_checks
from skillrt.config import Library, Settings
from tests.checks.library import cards_of, skill_text, write

STARTS = "# Run\n\n```bash\n./run.sh\n```\n"


def collection(root: Path, place: str, count: int, executable: str = "") -> Path:
    """`count` skills with a program each, of which one may be executable."""
    for number in range(count):
        name = f"s{number}"
        write(
            root, {f"{place}/{name}/SKILL.md": skill_text(name, body=STARTS), f"{place}/{name}/run.sh": "#!/bin/sh\n"}
        )
        (root / place / name / "run.sh").chmod(0o755 if name == executable else 0o644)
    return root


def keys(cards: list[Card]) -> list[str]:
    return sorted(skills_without_modes(cards))


def test_a_collection_in_which_nothing_is_executable_has_lost_the_bits(tmp_path: Path):
    assert keys(cards_of(collection(tmp_path / "a", "x", 5))) == [f"x/s{number}" for number in range(5)]
    assert keys(cards_of(collection(tmp_path / "b", "x", 5, "s3"))) == []
    assert keys(cards_of(collection(tmp_path / "c", "x", 4))) == []


def test_the_nearest_folder_that_can_tell_decides(tmp_path: Path):
    root = collection(collection(tmp_path, "kept", 5, "s1"), "lost", 5)
    assert keys(cards_of(root)) == [f"lost/s{number}" for number in range(5)]
    few = collection(collection(tmp_path / "two", "kept", 5, "s1"), "few", 2)
    assert keys(cards_of(few)) == []


def test_launchers_of_variants_are_no_sign_that_the_bits_were_kept(tmp_path: Path):
    collection(tmp_path, "x", 5)
    write(tmp_path, {"x/s1/scripts/skillrt/run": "#!/bin/sh\n"})
    (tmp_path / "x/s1/scripts/skillrt/run").chmod(0o755)
    assert keys(cards_of(tmp_path)) == [f"x/s{number}" for number in range(5)]


def test_a_library_of_one_skill(tmp_path: Path):
    write(tmp_path, {"SKILL.md": skill_text(tmp_path.name), **{f"{n}.sh": "#!/bin/sh\n" for n in range(5)}})
    assert keys(cards_of(tmp_path)) == ["."]


def test_such_a_collection_is_not_told_of_each_script(tmp_path: Path):
    def codes(root: Path) -> set[str]:
        library = Library(root, root / "skillrt.toml", Settings())
        report = run_checks(Request(paths=(str(root),), library=library, policy=Policy(Settings()), jobs=1)).report
        return {item.diagnostic.code for item in report.findings}

    assert "call.not-executable" in codes(collection(tmp_path / "kept", "x", 5, "s3"))
    assert "call.not-executable" not in codes(collection(tmp_path / "lost", "x", 5))
