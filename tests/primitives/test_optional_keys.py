from skillrt.primitives.optional_keys import key_of, optional_keys, sections_around
from skillrt.reading.sections import sections_of
from tests.skills import module_of


def keys(folder, text):
    document = module_of(folder / "s", {"SKILL.md": f"# T\n\n{text}"}).documents[0]
    return sorted(optional_keys(document.leaves()))


def test_names_are_one_however_they_are_written():
    assert key_of("min_len") == key_of("--min-len") == key_of("minLen")


def test_tables_say_who_is_optional(tmp_path):
    table = "| Key | Type | Required |\n|---|---|---|\n| a | text | Yes |\n| `b` | text | No |\n| c | text | ✗ |\n"
    assert keys(tmp_path, table) == ["b", "c"]
    assert keys(tmp_path / "b", "| Key | What |\n|---|---|\n| a | one |\n| b_c | two (optional) |\n") == ["bc"]


def test_lists_and_sentences_say_it(tmp_path):
    text = "- `a`: one\n- `b` (optional): two\n- **c** - three, optional\n\nOptional: `d`, `e`. `f` must be given.\n"
    assert keys(tmp_path, text) == ["b", "c", "d", "e", "f"]
    assert keys(tmp_path / "c", "- `<range>`: the days (default: `last 7 days`)\n- `role`: any\n") == [
        "last7days",
        "range",
    ]
    assert keys(tmp_path / "b", "```json\n{}  // `a` is optional\n```\n") == []


def test_what_stands_beside_a_section_is_near_it(tmp_path):
    text = "# T\n\n## A\n\n### A1\n\n### A2\n\n## B\n\n### B1\n"
    sections = sections_of(module_of(tmp_path / "s", {"SKILL.md": text}).documents[0])
    by_title = {item.title: item for item in sections}
    assert [item.title for item in sections_around(by_title["A2"], sections)] == ["T", "A", "A1", "A2"]
    assert [item.title for item in sections_around(by_title["B"], sections)] == ["T", "B"]
