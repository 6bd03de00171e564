from pathlib import Path

from skillrt.contracts.comparing.difference import Difference, Said
from skillrt.contracts.comparing.said import names_between, text_changes
from skillrt.errors import Diagnostic
from skillrt.frontend import FolderSource, SourceEntry
from tests.checks.library import write


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
