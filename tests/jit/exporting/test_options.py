import msgspec

from skillrt.jit.exporting.options import options_of
from skillrt.jit.template import Hole, Word, Wording
from tests.jit.exporting.made import FIELD, INPUT, NUMBER, OUTPUT, made

SECOND = Hole("h5", "file", ".csv", example="b.csv")
FOLDER = Hole("h6", "file", "/", example="logs")


def test_an_option_is_named_by_what_the_hole_is():
    options = options_of(made("true", (INPUT, SECOND, OUTPUT, FIELD, NUMBER, FOLDER)))
    assert [(option.name, option.metavar, option.checked) for option in options] == [
        ("input", "INPUT.CSV", "file"),
        ("input-2", "INPUT2.CSV", "file"),
        ("output", "OUTPUT.JSON", "text"),
        ("column", "COLUMN", "text"),
        ("number", "NUMBER", "number"),
        ("input-3", "INPUT3", "folder"),
    ]
    assert options[4].help == "a number, such as '10'"


def test_a_file_may_end_in_every_way_that_was_proven():
    template = made("true", (INPUT,))
    assert options_of(template)[0].endings == (".csv",)
    other = Wording((Word(hole="h1", shape=("file", ".csv", ".tsv")),), ("e4",))
    wider = msgspec.structs.replace(template, wordings=(*template.wordings, other))
    assert {".csv", ".tsv"} <= set(options_of(wider)[0].endings)
    assert options_of(wider)[0].metavar == "INPUT"
    assert options_of(made("true", (FOLDER,)))[0].endings == ()


def test_a_percent_sign_is_no_format():
    percent = Hole("h1", "number", unit="%", example="5%")
    assert options_of(made("true", (percent,)))[0].help == "a number, in %%, such as '5%%'"
