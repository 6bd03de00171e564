import pytest

from skillrt.gateway.numbered import numbered_in, shown_as

CONTENT = "---\nname: a\n---\n\n# A\n"


@pytest.mark.parametrize("form", ["{:>6}\t{}", "{:>6}→{}", "{:05d}| {}", "{}: {}"])
def test_a_file_is_seen_through_its_numbers_and_shown_the_same_way(form: str):
    shown = "".join(f"{form.format(at, line)}\n" for at, line in enumerate(CONTENT.splitlines(), 1))
    found = numbered_in(f"<file>\n{shown}(end)\n")
    assert found
    assert found.lines == CONTENT.splitlines()
    assert shown_as(CONTENT, found) == shown


def test_what_begins_later_or_has_no_numbers_is_not_seen():
    assert numbered_in("     2\t# A\n     3\tb\n") is None
    assert numbered_in("# A\n") is None
    gap = numbered_in("1: a\n3: c\n")
    assert gap
    assert gap.lines == ["a"]
