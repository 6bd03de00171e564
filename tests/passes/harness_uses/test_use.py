"""Passages and uses."""

from skillrt.passes.harness_uses import Passage, Use


def test_a_code_span_is_found_by_what_it_holds() -> None:
    passage = Passage("SKILL.md", "a `bc` d", "prose", code=((2, 6),))
    assert passage.in_code(3, 5) == (2, 6)
    assert passage.in_code(0, 1) is None


def test_only_tools_have_operations() -> None:
    passage = Passage("SKILL.md", "Read", "prose")
    assert Use("Read", "tool", (), passage, 0, 4, "Read", "file.read").operation == "file.read"
    assert Use("x", "path", (), passage, 0, 1, "x", "skills.user").operation == ""
