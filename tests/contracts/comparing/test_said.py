from pathlib import Path

from skillrt.checks.policy import Policy
from skillrt.contracts.against import between
from skillrt.contracts.comparing.compare import compared
from skillrt.contracts.comparing.difference import Difference, Said
from skillrt.contracts.comparing.said import names_between, text_changes
from skillrt.errors import Diagnostic
from skillrt.frontend import FolderSource, SourceEntry
from tests.checks.library import write
from tests.contracts.locking import request, shell, skill


def source(tmp_path: Path, name: str, text: str) -> FolderSource:
    root = write(tmp_path, {f"{name}/SKILL.md": text}) / name
    return FolderSource(root, name, (SourceEntry("SKILL.md", len(text)),))


def test_names_of_code_spans_and_links(tmp_path: Path):
    old = source(tmp_path, "a", "Read `in/x.md`, then `shared`. ``b`` is plain.\n")
    new = source(
        tmp_path,
        "b",
        "Read `out/x.md`, [y](docs/y.md#part), [z](#part), then `shared`.\n\n```bash\nx `inner`\n```\n`two words`\n",
    )
    assert names_between(old, new) == (("out/x.md", "docs/y.md"), ("in/x.md",))


def test_what_is_no_text_has_no_names(tmp_path: Path):
    old = source(tmp_path, "a", "Read `in/x.md`.\n")
    new = source(tmp_path, "b", "-\n")
    (tmp_path / "b" / "SKILL.md").write_bytes(b"\xff`\xfe\xd9ab` `cd\xff`")
    assert names_between(old, new)[0] == ()


def test_only_what_no_other_message_has():
    difference = Difference({}, {}, {}, said=Said(("out/x.md", "upload"), ("in/x.md",)))
    told = [Diagnostic.of("lock.file-named", "now names the file `out/x.md`, outside its folder")]
    (found,) = text_changes(difference, told)
    assert found.message == "its text now has `upload` and no longer has `in/x.md` in code spans or links"
    assert text_changes(Difference({}, {}, {}), told) == []


def test_a_path_that_is_told_in_another_spelling():
    difference = Difference({}, {}, {}, said=Said(("~/plans/", "docs/<name>.md")))
    told = [Diagnostic.of("lock.write-added", "now writes `~/plans` and `docs/*.md`")]
    assert text_changes(difference, told) == []


def both(tmp_path: Path, before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The messages on a skill of which both texts are known."""
    sides = [
        write(tmp_path / name, {f"alpha/{path}": text for path, text in files.items()})
        for name, files in (("a", before), ("b", after))
    ]
    known, current = between(request(sides[0]), request(sides[1]))
    return [item.diagnostic.message for item in compared(known, current, Policy(), "").findings]


def test_versions_are_told_and_what_nothing_is_said_of(tmp_path: Path):
    old = {"SKILL.md": skill("It has tool@1.2.3. Words.")}
    assert both(tmp_path / "x", old, {"SKILL.md": skill("It has tool@1.3.0. Words.")}) == [
        "its text has `tool@1.3.0` in place of `tool@1.2.3`"
    ]
    # a version that went with other words leaves nothing to assure
    assert both(tmp_path / "y", old, {"SKILL.md": skill("Nothing.")}) == [
        "its text changed; its code blocks and programs are the same"
    ]


def test_a_text_that_no_message_is_about(tmp_path: Path):
    old = {"SKILL.md": skill("One."), "x.md": "See `in-way`.\n"}
    found = both(tmp_path, old, {"SKILL.md": skill("Two."), "x.md": "See `out-way`.\n"})
    assert "the text of SKILL.md changed" in found
    assert "its text now has `out-way` and no longer has `in-way` in code spans or links" in found


def test_a_copy_of_what_the_skill_was(tmp_path: Path):
    old = {"SKILL.md": skill("One `x/a.b`.")}
    found = both(tmp_path, old, {"SKILL.md": skill("Two."), "OLD.md": skill("One `x/a.b`.")})
    assert "now has the file `OLD.md` (a copy of what SKILL.md was)" in found


def test_front_matter_and_programs(tmp_path: Path):
    front = "---\nname: alpha\ndescription: Sorts things.\nversion: {}\n---\n\n# Steps\n\nDo it.\n"
    found = both(
        tmp_path,
        {"SKILL.md": front.format("1.0"), "x.py": 'M = "gpt-4o"\n'},
        {"SKILL.md": front.format("1.1"), "x.py": 'M = "gpt-5"\n'},
    )
    assert "its front matter has `version: 1.1` in place of `1.0`" in found
    assert "has another content in its program `x.py` (`gpt-5` in place of `gpt-4o`)" in found


def test_what_the_text_can_do_without_now(tmp_path: Path):
    old = {"SKILL.md": skill("Make sure that the `jq` program is installed.\n\n" + shell("jq . a.json"))}
    now = {"SKILL.md": skill("Use the `jq` program if available.\n\n" + shell("jq . a.json"))}
    assert "its text says now that it can do without the program `jq`" in both(tmp_path, old, now)


def test_front_matter_that_can_be_read_now_or_no_longer():
    why = "YAML cannot read this without quotes"
    for unread, words in (
        ((why, ""), "can be read now"),
        (("", why), f"can no longer be read: {why}"),
        ((why, why), ""),
    ):
        found = text_changes(Difference({}, {}, {}, said=Said(unread=unread)), [])
        assert [words in item.message for item in found] == [True] * bool(words)
