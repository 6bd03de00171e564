import pytest

from skillrt.workflow.slots import marked


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("cat @", "word"),
        ("cat x@", "word"),
        ('cat "@"', "double"),
        ("cat '@'", "single"),
        ("cat $'@'", "code"),
        ("cat > @", "word"),
        ("cat <<E\n@\nE", "double"),
        ("cat <<'E'\n@\nE", "text"),
        ("ls # @", "text"),
        ("echo `cat @`", "word"),
        ("python3 a.py '@ x'", "single"),
        ("python3 -c '@ x'", "code"),
        ("scripts/run python3 a.py '@ x'", "single"),
        ("timeout 3 bash a.sh '@ x'", "single"),
        ("/usr/bin/python3.12 -c '@ x'", "code"),
        ("curl '@' | jq .", "single"),
        ("curl '@' | python3", "code"),
        ("curl '@' | python3 a.py", "single"),
        ("jq '.@' a.json", "code"),
        ("jq . @", "word"),
        ("if [ -f @ ]; then ls; fi", "code"),
        ("cd @ && make", "word"),
        ("x=@ python3 a.py", "word"),
        ("cat 'not closed @", "code"),
    ],
)
def test_how_a_value_stands(text, how):
    (slot,) = marked(text.replace("@", "<in>"), {"<in>": "V"}).slots
    assert slot.how == how


def test_places_are_bytes_in_order_and_text_without_places_is_not_parsed():
    found = marked("é <a> <b> <a>", {"<a>": "A", "<b>": "B"})
    assert [slot.name for slot in found.slots] == ["A", "B", "A"]
    assert all(found.text[slot.start : slot.end].startswith(b"Xqz") for slot in found.slots)
    assert marked("ls", {}).slots == ()


def test_a_mark_that_the_text_already_has_is_not_taken():
    found = marked("show Xqz0zX <a>", {"<a>": "A"})
    assert found.text == b"show Xqz0zX Xqzq0zX"


@pytest.mark.parametrize(
    ("text", "leads"), [("rm @", True), ("rm '@'", True), ("rm -n @", False), ("rm x@", False), ("@ -h", False)]
)
def test_what_begins_an_argument(text, leads):
    (slot,) = marked(text.replace("@", "<in>"), {"<in>": "V"}).slots
    assert slot.leads is leads


@pytest.mark.parametrize("text", ["((" * 3000 + "@", "$(" * 3000 + "@", '"' * 999 + "@", "{ " * 3000 + "@"])
def test_hostile_nesting_ends(text):
    (slot,) = marked(text.replace("@", "<in>"), {"<in>": "V"}).slots
    assert slot.how in ("code", "word", "double")


def test_a_parameter_in_single_quotes_is_another_languages():
    found = marked("ls | awk '{print $1}'; cat $1-x.txt $10 \"$1\"", {"$1": "V"})
    assert [slot.how for slot in found.slots] == ["kept", "word", "double"]
    assert found.slots[0].written == "$1"
