from tests.primitives.lowered import drafts, gap_of, linked, taken

DATA = '{\n  "name": "<service>",\n  "level": "low | high",\n  "hosts": [\n    {"host": "a", "port": 80}\n  ]\n}\n'
TEXT = f"""# Service

Write this config:

```json
{DATA}```

Never use port 22.
"""
PYTHON = "\n## Start\n\n```bash\npython3 start.py service.json\n```\n"


def test_data_is_copied(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    found = drafts(module, gap_of(module, "gen.text.structured", 1, "L2", ("<service>",)))
    text, files = taken(module, found["data-template"])
    path = "references/skillrt/service.json"
    line = f"`sh scripts/skillrt/fill.sh {path} FILE --json` makes FILE of it (`OLD=NEW` behind it changes a word).\n"
    assert f"{DATA}```\n\n{line}" in text
    assert files[path] == DATA
    assert "Never use port 22." in text
    assert (found["data-template"].kind, list(found)) == ("supports", ["data-template"])
    yaml = TEXT.replace("```json", "```yaml")
    module = linked(tmp_path / "b", {"SKILL.md": yaml})
    assert drafts(module, gap_of(module, "gen.text.structured", 1, "L2", ("<service>",))) == {}  # nothing checks it


def test_with_python_it_is_checked_against_its_schema(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT + PYTHON})
    found = drafts(module, gap_of(module, "gen.text.structured", 1, "L2", ("<service>",)))
    text, files = taken(module, found["data-template"])
    assert '"enum"' in files["references/skillrt/service.schema.json"]
    assert (
        "python3 scripts/skillrt/check_data.py --as json --schema references/skillrt/service.schema.json FILE" in text
    )
    assert (found["data-template"].kind, found["data-template"].to) == ("supports", 1)


def test_parts_and_what_is_no_data_stay(tmp_path):
    for number, data in enumerate((DATA.replace('"a"', '"a", ...'), DATA.replace("}\n  ]", "}\n"))):
        module = linked(tmp_path / str(number), {"SKILL.md": TEXT.replace(DATA, data)})
        assert drafts(module, gap_of(module, "gen.text.structured", 1, "L2", ("<service>",))) == {}


def test_where_other_data_is_to_be_written_too_none_is_touched(tmp_path):
    other = '\n## Answer\n\nIt answers:\n\n```json\n{"shown": [1, 2, 3]}\n```\n'
    module = linked(tmp_path, {"SKILL.md": TEXT + other})
    assert drafts(module, gap_of(module, "gen.text.structured", 1, "L2", ("<service>", "shown"))) == {}
    aside = TEXT.replace("Write this config:", "Add this to your config:")
    module = linked(tmp_path / "b", {"SKILL.md": aside})
    assert drafts(module, gap_of(module, "gen.text.structured", 1, "L2", ("<service>",))) == {}
