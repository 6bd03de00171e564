from skillrt.code.outlining.shell_nodes import root_of
from skillrt.code.outlining.shell_statements import Statement, read_statements


def read(text: str) -> list[Statement]:
    root = root_of(text)
    assert root is not None
    return read_statements(root)


def test_comments_belong_to_what_they_are_about():
    first, second = read("# Sort\nsort a.txt  # quick\n\n# Count\nwc b.txt\n")
    assert (first.comment, first.trailing, first.apart) == ("Sort", "quick", False)
    assert (second.comment, second.first) == ("Count", 4)


def test_names_that_are_set_and_used():
    (item,) = read('for f in a b; do X=$Y; f "$f" ${Z:-1}; done\n')
    assert item.defines == {"f", "X"}
    assert {"Y", "Z", "f"} <= item.uses


def test_variables_in_single_quotes_are_no_uses():
    (item,) = read("awk '{print $NF}' a.txt\n")
    assert "NF" not in item.uses


def test_positional_parameters_of_functions_are_their_own():
    function, call = read('f() { echo "$1"; }\nf "$2"\n')
    assert (function.places, call.places) == (frozenset(), {"2"})
    assert function.only_defines


def test_an_assignment_for_one_command_defines_nothing():
    (item,) = read("X=1 run it\n")
    assert item.defines == frozenset()


def test_files_that_are_written_and_read():
    (item,) = read("sort a.txt > b.txt\n")
    assert (item.writes, "a.txt" in item.words) == ({"b.txt"}, True)
    (copied,) = read("cp a.txt c.txt\n")
    assert copied.writes == {"c.txt"}
    (made,) = read("tool -o out.json in.json\n")
    assert made.writes == {"out.json"}
