import pytest

from skillrt.primitives import SkillView, lexicon
from skillrt.reading.instructions import is_aside, is_instruction, is_order
from tests.primitives.lowered import linked


def view_of(tmp_path, text):
    return SkillView(linked(tmp_path, {"SKILL.md": text}), lexicon())


@pytest.mark.parametrize(
    "said",
    [
        "Write the plan to a file.",
        "- **Step**: fetch the page.",
        "1. **Draft a plan**: five lines.",
        "Then always read the log.",
        "You must check each file.",
        "If there are several files, read them all.",
    ],
)
def test_imperatives_are_instructions(tmp_path, said):
    (section,) = view_of(tmp_path, f"{said}\n").sections
    assert is_instruction(section.sentences[0])


@pytest.mark.parametrize(
    "said",
    [
        "The plan is written by the user.",
        "- “Design a rotation plan for these services”",
        "Use this skill when a plan is wanted.",
        "Never write a plan.",
        "If there are several files, they differ.",
    ],
)
def test_what_is_stated_quoted_or_forbidden_is_none(tmp_path, said):
    (section,) = view_of(tmp_path, f"{said}\n").sections
    assert not any(is_instruction(sentence) for sentence in section.sentences)


def test_sections_that_nothing_is_done_in(tmp_path):
    text = "# Overview\n\na\n\n## When to use\n\nb\n\n### Often\n\nc\n\n## Core Principles\n\nd\n\n## Steps\n\ne\n"
    view = view_of(tmp_path, text)
    assert [is_aside(section, view.main) for section in view.main] == [False, True, True, True, False]


def test_words_with_which_orders_begin():
    assert is_order("work")
    assert not is_order("checkbox")
