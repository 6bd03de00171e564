from tests.primitives.asking import asked, level

NAME = "tool.file.write"


def test_a_path_behind_a_verb_of_writing(tmp_path):
    found = asked(tmp_path, NAME, "# S\n\nSave the plan to `docs/plans/today.md`. Update `docs/index.md` as well.\n")
    assert found is not None
    assert (found.level, found.reason) == ("L2", "writes 2 named files")


def test_three_named_files_are_l3(tmp_path):
    shown = "".join(f"**{name}:**\n\n```yaml\nrows: 1\n```\n\n" for name in ("a.yml", "b.yml", "c/d.yml"))
    assert level(tmp_path, NAME, f"# S\n\n{shown}") == "L3"


def test_the_name_may_stand_in_the_first_line(tmp_path):
    shown = "".join(f"```python\n# app/{name}.py\nprint(1)\n```\n\nThen:\n\n" for name in "abc")
    assert level(tmp_path, NAME, f"# S\n\n{shown}") == "L3"


def test_code_that_exports_lives_in_a_file(tmp_path):
    module = "```javascript\n" + "export const a = 1;\n" * 12 + "```\n\nAnd:\n\n"
    assert level(tmp_path, NAME, "# S\n\n" + module * 4) == "L2"


def test_what_is_forbidden_and_what_is_read_does_not_count(tmp_path):
    text = "# S\n\nNever create `a.md`. Do not write `b.md`. Read `c.md`. Never edit `d.md`.\n"
    assert level(tmp_path, NAME, text) == "-"


def test_python_below_the_name_of_a_file_reads_it(tmp_path):
    text = "# S\n\n" + "".join(f"Load `{name}.csv`:\n\n```python\nprint(1)\n```\n\n" for name in "abc")
    assert level(tmp_path, NAME, text) == "-"


def test_a_skill_about_converting_writes(tmp_path):
    found = asked(tmp_path, NAME, "# S\n\nKeep the headings.\n", "Convert notes to pages.")
    assert found is not None
    assert (found.level, found.evidence[0].reason) == ("L2", "is about making or changing files")


def test_a_document_that_is_named_is_written(tmp_path):
    assert level(tmp_path / "1", NAME, "# S\n\nCreate a README.md with these sections.\n") == "L2"
    assert level(tmp_path / "2", NAME, "# S\n\nSave the rows to rows.csv.\n") == "-"


def test_what_only_references_show_is_not_written(tmp_path):
    block = "Create the file `{0}.ts`:\n\n```typescript\nexport const a = {0};\n```\n\n"
    shown = "".join(block.format(at) for at in range(6))
    text = "# S\n\nSee [r](references/r.md).\n"
    assert level(tmp_path / "1", NAME, text, references__r_md=f"# R\n\n{shown}") == "-"
    assert level(tmp_path / "2", NAME, f"# S\n\n{shown}") == "L3"


def test_what_has_a_place_is_written(tmp_path):
    text = "# S\n\nDescribe the risks.\n\n## {}\n\nBeside the source.\n"
    found = asked(tmp_path / "1", NAME, text.format("Output location"))
    assert found is not None
    assert "says where results are kept" in [item.reason for item in found.evidence]
    assert level(tmp_path / "2", NAME, text.format("Background")) == "-"
