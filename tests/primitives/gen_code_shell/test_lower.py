from tests.primitives.lowered import drafts, gap_of, linked, taken

COMMAND = "cat app.log | grep ERROR | sort | uniq -c | sort -rn > top.txt"
TEXT = f"# T\n\n## Count errors\n\n```bash\n{COMMAND}\n```\n"


def test_a_sequence_becomes_a_program(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    text, files = taken(module, drafts(module, gap_of(module, "gen.code.shell", 1, "L2", ("sort",)))["outline"])
    (path,) = files
    assert f"Run: `sh {path} --input app.log --output top.txt` (its code is in that file)" in text


def test_beside_commands_that_stay_it_stays_too(tmp_path):
    module = linked(tmp_path, {"SKILL.md": f"{TEXT}\n## Show\n\n```bash\nlogtool show --last 10m\n```\n"})
    assert drafts(module, gap_of(module, "gen.code.shell", 1, "L2", ("sort", "logtool"))) == {}
    assert list(drafts(module, gap_of(module, "gen.code.shell", 1, "L2", ("sort",)))) == ["outline"]
