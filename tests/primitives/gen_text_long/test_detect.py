from tests.primitives.asking import asked, level

NAME = "gen.text.long"


def test_a_report_with_a_template_of_many_parts(tmp_path):
    parts = "".join(f"## Part {at}\n\n{'what to say here ' * 6}\n\n" for at in range(5))
    text = f"# S\n\nWrite the final report:\n\n```markdown\n{parts}```\n"
    found = asked(tmp_path, NAME, text)
    assert found is not None
    assert found.level == "L2"
    assert "gives a template with 5 parts" in {item.reason for item in found.evidence}


def test_a_whole_manuscript_is_level_3(tmp_path):
    text = "# S\n\nWrite the manuscript. It is a thesis of 3000 words.\n\nThe manuscript goes to a journal.\n"
    assert level(tmp_path, NAME, text) == "L3"


def test_a_word_about_reports_is_not_enough(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nThe script prints a report.\n") == "-"


def test_what_is_written_adds_to_hints_of_length(tmp_path):
    text = "# S\n\nEach report goes to the team. Reports are filed.\n"
    assert level(tmp_path / "1", NAME, text) == "-"
    written = f"{text}\nWrite the summary. Explain why it matters.\n"
    assert level(tmp_path / "2", NAME, written) == "L2"
    assert level(tmp_path / "3", NAME, f"{written}\nAsk the user what to say. Wait for the answer.\n") == "-"


def test_a_guide_that_is_there_is_not_written(tmp_path):
    text = "# S\n\n" + "Comprehensive guide and complete documentation in `references/{0}.md`.\n\n" * 6
    assert level(tmp_path / "1", NAME, text) == "-"
    assert level(tmp_path / "2", NAME, text.replace("in `references/{0}.md`", "is written")) != "-"


def test_a_text_that_goes_into_a_file_is_longer(tmp_path):
    text = "# S\n\nWrite a full report. The report has sections.\n\n{}" + "The table is long.\n\n" * 90
    found = [
        asked(tmp_path / str(at), NAME, text.format(more))
        for at, more in enumerate(("", "Save it to `report.md`.\n"))
    ]
    assert [item is not None for item in found] == [False, True]
