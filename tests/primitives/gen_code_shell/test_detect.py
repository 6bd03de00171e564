from tests.primitives.asking import asked, level

NAME = "gen.code.shell"


def blocks(*commands):
    return "# S\n\n" + "".join(f"Then:\n\n```bash\n{command}\n```\n\n" for command in commands)


def test_commands_with_options_in_several_places_are_composed(tmp_path):
    found = asked(
        tmp_path, NAME, blocks("qpdf --empty --pages a.pdf -- b.pdf", "pdftotext -layout a.pdf", "qpdf --check a.pdf")
    )
    assert found is not None
    assert (found.level, found.reason) == ("L2", "composes qpdf, pdftotext commands")


def test_plain_commands_are_l1(tmp_path):
    assert (
        level(tmp_path, NAME, blocks("bun test", "bun install", "deno check", "promtool", "promtool rules")) == "L1"
    )


def test_pipelines_with_filters_are_l3(tmp_path):
    line = "gh api repos | sed 's/a/b/' | awk '{print $1}' | xargs -n 1 gh repo view"
    assert level(tmp_path, NAME, blocks(line, line.replace("repos", "user/repos"))) == "L3"


def test_installing_and_running_scripts_asks_for_none(tmp_path):
    text = blocks(
        "pip install pandas",
        "python scripts/run.py --all",
        "uv run scripts/run.py",
        "npm install",
        "python other.py -v",
    )
    assert level(tmp_path, NAME, text, scripts__run_py="print(1)\n") == "-"


def test_one_command_as_given_is_no_composing(tmp_path):
    assert level(tmp_path, NAME, blocks("git diff --staged")) == "-"


def test_text_that_asks_for_a_script(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nWrite a small bash script for the backup.\n") == "L2"


def test_a_long_text_without_code_has_none_written(tmp_path):
    text = "# S\n\nWrite a small bash script.\n\n" + "The table is long.\n\n" * 60
    assert level(tmp_path / "1", NAME, text) == "-"
    assert level(tmp_path / "2", NAME, text + "```python\nimport csv\nprint(csv)\n```\n" * 3) == "L2"


def test_words_of_the_shell_are_no_programs(tmp_path):
    loop = "for f in *.json; do\n  [[ $f == x ]] && continue\n  jq -r --slurp .a $f\ndone"
    found = asked(tmp_path, NAME, blocks(loop, "qpdf --check a.pdf", "jq -c .b x.json"))
    assert found is not None
    assert found.reason == "composes jq, qpdf commands"
