import msgspec

from skillrt.jit.actions import Action
from skillrt.jit.exporting.exported import asked, exports_of
from skillrt.jit.template import Word, Wording
from tests.jit.exporting.made import INPUT, OUTPUT, made

COMMAND = "cat in.csv > out.json"


def wording(*words: Word) -> Wording:
    return Wording(words, ("e1",))


def test_a_paragraph_says_when_and_how():
    (program,) = exports_of([made(COMMAND, (INPUT, OUTPUT))], ()).programs
    assert program.path == "scripts/skillrt/sum.py"
    assert program.usage == (
        '**Program at hand.** Asked for something like "sum INPUT.CSV OUTPUT.JSON"? '
        "Run `python3 scripts/skillrt/sum.py --input INPUT.CSV --output OUTPUT.JSON`. "
        "Proven where, in INPUT.CSV: its first line is a header. "
        "Where it ends with an error, or the files are not so, do the job as this skill says."
    )


def test_a_name_that_is_taken_gets_a_number_and_what_cannot_be_a_reason():
    template = made(COMMAND, (INPUT, OUTPUT))
    other = msgspec.structs.replace(template, id="0123456789ff")
    bad = msgspec.structs.replace(template, id="0123456789cc", actions=(Action("shell", "a"), Action("shell", "b")))
    found = exports_of([template, bad, other], {"scripts/skillrt/sum.py"})
    assert [program.path for program in found.programs] == ["scripts/skillrt/sum-2.py", "scripts/skillrt/sum-3.py"]
    assert found.refused == {"0123456789cc": "it is more than one command"}


def test_a_wording_is_one_line_that_no_markdown_comes_out_of():
    said = wording(Word(literal="add"), Word(hole="h1"), Word(literal="`up`"), Word(literal="\n#"), Word(literal="."))
    assert asked(said, {"h1": "INPUT.CSV"}) == "add INPUT.CSV up."
    long = wording(*(Word(literal="word") for _ in range(100)))
    assert len(asked(long, {})) == 200
