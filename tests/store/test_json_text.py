import json

import pytest

from skillrt.store.json_text import indented


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        {"a": [], "b": {}, "c": [1, -2.5, 1e-07, None, True], "d": {"e": [{"f": "g"}]}},
        {"quotes": 'say "no" \\ \n', "letters": "größer 漢字 \U0001f600", "control": "\x00\x1f"},
        {"not UTF-8": "\udcff", "after it": [1]},
    ],
)
def test_it_is_what_the_standard_library_writes(value: object):
    assert indented(value) == json.dumps(value, indent=1)
