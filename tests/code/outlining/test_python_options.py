from skillrt.code.outlining.python_literals import literals_of
from skillrt.code.outlining.python_options import MAX_OPTIONS, options_of, slug
from skillrt.code.outlining.python_uses import Uses
from tests.code.outlining.blocks import closure


def inputs(text: str) -> list[tuple[str, str, bool]]:
    whole = closure(text)
    options = options_of(literals_of(whole, Uses([statement.node for statement in whole.statements])))
    return [(given.item.name, given.item.example, given.item.required) for given in options.inputs]


def test_one_path_is_one_option():
    assert inputs("print(open('a.csv'))\nprint(open('a.csv'))") == [("input", "a.csv", True)]


def test_files_with_the_same_role_are_named_after_themselves():
    assert inputs("print(open('stamp.pdf'), open('letter.pdf'))") == [
        ("stamp", "stamp.pdf", True),
        ("letter", "letter.pdf", True),
    ]


def test_texts_with_the_same_role_are_numbered():
    text = "c.drawString(1, 1, 'One')\nc.drawString(1, 2, 'Two')\nc.drawString(1, 3, 'One')"
    assert [name for name, _, _ in inputs(text)] == ["text", "text_2"]


def test_what_is_required_comes_first():
    text = "n = 3\nprint(n)\nopen('b.txt', 'w')\nopen('a.txt')"
    assert inputs(text) == [("input", "a.txt", True), ("n", "3", False), ("output", "b.txt", False)]


def test_the_address_of_a_service_has_a_default():
    assert inputs("import requests\nr = requests.get('https://api.acme.org/v1/items')")[0][2] is False
    assert inputs("import requests\nr = requests.get('https://example.com/page.html')")[0][2] is True


def test_words_of_the_language_are_no_names():
    assert slug("A-b c") == "a_b_c"
    assert slug("3d") == "value_3d"
    assert (
        inputs("from_ = {}\nr = get(u, params={'from_date': 'May'})\nhelp_text = 'h'\nprint(help_text)")[0][0]
        == "from_date"
    )
    assert inputs("help = 'two words'\nprint(help)") == [("help_value", "two words", False)]


def test_there_are_not_too_many():
    text = "".join(f"v{n} = {n}\n" for n in range(40)) + "print(" + ", ".join(f"v{n}" for n in range(40)) + ")"
    assert len(inputs(text + "\nopen('a.txt')")) == MAX_OPTIONS
    assert inputs(text + "\nopen('a.txt')")[0][0] == "input"


def test_a_path_in_a_given_folder_follows_it():
    text = "import os\nfor n in os.listdir('docs/'):\n    print(n)\nopen('docs/index.md', 'w').write('x')"
    assert inputs(text) == [("folder", "docs/", True)]


def test_a_file_that_may_be_missing_is_not_required():
    text = "import os\nif os.path.exists('cache.json'):\n    print(open('cache.json').read())"
    assert inputs(text) == [("input", "cache.json", False)]
