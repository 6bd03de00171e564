from typing import get_args

import msgspec
import pytest

from skillrt.jit.actions import Action
from skillrt.jit.answers.pattern import AnswerPattern, Fact, Said
from skillrt.jit.evaluate import Evaluation, Verdict
from skillrt.jit.programs.sites import Site
from skillrt.jit.state import Kept, Spent, learnt, observed, promoted_by_hand
from skillrt.jit.template import FileGuard, FilledSite, Hole, HoleKind, OutputGuard, Piece, Template, Word, Wording
from skillrt.report.template_text import evaluation_text, template_text, templates_text

TEMPLATE = Template(
    id="0123456789ab",
    skill="lists",
    source="e1",
    actions=(Action("shell", "sort 'a.txt' > b.txt"), Action("write", "x", "log.md")),
    sites=(
        FilledSite(Site(0, 5, 12, "shell-word", "a.txt"), (Piece(hole="h1"),)),
        FilledSite(Site(0, 15, 20, "shell-word", "b.txt"), (Piece(hole="h1", use="stem"), Piece(".out"))),
    ),
    holes=(Hole("h1", "file", ".txt", example="a.txt"),),
    wordings=(Wording((Word(literal="sort"), Word(hole="h1", shape=("file", ".txt"))), ("e1",)),),
    inputs=(FileGuard("h1", {"kind": "text"}), FileGuard("", {"ascii": "yes"}, every=".md")),
    outputs=(OutputGuard((Piece(hole="h1", use="stem"), Piece(".out")), existed=False, features={"kind": "text"}),),
    answer=AnswerPattern(((Said("It has "), Said(fact=Fact("output", "0", "lines")), Said(" lines.")),)),
    proofs=("e2", "e3"),
    imports=("pandas",),
)


def test_a_template_is_shown_as_code_with_holes():
    text = template_text(learnt(TEMPLATE))
    for line in (
        "0123456789ab: shadow, right 0, wrong 0",
        "proven on: e2, e3",
        "imports: pandas",
        "  sort ⟨h1⟩",
        "  sort ⟨h1⟩ > ⟨h1.stem⟩.out",
        "  # write log.md",
        "  h1: a file .txt of the workspace that the request names (as `a.txt`)",
        "  every file .md: ascii yes",
        "  ⟨h1.stem⟩.out: is not there before; afterwards kind text",
        "  It has ⟨output 0 lines⟩ lines.",
        "  learnt: proven on e2, e3",
    ):
        assert line in text.splitlines(), line


def test_lists_and_evaluations():
    assert templates_text([]) == "no templates\n"
    assert "2 proofs, 1 wordings  sort ⟨h1⟩" in templates_text([learnt(TEMPLATE)])
    found = Evaluation(
        2, 1, 1, 0, 1, 3, (Verdict("e1", "right", answer="Done."), Verdict("e22", "missed", reason="no"))
    )
    assert (
        evaluation_text(found)
        == "right   e1   Done.\nmissed  e22  no\n\n1 right, 0 wrong, 1 missed of 2; 3 turns saved\n"
    )


def test_a_kept_template_survives_json():
    item = learnt(TEMPLATE)
    assert msgspec.json.decode(msgspec.json.encode(item), type=Kept) == item


def test_what_the_model_took_in_shadow_is_shown():
    kept = observed(learnt(TEMPLATE), right=True, spent=Spent(4, 900, 2_500))
    assert "in shadow the model took:\n  4 answers, 900 tokens, 2.5 s\n" in template_text(kept)
    assert "the model took" not in template_text(learnt(TEMPLATE))


def test_the_standing_instructions_that_it_was_seen_under_are_shown():
    kept = observed(learnt(TEMPLATE), right=True, instructions="ab12")
    assert "\nstanding instructions ab12: right 1\n" in template_text(kept)
    assert "standing instructions ab12: right 3, it may act\n" in template_text(promoted_by_hand(kept))
    assert "standing instructions: those of the next request\n" in template_text(promoted_by_hand(learnt(TEMPLATE)))
    assert "standing instructions" not in template_text(learnt(TEMPLATE))


@pytest.mark.parametrize("kind", get_args(HoleKind))
def test_every_kind_of_hole_has_words(kind: HoleKind):
    shown = template_text(
        learnt(msgspec.structs.replace(TEMPLATE, holes=(Hole("h1", kind, ".txt", example="a\nb"),)))
    )
    assert ("`a`, `b`" in shown) is (kind == "files")
