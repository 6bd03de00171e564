from tests.passes.linked import cases


def seen(text: str) -> list[tuple[str, str, str]]:
    return [(case.mention.path, case.mention.via, case.mention.role) for case in cases(text)]


def test_every_kind_of_mention():
    text = (
        "A [link](forms.md) ![image](assets/a.png) `code.md` prose.md\n\n"
        '```bash\npython scripts/x.py in.pdf > out.md\n```\n\n```json\n{"a": "b.json"}\n```\n'
    )
    assert seen(text) == [
        ("forms.md", "link", ""),
        ("assets/a.png", "image", ""),
        ("code.md", "code", ""),
        ("prose.md", "prose", ""),
        ("scripts/x.py", "command", "program"),
        ("in.pdf", "command", "argument"),
        ("out.md", "command", "made"),
        ("b.json", "data", ""),
    ]


def test_a_code_span_may_be_a_command():
    assert seen("Run `python scripts/x.py a.pdf`.") == [
        ("scripts/x.py", "command", "program"),
        ("a.pdf", "command", "argument"),
    ]


def test_links_to_elsewhere_are_no_mentions():
    assert seen("[a](https://x.y/z.md) <https://x.y/z.md> [b](#c)") == []


def test_offsets_stand_in_the_block():
    text = "Ünï `forms.md` and\n\n> ```bash\n> bash scripts/run.sh\n> ```\n\n- é [x](forms.md)\n"
    found = cases(text)
    assert len(found) == 3
    for case in found:
        mention = case.mention
        assert mention.block.text[mention.start : mention.end] == mention.path


def test_the_folder_of_a_heading_and_of_an_introduction():
    text = "## Scripts (`scripts/`)\n\n- `a.py`\n\nIn `assets/`:\n\n- b.html\n\nNow c.md.\n\n## Other\n\n- d.md\n"
    folders = {case.mention.path: case.mention.folder for case in cases(text) if case.mention.path[1:2] == "."}
    assert folders == {"a.py": "scripts", "b.html": "assets", "c.md": "scripts", "d.md": ""}


def test_a_drawing_gives_whole_paths():
    found = cases("```\nsample/\n├── SKILL.md\n└── scripts/\n    └── a.py\n```\n")
    assert [case.mention.path for case in found] == ["SKILL.md", "scripts/", "scripts/a.py"]
    assert all(case.mention.layout and case.mention.option == "sample" for case in found)


def test_a_document_that_nobody_wrote_is_read_up_to_a_limit():
    found = cases("```bash\n" + "python scripts/extract.py a\n" * 6000 + "```\n")
    assert len(found) == 4000
