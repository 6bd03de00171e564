from tests.primitives.lowered import drafts, gap_of, linked, taken

CODE = "import statistics\n\nvalues = [3, 5, 8]\nprint(statistics.mean(values))\n"
TEXT = (
    f"# Sums\n\n## Numbers\n\nNever compute in your head: mean = total / count.\n\n## Plot\n\n```python\n{CODE}```\n"
)


def test_a_calculator_stands_where_numbers_are_wanted(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    found = drafts(module, gap_of(module, "follow.delegation", 0, "L2", ("Never compute",)))
    text, files = taken(module, found["calculator"])
    assert "`sh scripts/skillrt/calc.sh total/count total=... count=...`" in text
    assert "scripts/skillrt/calc.sh" in files
    assert "outline" not in found  # a program elsewhere does not carry it


def test_code_that_computes_there_becomes_a_program(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT.replace("## Plot\n\n", "")})
    draft = drafts(module, gap_of(module, "follow.delegation", 0, "L2", ("Never compute",)))["outline"]
    text, files = taken(module, draft)
    assert "Never compute in your head: mean" in text
    assert any("statistics.mean" in file for file in files.values())
    assert (draft.kind, draft.to) == ("supports", 0)
