import tomllib

from hypothesis import given
from hypothesis import strategies as st

from skillrt.config.toml_places import key_offsets, nearest_offsets

TEXT = '''# head = 1
roots = [
  "a", # ] not the end
  "b = c",
]
"odd key" = """
inner = 1
"""
lit = \'\'\'
[no]
\'\'\'
[severity]
"text.bom" = "off"
text = "note"  # x = 1

[[ignore]]
code = "a"
[[ignore]]
  code = "b"
inline = { code = "c" }
[a.b]
c.d = 1
'''


def _at(*path: str | int) -> str:
    start, end = key_offsets(TEXT)[path]
    line = TEXT.count("\n", 0, start) + 1
    return f"{line}:{TEXT[start:end]}"


def test_keys_and_tables():
    assert _at("roots") == "2:roots"
    assert _at("odd key") == '6:"odd key"'
    assert _at("severity") == "12:severity"
    assert _at("severity", "text.bom") == '13:"text.bom"'
    assert _at("ignore", 0, "code") == "17:code"
    assert _at("ignore", 1, "code") == "19:code"
    assert _at("a", "b", "c", "d") == "22:c.d"


def test_what_stands_inside_values_is_no_key():
    offsets = key_offsets(TEXT)
    assert ("inner",) not in offsets
    assert ("no",) not in offsets
    assert ("b",) not in offsets


def test_the_longest_prefix():
    offsets = key_offsets(TEXT)
    assert nearest_offsets(offsets, ("ignore", 1, "inline", "code")) == offsets["ignore", 1, "inline"]
    assert nearest_offsets(offsets, ("nowhere",)) == (0, 0)


KEYS = st.text("abc-_09", min_size=1, max_size=6)
VALUES = st.one_of(
    st.integers().map(str),
    st.text("ab#=[]{}\\\"'\n", max_size=8).map(lambda text: '"' + _escaped(text) + '"'),
    st.text('ab#=[]{}"\n', max_size=8).map(lambda text: f"'''\n{text}x'''"),
    st.lists(st.sampled_from(['"]"', "'#'", "1"]), max_size=3).map(
        lambda items: "[ # c ]\n" + ",\n".join(items) + "\n]"
    ),
)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_every_key_is_found_at_its_name(table: dict[str, str]):
    text = "".join(f"{key} = {value}\n" for key, value in table.items())
    assert set(tomllib.loads(text)) == set(table)
    offsets = key_offsets(text)
    assert set(offsets) == {(key,) for key in table}
    assert all(text[start:end] == key for (key,), (start, end) in offsets.items())
