import pytest

from skillrt.contracts.comparing.difference import Swap
from skillrt.contracts.comparing.swaps import has_other_versions, only_new, swaps


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Use tool@1.2.3 here", "Use tool@1.3.0 here", "`tool@1.3.0` in place of `tool@1.2.3`"),
        ('"tool": "^1.2.3",', '"tool": "^1.3.0",', "`tool ^1.3.0` in place of `^1.2.3`"),
        ("Release of the schema: `v1.2`", "Release of the schema: `v1.3`", "`v1.3` in place of `v1.2`"),
        ("model = 'gpt-4o'", "model = 'gpt-5'", "`gpt-5` in place of `gpt-4o`"),
        ('if [ "$TOOL_VERSION" -lt 18 ]', 'if [ "$TOOL_VERSION" -lt 20 ]', "`$TOOL_VERSION -lt 20` in place of `18`"),
        (f"at {'0a' * 20}", f"at {'0b' * 20}", "`0b0b0b0b0b0b` in place of `0a0a0a0a0a0a`"),
    ],
)
def test_a_line_that_is_the_same_but_for_a_literal(before: str, after: str, told: str):
    assert [str(item) for item in swaps(f"x\n{before}\n", f"{after}\nx\ny\n", is_code=True)] == [told]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("## 1.2.3 Words", "## 1.2.4 Words"),  # the number of a heading
        ("temperature 0.4", "temperature 0.5"),
        ("wait 18 seconds", "wait 20 seconds"),
        ("class text-lg-2 bg-blue-500", "class text-lg-3 bg-blue-600"),
        ("Use tool@1.2.3 here", "Never use tool@1.3.0"),
        ("1.2.3", "1.2.4"),
    ],
)
def test_what_is_no_version_or_no_line_in_place_of_another(before: str, after: str):
    assert swaps(before, after, is_code=True) == ()


def test_numbers_count_in_code_only():
    assert swaps("Version 18 words", "Version 20 words", is_code=False) == ()


def test_each_pair_once():
    before = 'tool@1.2.3 is it\n"tool": "1.2.3"\nSchema v1.2.3 or `1.2.3`\n'
    found = swaps(before, before.replace("1.2.3", "1.3.0"), is_code=False)
    assert [str(item) for item in found] == ["`tool@1.3.0` in place of `tool@1.2.3`"]


def test_what_a_message_has_is_not_told_again():
    swap = Swap("^1.2.3", "^1.3.0", "tool")
    assert only_new([swap], "now asks for the npm package `tool^1.3.0` in place of `^1.2.3`") == []
    assert only_new([swap], "now needs the npm package `tool`") == [swap]


def test_whether_versions_came_or_went():
    assert has_other_versions("of 1.2.3", "of 1.2.4, then")
    assert not has_other_versions("of 1.2.3", "then 1.2.3 and 0.4")


def test_hostile_lines_are_passed_over():
    line = "a1.1" * 20_000
    assert swaps(line, f"{line}b", is_code=True) == ()
