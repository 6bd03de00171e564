"""What a rewrite may know."""

from skillrt.passes.harness_edits import Scene
from skillrt.passes.harness_edits.scene import fitted, sentence_start
from skillrt.passes.harness_uses import lexicon
from skillrt.targets import load_harnesses


def test_files_and_folders_of_the_skill() -> None:
    known = load_harnesses()
    scene = Scene(known["pi"], known, lexicon(known), "s", "s", frozenset({"scripts/run.py"}))
    assert scene.bundled("./scripts/run.py") == "scripts/run.py"
    assert scene.bundled("scripts/") == "scripts"
    assert scene.bundled("script") == ""
    assert scene.bundled("") == ""


def test_a_capital_where_a_sentence_begins() -> None:
    text = "Go. Stop it, now\n- item"
    assert sentence_start(text, 0)
    assert sentence_start(text, 4)
    assert not sentence_start(text, 9)
    assert sentence_start(text, text.index("item"))
    assert fitted("the agent", text, 4) == "The agent"
    assert fitted("the agent", text, 9) == "the agent"
