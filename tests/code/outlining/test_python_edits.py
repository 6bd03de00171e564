import ast

from hypothesis import given
from hypothesis import strategies as st

from skillrt.code.outlining.python_edits import Edit, Places, edited, text_of
from tests.code.outlining.blocks import block


def test_a_literal_is_replaced_apart_from_the_words_beside_it():
    found = block('x = 1 if y else"ä"\nz = "b"if x else 2\n')
    places = Places(found)
    strings = [
        node for node in ast.walk(found.tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    edits = [places.replace(node, "args.n") for node in strings]
    assert text_of(found, list(found.statements), edits) == "x = 1 if y else args.n\nz = args.n if x else 2\n"


def test_chosen_statements_keep_their_comments():
    found = block("# about a\nimport a  # here\nb = 1\n\n# about c\n@d\ndef c(): pass\n")
    statements = [found.statements[0], found.statements[2]]
    assert text_of(found, statements, []) == "# about a\nimport a  # here\n# about c\n@d\ndef c(): pass\n"


def test_statements_of_one_line_are_told_apart():
    found = block("a = 1; b = 2  # both\n")
    assert text_of(found, [found.statements[0]], []) == "a = 1\n"
    assert text_of(found, [found.statements[1]], []) == "b = 2  # both\n"


def test_insertions_stand_around_a_replacement():
    found = block("'a'\n")
    node = found.tree.body[0]
    assert isinstance(node, ast.Expr)
    places = Places(found)
    edits = [*places.around(node.value, "show(", ")"), places.replace(node.value, "args.a")]
    assert text_of(found, list(found.statements), edits) == "show(args.a)\n"


@given(st.binary(max_size=40).map(lambda data: data.decode("latin-1")), st.integers(0, 30), st.integers(0, 30))
def test_what_no_edit_names_stays(text: str, first: int, second: int):
    data = text.encode()
    low, high = sorted((min(first, len(data)), min(second, len(data))))
    kept = b"".join([data[:low], data[high:]])
    try:
        expected = kept.decode()
    except UnicodeDecodeError:
        return
    assert edited(data, 0, len(data), [Edit(low, high, "")]) == expected
