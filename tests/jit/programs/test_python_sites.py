import pytest

from skillrt.jit.programs.python_sites import python_literals, telling_spans, without_prints


def found(text: str) -> list[tuple[str, str]]:
    return [(item.form, item.value) for item in python_literals(text) or []]


def test_strings_numbers_and_attributes():
    assert found("x = df.price + 3\ny = open('a.csv', mode=\"r\")") == [
        ("python-attribute", "price"),
        ("python-number", "3"),
        ("python-text", "a.csv"),
        ("python-text", "r"),
    ]


@pytest.mark.parametrize(
    "text", ['f"out_{x}.csv"', "f'{df[\"price\"]}'", '"doc"', "x = 'a' 'b'", "x = True", "x = b'a'"]
)
def test_what_is_not_taken_for_a_value(text: str):
    assert [form for form, _ in found(text) if form == "python-text"] == []


def test_places_are_characters_whatever_the_text_holds():
    text = "x = 'ä€𝄞'; y = 'price'"
    literals = python_literals(text) or []
    assert [text[item.start : item.end] for item in literals] == ["'ä€𝄞'", "'price'"]


def test_what_is_no_python_has_none():
    assert python_literals("x = (") is None


def test_prints_go_and_nothing_else():
    text = "import json\nprint(1)\nif x:\n    print(2)\nelse:\n    y = 1; print(3)\nprint(4, file=f)\nz = print\n"
    assert (
        without_prints(text) == "import json\nif x:\n    pass\nelse:\n    y = 1; None\nprint(4, file=f)\nz = print\n"
    )
    assert without_prints("print(") == "print("
    compile(without_prints("for a in b:\n    print(\n        a,\n    )\n    print(a)\n"), "x", "exec")


def test_words_that_mean_something():
    text = "price = df.price + g(price=1)  # price\nx = f'{price} price'\ny = 'a price'\n"
    words = [text[low:high] for low, high in sorted(set(telling_spans(text) or []))]
    assert set(words) == {"price", " price", "'a price'"}
    assert words.count("price") == 2
    assert telling_spans("x = (") is None


def test_pieces_of_f_strings():
    text = """x = f"parts/{name}.csv" + f'{row["region"]}: {n:>10.2f} {{no}} {d[3]}' + rf"a\\d{z}b"\n"""
    literals = python_literals(text) or []
    assert [(item.form, item.value) for item in literals if item.value.strip(" :")] == [
        ("python-part", "parts/"), ("python-part", ".csv"), ("python-plain", "region"), ("python-number", "3"),
        ("python-plain", "b"),
    ]  # fmt: skip
    assert all(text[item.start : item.end] == item.value for item in literals)
    assert found("""x = f'{row["a$"]}' + rf'$a{y}'""") == []


def test_what_means_something_in_f_strings():
    text = "x = f'{a.b!r} {c[\"d\"]:{e}} f' 'g'\ny = f'{h if h != \"i\" else j} k'"
    assert [text[low:high] for low, high in telling_spans(text) or []] == [
        "f'{a.b!r} {c[\"d\"]:{e}} f' 'g'", '"i"', " k",
    ]  # fmt: skip
