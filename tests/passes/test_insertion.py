from pathlib import Path

from skillrt.ir import Anchor, Module
from skillrt.passes.insertion import Insertion, with_paragraph
from tests.skills import module_of as files_of

MADE = Insertion("some-pass", "a-rule", "because", ("scripts/x.py",))

HEAD = "---\nname: sample\ndescription: Adds numbers up. Use it for sums.\n---\n"
WINDOWS = (HEAD + "# T\n\nIntro.\n").replace("\n", "\r\n")


def module_of(folder: Path, text: str) -> Module:
    return files_of(folder, {"SKILL.md": HEAD + text})


def test_a_paragraph_stands_below_the_title_and_says_where_it_is_from(tmp_path: Path):
    module = with_paragraph(module_of(tmp_path, "# T\n\nIntro.\n"), "Run `scripts/x.py`.", MADE)
    assert module.documents[0].text == HEAD + "# T\n\nRun `scripts/x.py`.\n\nIntro.\n"
    block = next(item for item in module.documents[0].leaves() if item.derivations)
    (made,) = block.derivations
    assert (made.pass_name, made.rule, made.reason, made.old) == ("some-pass", "a-rule", "because", "")
    assert [fact.path for fact in module.facts if isinstance(fact, Anchor)] == ["scripts/x.py"]


def test_line_ends_are_those_of_the_text_before(tmp_path: Path):
    text = with_paragraph(files_of(tmp_path, {"SKILL.md": WINDOWS}), "One.\nTwo.", MADE).documents[0].text
    assert text.removeprefix(HEAD.replace("\n", "\r\n")) == "# T\r\n\r\nOne.\r\nTwo.\r\n\r\nIntro.\r\n"
