from skillrt.report.text_width import lines_of, width_of


def test_width_grows_with_the_text_and_the_type():
    assert width_of("ab", 10) < width_of("abc", 10) < width_of("abc", 20)
    assert width_of("流程", 10) > width_of("ab", 10) > width_of("il", 10)
    assert width_of("e\u0301", 10) == width_of("e", 10)


def test_lines_are_cut_between_words_and_end_in_an_ellipsis():
    assert lines_of("read the file", 1000, 10, 3) == ("read the file",)
    lines = lines_of("read the file and write the summary of it", 80, 10, 3)
    assert len(lines) == 3
    assert all(width_of(line, 10) <= 80 for line in lines)
    short = lines_of("read the file and write the summary of it", 80, 10, 2)
    assert short[0] == lines[0]
    assert short[1].endswith("…")


def test_a_long_word_is_broken_behind_a_mark():
    lines = lines_of("references/standard_workflow.md", 120, 10, 3)
    assert lines[0] == "references/standard_"
    assert "".join(lines) == "references/standard_workflow.md"
    assert lines_of("", 100, 10, 2) == ("",)
