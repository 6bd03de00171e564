import pytest

from tests.primitives.asking import asked, level

NAME = "gen.text.prose"


def test_a_text_of_several_paragraphs(tmp_path):
    text = "# S\n\nWrite a report on the week. Explain why each change was made.\n"
    found = asked(tmp_path, NAME, text, "Write weekly reports.")
    assert found is not None
    assert found.level == "L2"
    assert any("description" in item.reason or "about" in item.reason for item in found.evidence)


def test_a_short_text_is_level_1(tmp_path):
    text = "# S\n\nAnswer in one sentence. Add a one-line note. End with a short message.\n"
    assert level(tmp_path, NAME, text) == "L1"


def test_a_long_text_is_level_3(tmp_path):
    text = "# S\n\nWrite a long-form article.\n\nGenerate the complete document. The manuscript has sections.\n"
    assert level(tmp_path, NAME, text, "Write manuscripts.") == "L3"


def test_a_text_by_the_way_is_level_1(tmp_path):
    text = "# S\n\nRun the tests. Then write a report.\n"
    assert level(tmp_path, NAME, text) == "L1"
    assert (
        level(tmp_path / "2", NAME, text + "Open the next file.\n\n" * 100 + "Explain why it failed.\n" * 3) == "L2"
    )


@pytest.mark.parametrize(
    "text", ["Run the tests.", "See the documentation at example.org.", "Plot the table with bars."]
)
def test_other_work_is_no_writing(tmp_path, text):
    assert level(tmp_path, NAME, f"# S\n\n{text}\n") == "-"


def test_templates_of_texts_are_texts_to_write(tmp_path):
    template = "```markdown\n# Project\n\n## Purpose\n\nWhat it is for.\n```\n\nOr:\n\n"
    assert level(tmp_path / "1", NAME, f"# S\n\n{template}") == "-"
    found = asked(tmp_path / "2", NAME, f"# S\n\n{template * 2}")
    assert found is not None
    assert {item.reason for item in found.evidence} == {"gives the headings of a text to write"}
    assert level(tmp_path / "3", NAME, f"# S\n\n{template * 2}".replace("markdown", "python")) == "-"
