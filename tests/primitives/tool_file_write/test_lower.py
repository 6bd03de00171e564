from tests.primitives.lowered import drafts, gap_of, linked


def test_without_a_file_that_is_shown_nothing_carries_the_writing(tmp_path):
    text = "# Module\n\nGenerate several files for the module. Save the report to `report.md`.\n"
    module = linked(tmp_path, {"SKILL.md": text})
    for held in (0, 1, 2):
        assert drafts(module, gap_of(module, "tool.file.write", held)) == {}
