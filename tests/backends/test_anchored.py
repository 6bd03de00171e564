from skillrt.backends.anchored import anchored
from skillrt.errors import Span
from skillrt.ir import Anchor, TextEdit, rewrite, span_of
from tests.skills import module_of


def leaf_of(tmp_path, text: str):
    module = module_of(tmp_path / "s", {"SKILL.md": f"{text}\n"})
    return next(leaf for leaf in module.documents[0].leaves() if leaf.kind == "paragraph")


def test_words_are_found_before_and_after_an_edit(tmp_path):
    block = leaf_of(tmp_path, "Run `scripts/a.py x` now.")
    at = block.text.index("scripts")
    anchor = Anchor(blocks=(block.id,), span=span_of(block, at, at + 12), path="scripts/a.py", written="scripts/a.py")
    assert [block.text[start:end] for start, end, _ in anchored(block, [anchor])] == ["scripts/a.py"]
    moved = rewrite(block, "p", [TextEdit(0, 3, "Please run", "r", "why")])
    assert [moved.text[start:end] for start, end, _ in anchored(moved, [anchor])] == ["scripts/a.py"]


def test_words_within_a_replaced_stretch_are_so_many_mentions(tmp_path):
    block = leaf_of(tmp_path, "Do it.")
    made = rewrite(block, "p", [TextEdit(0, 5, "run/x y run/x", "r", "why")])
    span: Span = made.derivations[0].span
    one = Anchor(blocks=(block.id,), span=span, path="run/x", written="run/x", within=True)
    places = list(anchored(made, [one, one]))
    assert [(start, made.text[start:end]) for start, end, _ in places] == [(0, "run/x"), (8, "run/x")]
