from tests.primitives.lowered import drafts, gap_of, linked, taken


def test_pages_for_large_files(tmp_path):
    text = "# Logs\n\nRead large files in chunks of 500 lines. Read the log in chunks as well.\n"
    module = linked(tmp_path, {"SKILL.md": text})
    draft = drafts(module, gap_of(module, "tool.file.read", 2, "L3"))["pages"]
    assert (draft.kind, draft.to) == ("supports", 1)
    assert "`sh scripts/skillrt/page.sh --index FILE` lists what is on which page" in taken(module, draft)[0]


def test_offsets_of_an_interface_are_no_pages_of_a_file(tmp_path):
    module = linked(tmp_path, {"SKILL.md": "# A\n\nCall `list` with offset 0 and limit 50.\n"})
    assert drafts(module, gap_of(module, "tool.file.read", 2, "L3", ("offset",))) == {}


def test_a_section_with_its_own_way_to_take_parts_keeps_it(tmp_path):
    text = (
        "# A\n\n## Long\n\nRead large files in chunks of 500 lines.\n\n```bash\nshow 12 --offset 0 --limit 9\n```\n"
    )
    module = linked(tmp_path, {"SKILL.md": text})
    assert drafts(module, gap_of(module, "tool.file.read", 2, "L3", ("Read large",))) == {}


def test_chunks_alone_are_no_file(tmp_path):
    module = linked(tmp_path, {"SKILL.md": "# A\n\nRead the answer in chunks.\n"})
    assert drafts(module, gap_of(module, "tool.file.read", 2, "L3", ("chunks",))) == {}


def test_documents_are_printed_by_a_command(tmp_path):
    files = {"SKILL.md": "# A\n\nSee [b](b.md) and [c](c.md).\n", "b.md": "# B\n", "c.md": "# C\n"}
    module = linked(tmp_path, files)
    draft = drafts(module, gap_of(module, "tool.file.read", 0, "L2"))["read-by-command"]
    text, _ = taken(module, draft)
    assert "Read a document of this skill or a file by command: `sh scripts/skillrt/page.sh b.md`" in text
    assert (draft.to, draft.raises) == (0, (("tool.exec", "L1"),))
    assert [use.path for use in draft.replacements[0].uses] == ["scripts/skillrt/page.sh", "b.md"]
