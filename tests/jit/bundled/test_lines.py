import msgspec

from skillrt.jit.bundled.lines import Value, lines_of
from skillrt.jit.bundled.parameters import Call, Parameter

TABLE = Parameter("", frozenset({"table"}), required=True)
COLUMN = Parameter("--column", frozenset({"column"}), "field")
WIDTH = Parameter("--width", frozenset({"width"}), "number")
HEIGHT = Parameter("--height", frozenset({"height"}), "number")
OUTPUT = Parameter("--output", frozenset({"output"}), "new-file", required=True)
FORMAT = Parameter("--format", frozenset({"format"}), choices=("csv", "json"))
SORT = Parameter("--sorted", frozenset({"sorted"}), most=0)


def _call(*parameters: Parameter, flags: tuple[Parameter, ...] = ()) -> Call:
    return Call("x.py", "x", parameters, flags, frozenset())


def _lines(call: Call, *values: Value, words: str = "") -> list[str]:
    return [line.text for line in lines_of(call, values, frozenset(words.split()), 4)]


def test_values_go_where_names_and_words_beside_them_say():
    values = (
        Value("file", "a.png"),
        Value("number", "20", frozenset({"height"})),
        Value("number", "10", frozenset({"width"})),
        Value("new-file", "b.png"),
    )
    call = _call(TABLE, WIDTH, HEIGHT, OUTPUT)
    assert _lines(call, *values)[0] == "x a.png --width 10 --height 20 --output b.png"


def test_what_is_printed_goes_to_the_new_file():
    found = _lines(_call(TABLE), Value("file", "a b.csv"), Value("new-file", "o'.txt"))
    assert found[0] == "x 'a b.csv' > 'o'\"'\"'.txt'"


def test_a_file_that_is_changed_is_its_own_output():
    assert _lines(_call(TABLE, OUTPUT), Value("file", "a.md")) == ["x a.md --output a.md"]


def test_what_must_be_there_and_has_no_value_makes_no_line():
    need = msgspec.structs.replace(FORMAT, required=True)
    assert _lines(_call(TABLE, need), Value("file", "a.md")) == []


def test_choices_and_flags_are_those_that_the_request_says():
    call = _call(TABLE, FORMAT, flags=(SORT,))
    values = (Value("file", "a.xml"), Value("new-file", "b.json"))
    assert _lines(call, *values, words="rows sorted")[:2] == [
        "x a.xml --sorted --format json > b.json",
        "x a.xml > b.json",
    ]
    assert "--format csv" in _lines(call, *values, words="csv sorted")[0]


def test_several_files_fill_a_place_that_takes_several():
    many = msgspec.structs.replace(TABLE, most=40)
    assert _lines(_call(many), Value("files", "a.csv\nb.csv"), Value("new-file", "c.csv"))[0] == (
        "x a.csv b.csv > c.csv"
    )
    again = msgspec.structs.replace(COLUMN, most=40, repeated=True)
    columns = (Value("field", "n"), Value("field", "m"))
    assert _lines(_call(TABLE, again), Value("file", "a.csv"), *columns)[0] == "x a.csv --column n --column m"


def test_what_would_be_taken_for_an_option_is_no_value():
    assert all("--evil" not in line for line in _lines(_call(TABLE), Value("quoted", "--evil")))


def test_there_are_few_however_many_values_there_are():
    values = [Value("number", str(at)) for at in range(20)]
    assert _lines(_call(*[WIDTH] * 20), *values) == []
    assert len(_lines(_call(*[WIDTH] * 20), *values[:8])) == 4
