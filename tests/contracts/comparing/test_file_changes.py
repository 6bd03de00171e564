from pathlib import Path

from skillrt.contracts.comparing.difference import Difference
from skillrt.contracts.comparing.file_changes import file_changes, links_of
from skillrt.contracts.lines import Fact, FileLine, LinkLine, ProgramLine, key_of
from tests.checks.library import write
from tests.contracts.locking import lock_of, skill


def told(before: list[Fact], after: list[Fact]) -> list[str]:
    old, new = ({key_of(fact): fact for fact in facts} for facts in (before, after))
    difference = Difference(old, new, {})
    found = file_changes(difference, list(difference.altered()), ())
    return [f"{item.severity}: {item.message} [{item.code}]" for item in found]


def test_files_that_came_and_went_are_one_message():
    before: list[Fact] = [FileLine(skill="a", path="old.md"), ProgramLine(skill="a", path="x.py", digest="0" * 16)]
    after: list[Fact] = [FileLine(skill="a", path="a.png"), FileLine(skill="a", path="b.md")]
    assert told(before, after) == [
        "note: now has the files `a.png` and `b.md`; no longer has the files `old.md` and `x.py` [lock.files-changed]"
    ]
    assert told(after, after) == []


def test_a_file_that_became_a_program_came_before():
    file, program = FileLine(skill="a", path="x"), ProgramLine(skill="a", path="x", digest="0" * 16)
    assert told([file], [program]) == told([program], [file]) == []


def test_links_that_lead_elsewhere():
    first, second = (LinkLine(skill="a", path="x", target=text) for text in ("../a", "../b"))
    assert told([first], [second]) == [
        "warning: now has a link that leads elsewhere: `x` to `../b` [lock.link-added]"
    ]
    assert told([first], []) == ["note: no longer has the link `x` [lock.files-changed]"]


def test_a_link_of_a_new_skill_is_told_with_its_target(tmp_path: Path):
    root = write(tmp_path / "lib", {"skills/alpha/SKILL.md": skill("Do.")})
    (root / "skills/alpha/again").symlink_to("../alpha")
    facts = lock_of(root).entries["skills/alpha"].facts
    assert list(links_of(facts)) == ["has a link that leads elsewhere: `again` to `../alpha`"]
