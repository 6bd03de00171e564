from tests.primitives.lowered import drafts, gap_of, linked, taken

DATA = '{\n  "name": "<service>",\n  "level": "low | high",\n  "hosts": [\n    {"host": "a", "port": 80}\n  ]\n}\n'
TEXT = f"""# Service

Write this config and adapt it:

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
    assert (
        f"Data (json): `sh scripts/skillrt/fill.sh {path} FILE --json` copies it "
        "(`OLD=NEW` behind it changes a word); adapt FILE.\n" in text
    )
    assert files[path] == DATA
    assert "Never use port 22." in text
    assert (found["data-template"].kind, list(found)) == ("supports", ["data-template"])
    yaml = TEXT.replace("```json", "```yaml")
    module = linked(tmp_path / "b", {"SKILL.md": yaml})
    found = drafts(module, gap_of(module, "gen.text.structured", 1, "L2", ("<service>",)))
    assert found["data-template"].kind == "removes"


def test_with_python_it_is_checked_against_its_schema(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT + PYTHON})
    found = drafts(module, gap_of(module, "gen.text.structured", 1, "L2", ("<service>",)))
    text, files = taken(module, found["data-template"])
    assert '"enum"' in files["references/skillrt/service.schema.json"]
    assert (
        "python3 scripts/skillrt/check_data.py --as json --schema references/skillrt/service.schema.json FILE" in text
    )
    assert (found["data-template"].kind, found["data-template"].to) == ("supports", 1)


def test_a_part_is_checked_when_it_is_written(tmp_path):
    part = DATA.replace('"a"', '"a", ...')
    module = linked(tmp_path, {"SKILL.md": TEXT.replace(DATA, part) + PYTHON})
    draft = drafts(module, gap_of(module, "gen.text.structured", 2, "L3", ("<service>",)))["check-data"]
    text, _ = taken(module, draft)
    assert "```\n\nWhen it is written, `python3 scripts/skillrt/check_data.py --as json FILE` names" in text
    assert draft.to == 2


def test_a_sentence_that_has_a_file_written_is_followed_by_the_check(tmp_path):
    text = "# T\n\nWrite a JSON config file. Generate a YAML manifest as well.\n" + PYTHON
    module = linked(tmp_path, {"SKILL.md": text})
    draft = drafts(module, gap_of(module, "gen.text.structured", 1))["check-data"]
    assert "as well. When a file is written, `python3 scripts/skillrt/check_data.py FILE`" in taken(module, draft)[0]
    only_named = text.replace(
        "Write a JSON config file. Generate a YAML manifest as well.", "It can return valid JSON and write JSON."
    )
    module = linked(tmp_path / "b", {"SKILL.md": only_named})
    assert drafts(module, gap_of(module, "gen.text.structured", 1)) == {}


def test_parts_and_what_is_no_data_stay(tmp_path):
    for number, data in enumerate((DATA.replace('"a"', '"a", ...'), DATA.replace("}\n  ]", "}\n"))):
        module = linked(tmp_path / str(number), {"SKILL.md": TEXT.replace(DATA, data)})
        assert drafts(module, gap_of(module, "gen.text.structured", 1, "L2", ("<service>",))) == {}
