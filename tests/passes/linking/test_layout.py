from skillrt.passes.linking.layout import read_drawing

TREE = """my-skill/
├── SKILL.md          # This file
├── scripts/
│   ├── a.py          # one
│   └── lib/
│       └── b.py
└── forms.md
"""


def test_entries_are_paths_below_the_root():
    drawing = read_drawing(TREE)
    assert drawing.root == "my-skill"
    assert [item.path for item in drawing.entries] == [
        "SKILL.md", "scripts/", "scripts/a.py", "scripts/lib/", "scripts/lib/b.py", "forms.md",
    ]  # fmt: skip
    assert drawing.entries[2].note == "# one"


def test_offsets_name_the_last_part():
    for item in read_drawing(TREE).entries:
        assert TREE[item.start : item.end] == item.path.removesuffix("/").rpartition("/")[2] + (
            "/" if item.path.endswith("/") else ""
        )


def test_a_drawing_without_root_and_with_ascii_marks():
    text = "|-- scripts/\n|   `-- a.py\n`-- b.md\n"
    drawing = read_drawing(text)
    assert drawing.root == ""
    assert [item.path for item in drawing.entries] == ["scripts/", "scripts/a.py", "b.md"]


def test_any_text_is_survived():
    assert read_drawing("").entries == ()
    assert len(read_drawing("├── a.md\n" * 5000).entries) <= 400
