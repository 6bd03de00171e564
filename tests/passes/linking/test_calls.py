from skillrt.ir import CallSite
from tests.passes.linked import FILES, linked

PARSER = """import argparse
p = argparse.ArgumentParser()
p.add_argument("file")
p.add_argument("--format", choices=["json", "csv"])
p.add_argument("--tags", nargs="+")
p.add_argument("--verbose", action="store_true")
p.parse_args()
"""
ALL = {
    **FILES,
    "scripts/convert.py": PARSER,
    "scripts/tool.js": "console.log(1)\n",
    "scripts/odd.sh": "#!/usr/bin/env python3\nprint(1)\n",
}


def codes(command: str) -> list[str]:
    return [item.code for item in linked(f"```bash\n{command}\n```\n", ALL).diagnostics]


def test_calls_that_the_script_accepts():
    assert codes("python scripts/convert.py a.pdf --format json --verbose") == []
    assert codes("python scripts/convert.py <file> [options]") == []
    assert codes("node scripts/tool.js x y z") == []


def test_calls_that_it_does_not():
    assert codes("python scripts/convert.py a.pdf --colour") == ["call.unknown-option"]
    assert codes("python scripts/convert.py a.pdf --format xml") == ["call.wrong-choice"]
    assert codes("python scripts/convert.py --verbose") == ["call.missing-argument"]
    assert codes("python scripts/convert.py --tags a b c") == ["call.swallowed-positional"]
    assert codes("python scripts/convert.py a.pdf b.pdf") == ["call.too-many-arguments"]


def test_a_call_shown_as_wrong_is_left_alone():
    assert codes("# wrong: there is no such option\npython scripts/convert.py a.pdf --colour") == []
    assert codes("# coming soon\npython scripts/convert.py a.pdf --colour") == []
    assert codes("python scripts/convert.py --verbose   # error: file is missing") == []
    assert codes("cat a | python scripts/convert.py") == []


def test_the_place_is_the_word_and_the_hint_lists_what_there_is():
    problem = linked(
        "Text.\n\n- Do:\n\n  ```bash\n  # ünï\n  python scripts/convert.py a.pdf --colour\n  ```\n", ALL
    ).diagnostics[0]
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (11, 35)
    assert "--format" in problem.hint


def test_a_near_name_is_a_safe_fix():
    module = linked("```bash\npython scripts/convert.py a.pdf --verbos3 --formats json\n```\n", ALL)
    fixes = [item.fix.edits[0].new for item in module.diagnostics if item.fix]
    assert all(new in {"--verbose", "--format"} for new in fixes)


def test_how_a_script_is_started():
    assert codes("./scripts/run.sh") == ["call.not-executable"]
    assert codes("chmod +x scripts/run.sh\n./scripts/run.sh") == []
    assert codes("bash scripts/run.sh") == []
    assert codes("python scripts/tool.js") == ["call.wrong-interpreter"]
    assert codes("bash scripts/odd.sh") == ["call.wrong-interpreter"]
    assert codes("run.sh") == []


def test_the_fix_names_the_interpreter():
    problem = linked("```bash\nscripts/run.sh now\n```\n", ALL).diagnostics[0]
    assert problem.fix is not None
    assert [edit.new for edit in problem.fix.edits] == ["bash "]


def test_a_call_behind_cd_and_in_a_code_span():
    found = linked("```bash\ncd scripts && python convert.py a.pdf\n```\n\nRun `python scripts/convert.py`.\n", ALL)
    sites = [(item.script, item.command) for item in found.facts if isinstance(item, CallSite)]
    assert sites == [
        ("scripts/convert.py", "python convert.py a.pdf"),
        ("scripts/convert.py", "python scripts/convert.py"),
    ]
    assert found.diagnostics == ()
