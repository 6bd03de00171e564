import json

import pytest

from skillrt.store.traces.redaction.redactor import Redactor, walked


@pytest.fixture
def redactor() -> Redactor:
    return Redactor(b"k" * 32)


def test_text_without_a_secret_is_the_same_object(redactor: Redactor):
    text = "max_tokens = 12"
    assert redactor.text(text) is text


def test_text_around_a_secret_stays(redactor: Redactor):
    mended = redactor.text("first\nexport A_TOKEN=abcd1234 # é\nlast")
    assert mended.startswith("first\nexport A_TOKEN=[secret:token:")
    assert mended.endswith("] # é\nlast")


def test_done_twice_is_done_once(redactor: Redactor):
    once = redactor.text('{"a": {"DB_PASSWORD": "x y z"}} and curl -u a:letmein')
    assert redactor.text(once) == once


def test_json_is_gone_through_by_its_structure(redactor: Redactor):
    text = json.dumps(
        {"command": 'export DB_PASSWORD="a\\"b c"\nls', "env": [{"name": "A_TOKEN", "value": "q w e"}], "n": 1}
    )
    mended = json.loads(redactor.text(text))
    assert mended["command"].startswith('export DB_PASSWORD="[secret:password:')
    assert mended["command"].endswith(']"\nls')
    assert mended["env"][0]["value"].startswith("[secret:token:")
    assert mended["n"] == 1


def test_json_in_json_in_json(redactor: Redactor):
    text = json.dumps({"out": json.dumps({"in": json.dumps({"api_key": 'a"b\\c'})})})
    mended = json.loads(json.loads(json.loads(redactor.text(text))["out"])["in"])
    assert mended["api_key"].startswith("[secret:key:")


def test_headers_that_carry_credentials(redactor: Redactor):
    lines = redactor.headers([("Authorization", "Bearer abc-def-123"), ("X-Api-Key", "zz-11-zz"), ("Accept", "a/b")])
    assert lines[0][1].startswith("Bearer [secret:authorization:")
    assert lines[1][1].startswith("[secret:x-api-key:")
    assert lines[2] == ("Accept", "a/b")
    assert "abc-def-123" not in redactor.text("the log says abc-def-123 was used")


def test_a_value_known_by_its_name_is_found_again(redactor: Redactor):
    redactor.text("DB_PASSWORD=zanzibar-77-xyz")
    assert "zanzibar" not in redactor.text("I will use zanzibar-77-xyz now")


def test_only_so_many_are_remembered(redactor: Redactor):
    for number in range(100):
        redactor.know("x", f"secret-number-{number:04}")
    assert "0099" not in redactor.text("secret-number-0099")
    assert "0000" in redactor.text("secret-number-0000")


def test_a_tree_keeps_its_shape(redactor: Redactor):
    tree = {"a": ["x", "A_TOKEN=abcd1234", 1, None], "extra": [{"key": "api_key", "json": '"plain-value"'}]}
    mended = redactor.tree(tree)
    assert mended["a"][0] == "x"
    assert mended["a"][1].startswith("A_TOKEN=[secret:")
    assert json.loads(mended["extra"][0]["json"]).startswith("[secret:")
    assert tree["a"][1] == "A_TOKEN=abcd1234"


def test_a_clean_tree_is_the_same_object(redactor: Redactor):
    tree = {"a": ["x", {"b": "y\x00z"}]}
    assert redactor.tree(tree) is tree


def test_pictures_are_not_looked_through(redactor: Redactor):
    tree = {"media_type": "image/png", "data": "A_TOKEN=abcd1234"}
    assert redactor.tree(tree) is tree


def test_bytes_that_are_no_text_are_not_kept(redactor: Redactor):
    assert redactor.data(b"\xff\xfe\x00") == b"[3 bytes that are no text]"


def test_spans_are_counted_in_characters(redactor: Redactor):
    ((start, end, mark),) = redactor.spans("äöü A_TOKEN=abcd1234 ß")
    assert "äöü A_TOKEN=abcd1234 ß"[start:end] == "abcd1234"
    assert mark.startswith("[secret:")


def test_walked_visits_each_text():
    assert walked({"a": ["b", ("c",)], "d": 1}, str.upper) == {"a": ["B", ["C"]], "d": 1}
