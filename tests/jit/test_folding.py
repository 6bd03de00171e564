import msgspec

from skillrt.jit.actions import Action
from skillrt.jit.answers.pattern import AnswerPattern, Fact, Said
from skillrt.jit.folding import folded
from skillrt.jit.programs.sites import Site
from skillrt.jit.template import FileGuard, FilledSite, Hole, OutputGuard, Piece, Template, Word, Wording


def test_words_that_never_varied_are_text_again():
    site = Site(0, 0, 3, "shell-word", "top")
    template = Template(
        id="0" * 12,
        skill="s",
        source="e",
        actions=(Action("shell", "top a.csv"),),
        sites=(
            FilledSite(site, (Piece(hole="h2"),)),
            FilledSite(msgspec.structs.replace(site, start=4, end=9), (Piece(hole="h7"), Piece(hole="h2"))),
        ),
        holes=(Hole("h2", "word", example="top"), Hole("h7", "file", ".csv", example="a.csv")),
        wordings=(Wording((Word(literal="top"), Word(hole="h7", shape=("file", ".csv"))), ("e",)),),
        inputs=(FileGuard("h7", {"kind": "table"}),),
        outputs=(OutputGuard((Piece(hole="h2"), Piece(".txt")), existed=False, features={}),),
        answer=AnswerPattern(((Said(fact=Fact("hole", "h2")), Said(fact=Fact("input", "h7", "rows"))),)),
        proofs=(),
    )
    found = folded(template, frozenset(("h7",)))
    assert [hole.id for hole in found.holes] == ["h1"]
    assert [filled.pieces for filled in found.sites] == [(Piece(hole="h1"), Piece("top"))]
    assert found.wordings[0].words[1].hole == "h1"
    assert found.inputs[0].hole == "h1"
    assert found.outputs[0].path == (Piece("top"), Piece(".txt"))
    assert found.answer.sentences == ((Said("top"), Said(fact=Fact("input", "h1", "rows"))),)
