from pathlib import Path

from tests.contracts.locking import facts_of, named, shell, skill


def test_scripts_that_commands_start(tmp_path: Path):
    body = shell(
        'python3 "$ROOT/scripts/send.py" --x', "./scripts/install-hooks.sh", "git push", "node your-script.js"
    )
    files: dict[str, str | bytes] = {"SKILL.md": skill(body), "more.md": f"# More\n\n{shell('bash other.sh')}"}
    rows = facts_of(tmp_path, files)
    assert named(rows, "start") == ["install-hooks.sh", "other.sh", "send.py"]
    assert [row["name"] for row in rows if row["fact"] == "start" and row.get("shown")] == ["other.sh"]


def test_the_digest_of_the_code_follows_the_code(tmp_path: Path):
    def digest(number: int, body: str) -> str:
        rows = facts_of(tmp_path / str(number), {"SKILL.md": skill(body)})
        return next(row["digest"] for row in rows if row["fact"] == "code")

    first = digest(1, shell("make a"))
    assert digest(2, "Some words. " + shell("make a")) == first
    assert digest(3, shell("make b")) != first
    assert digest(4, shell("make a") + "\nThen run `make clean`.\n") == first


def test_a_script_behind_a_variable(tmp_path: Path):
    body = shell(
        'SCRIPT="$ROOT/scripts/tg-cli.py"', 'OTHER="$ROOT/x.py"', 'uv run --python 3.13 "$SCRIPT" list', "echo $OTHER"
    )
    assert named(facts_of(tmp_path, {"SKILL.md": skill(body)}), "start") == ["tg-cli.py"]


def test_a_script_in_a_code_span_is_shown(tmp_path: Path):
    rows = facts_of(
        tmp_path, {"SKILL.md": skill("| Command | For |\n|---|---|\n| `docs-search.sh <query>` | search |\n")}
    )
    assert [(row["name"], row["shown"]) for row in rows if row["fact"] == "start"] == [("docs-search.sh", True)]


def test_a_shell_script_that_a_code_span_names(tmp_path: Path):
    rows = facts_of(tmp_path, {"SKILL.md": skill("The hook `hooks/pacing-veto.sh` stops it; see `utils.py`.")})
    assert named(rows, "start") == ["pacing-veto.sh"]


def test_a_script_that_a_variable_runs(tmp_path: Path):
    rows = facts_of(tmp_path, {"SKILL.md": skill(shell("$PY tools/check_names.py .", "$PY -m x"))})
    assert named(rows, "start") == ["check_names.py"]
