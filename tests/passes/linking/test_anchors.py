from skillrt.backends.anchored import anchored
from skillrt.ir import Anchor
from skillrt.passes.base import PassContext
from skillrt.passes.insertion import Insertion, with_paragraph
from skillrt.passes.link import Link
from tests.passes.linked import linked, module


def anchors(text: str) -> list[tuple[str, str]]:
    return [(item.written, item.path) for item in linked(text).facts if isinstance(item, Anchor)]


def test_words_of_commands_that_name_files_of_the_skill():
    text = "```bash\npython scripts/extract.py in.pdf --template assets/report.html\ncp forms.md ./here.md\n```\n"
    assert anchors(text) == [
        ("scripts/extract.py", "scripts/extract.py"),
        ("assets/report.html", "assets/report.html"),
        ("forms.md", "forms.md"),
    ]


def test_words_that_name_the_skill_already():
    text = "```bash\nbash ${CLAUDE_SKILL_DIR}/scripts/run.sh\nbash ~/.claude/skills/sample/scripts/run.sh\n```\n"
    assert [path for _, path in anchors(text)] == ["scripts/run.sh", "scripts/run.sh"]


def test_what_a_reader_opens_is_no_anchor():
    assert anchors("See [forms](forms.md) and `forms.md` and scripts/run.sh.") == []


def test_behind_a_cd_the_folder_is_the_anchor():
    assert anchors("```bash\ncd scripts\nbash run.sh\n```\n") == [("scripts", "scripts/")]
    assert anchors("```bash\ncd my-project\nbash run.sh\n```\n") == []


def test_a_cd_to_the_skill_itself():
    assert anchors("```bash\ncd .claude/skills/sample\nbash run.sh\n```\n") == [(".claude/skills/sample", "./")]
    assert anchors("Then `cd ~/.codex/skills/sample/ && bash run.sh`.") == [("~/.codex/skills/sample/", "./")]
    assert anchors("```bash\ncd .claude/skills/other\n```\n") == []
    assert anchors("Look into .claude/skills/sample for more.") == []


def test_a_cd_to_the_place_at_which_the_commands_install_it():
    text = "```bash\ngit clone https://example.org/sample ~/.claude/skills/sample\ncd ~/.claude/skills/sample\n```\n"
    assert anchors(text) == []


def test_a_cd_of_an_earlier_block():
    first = "```bash\ncd .claude/skills/sample\n./scripts/run.sh a\n```\n"
    later = "\nLater:\n\n```bash\n./scripts/run.sh b\n```\n"
    root, script = (".claude/skills/sample", "./"), ("./scripts/run.sh", "scripts/run.sh")
    assert sorted(anchors(first + later)) == sorted([root, script])
    assert sorted(anchors(first + later + first)) == sorted([root, script, root])
    # the folder of the project may well have a file of that name
    assert anchors("```bash\ncd ~/my-project\n```\n" + later) == []


def test_words_that_an_earlier_pass_put_in_stand_in_what_it_put_in():
    source = module("Do it.\n\nThen `python scripts/extract.py b.pdf`.\n")
    made = with_paragraph(source, "Run `python scripts/extract.py a.pdf`.", Insertion("test", "r", "why"))
    found = [item for item in Link().run(made, PassContext()).facts if isinstance(item, Anchor)]
    assert [(item.within, item.span.start == item.span.end) for item in found] == [(True, True), (False, False)]
    block = next(item for item in made.documents[0].leaves() if item.id in found[0].blocks)
    ((start, end, path),) = anchored(block, found[:1])
    assert block.text[start:end] == path == "scripts/extract.py"
