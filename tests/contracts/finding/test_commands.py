from pathlib import Path

import pytest

from tests.contracts.locking import facts_of, named, shell, skill


def commands(tmp_path: Path, *lines: str, **files: str) -> dict[str, str]:
    rows = facts_of(tmp_path, {"SKILL.md": skill(shell(*lines)), **files})
    return {row["name"]: row["effect"] for row in rows if row["fact"] == "command"}


def test_verbs_belong_to_the_name_and_the_effect_is_told(tmp_path: Path):
    found = commands(
        tmp_path, "git status", "git push origin main", "curl https://x.io/a.json", "pdftotext a.pdf out.txt"
    )
    assert found["git status"] == "looks"
    assert found["git push"] == "outside"
    assert found["curl"] == "looks"
    assert found["pdftotext"] == "writes"


def test_of_one_command_the_heaviest_effect_counts(tmp_path: Path):
    assert commands(tmp_path, "curl https://x.io", "curl -X POST https://x.io -d @a.json")["curl"] == "outside"


def test_what_every_shell_has_and_only_shows_is_left_out(tmp_path: Path):
    assert commands(tmp_path, "cd x", "ls -la | sort", "echo done", "cat a.txt") == {}


def test_what_removes_and_what_asks_for_rights_is_not_left_out(tmp_path: Path):
    assert set(commands(tmp_path, "rm -rf build", "sudo systemctl restart nginx")) == {
        "rm",
        "sudo",
        "systemctl restart",
    }


def test_an_option_that_names_no_output_writes_nothing(tmp_path: Path):
    found = facts_of(tmp_path, {"SKILL.md": skill(shell("ps -o command= -p 1", "kubectl get pods -o yaml"))})
    assert named(found, "write", "path") == []
    assert {row["name"]: row["effect"] for row in found if row["fact"] == "command"} == {
        "ps": "looks",
        "kubectl get": "looks",
    }


def test_programs_that_bundled_programs_call(tmp_path: Path):
    code = 'import subprocess\nsubprocess.run(["ffmpeg", "-i", "a.mp4", "b.mp3"])\n'
    rows = facts_of(tmp_path, {"SKILL.md": skill("Run `scripts/a.py`."), "scripts/a.py": code})
    assert named(rows, "command") == ["ffmpeg"]


def test_a_block_that_shows_what_not_to_do_runs_nothing(tmp_path: Path):
    body = "Never do this:\n\n```bash\n# WRONG\nterraform destroy\n```\n"
    rows = facts_of(tmp_path, {"SKILL.md": skill(body)})
    assert named(rows, "command") == []


def test_command_lines_in_prose_but_for_those_that_it_warns_of(tmp_path: Path):
    body = "First run `git fetch origin`, then `docker compose up -d`. Never run `terraform destroy -auto-approve`."
    rows = facts_of(tmp_path, {"SKILL.md": skill(body)})
    assert named(rows, "command") == ["docker compose up", "git fetch"]


def test_commands_below_a_heading_that_forbids_them(tmp_path: Path):
    blocked = "## What gets blocked\n\n- `git push --force`\n- `git reset --hard`\n"
    body = f"Install it.\n\n{blocked}\n## Next\n\nRun `git fetch -p`."
    assert named(facts_of(tmp_path, {"SKILL.md": skill(body)}), "command") == ["git fetch"]


def test_what_is_no_command_line_in_prose(tmp_path: Path):
    body = "Set `service = build(x)`, then `open a file`, `make sure`, `host: curl` and `git`; see `curl(url)`."
    assert named(facts_of(tmp_path, {"SKILL.md": skill(body)}), "command") == []


def test_verbs_behind_options_and_prompts_that_are_no_files(tmp_path: Path):
    body = "Run `git -C <folder> rev-parse --git-dir`, then `kubectl -n web apply -f .`; say `>> npm install uuid`."
    assert named(facts_of(tmp_path, {"SKILL.md": skill(body)}), "command") == ["git rev-parse", "kubectl apply"]


def test_a_command_that_prose_asks_for_and_one_that_it_only_has(tmp_path: Path):
    body = """\
The output of `git status` goes there, as with `npm run dev` elsewhere.

1. `git fetch -p` gets the rest.

Then use `docker compose up -d`, e.g. with `kubectl get pods` beside it.

`terraform plan -out x`

Afterwards it is the job of `python scripts/a.py in.csv` to sort.
"""
    rows = facts_of(tmp_path, {"SKILL.md": skill(body), "scripts/a.py": "print(1)\n"})
    assert {row["name"]: row.get("named", False) for row in rows if row["fact"] == "command"} == {
        "git status": True,
        "npm run dev": True,
        "git fetch": False,
        "docker compose up": False,
        "kubectl get": True,
        "terraform plan": False,
        "python3": False,
    }


def test_words_of_a_sentence_a_table_and_a_drawing_run_nothing(tmp_path: Path):
    body = """\
A headless run (`claude -p`), with no `pip install` required. The skill has `agent-browser eval x`, and `eval -i`.

| Skill | When |
|---|---|
| a | Run `dbt parse --no-x` first. |

```
terraform plan     ← their own step
    ↓
init → update
```
"""
    rows = facts_of(tmp_path, {"SKILL.md": skill(body)})
    assert {row["name"]: row.get("named", False) for row in rows if row["fact"] == "command"} == {
        "agent-browser": True,
        "claude": True,
        "dbt parse": True,
        "terraform plan": True,
    }


def test_a_file_that_a_launcher_runs(tmp_path: Path):
    assert set(commands(tmp_path, "uv run scripts/a.py x.json", "poetry run ./b.sh")) == {"uv run", "poetry run"}


def test_a_list_of_what_must_not_be_shown_and_a_heading_that_is_a_command(tmp_path: Path):
    body = (
        "These are not verified and must not appear:\n\n- `kubectl vm x`\n\n### `kubectl events list`\n\nRead-only.\n"
    )
    rows = facts_of(tmp_path, {"SKILL.md": skill(body)})
    assert [(row["name"], row["named"]) for row in rows if row["fact"] == "command"] == [("kubectl events", True)]


@pytest.mark.parametrize(
    "span",
    [
        "who can / which can / on behalf of",
        "{ kind: 'builtin', tool: 'a' | 'summarize' | 'b', ... }",
        "eval --report",
    ],
)
def test_a_span_of_words_or_of_code_is_no_command(tmp_path: Path, span: str):
    body = f"About `{span}`.\n\n" + shell("zqtool agent eval x.json", "zqtool agent run y.json")
    found = [name for name in named(facts_of(tmp_path, {"SKILL.md": skill(body)}), "command") if "zqtool" not in name]
    assert found == []


def test_programs_of_python_run_commands_with_verbs(tmp_path: Path):
    code = """\
import subprocess
def go(words):
    subprocess.run(words)
go(["git", "push", place])
go(["claude", "--model", "small", "-p", text])
go(["npx", "-y", "acme-tool@1.2"])
"""
    rows = facts_of(tmp_path, {"SKILL.md": skill("Do it."), "scripts/a.py": code})
    found = {row["name"]: row["effect"] for row in rows if row["fact"] == "command"}
    assert found["git push"] == "outside"
    assert "git" not in found
    assert {"claude", "npx acme-tool"} <= set(found)
    assert "claude small" not in found


def test_a_variable_of_literals_is_put_in_for_a_command(tmp_path: Path):
    script = 'PM="npm install"\nif x; then PM="pnpm add"; fi\n$PM left-part\n"$1" git push\n'
    rows = facts_of(tmp_path, {"SKILL.md": skill("Do it."), "a.sh": script})
    assert {"npm install", "pnpm add"} <= set(named(rows, "command"))


def test_a_line_of_settings_is_no_command(tmp_path: Path):
    assert set(commands(tmp_path, "git status", "binding = 1", "name = x")) == {"git status"}


def test_what_a_word_of_prose_and_its_block_show_is_a_command(tmp_path: Path):
    body = "You must use `vuwer` here.\n\n" + shell("git status", "vuwer your_model.xml", "Vuwor model.xml")
    rows = facts_of(tmp_path, {"SKILL.md": skill(body)})
    assert named(rows, "command") == ["git status", "vuwer"]


def test_spans_of_one_order_are_asked_for_together(tmp_path: Path):
    rows = facts_of(tmp_path, {"SKILL.md": skill("Run `git status` / `gh pr list`. There is `git log -1`.")})
    found = {row["name"]: row.get("named", False) for row in rows if row["fact"] == "command"}
    assert found == {"git status": False, "gh pr list": False, "git log": True}


def test_what_a_program_has_fetched(tmp_path: Path):
    code = (
        "const { execSync } = require('child_process')\nexecSync(`CI=1 npx -y tool-x@latest add a/${b} --yes 2>&1`)\n"
    )
    files: dict[str, str | bytes] = {"SKILL.md": skill("Run `CI=1 npx tool-y@latest add x`."), "a.js": code}
    assert named(facts_of(tmp_path, files), "command") == ["npx tool-x add", "npx tool-y add"]
    found = facts_of(
        tmp_path / "b", {"SKILL.md": skill(shell("pnpm dlx tool-z@1 init", "npx tool-z", "npx tool-z add"))}
    )
    assert named(found, "command") == ["npx tool-z add", "pnpm dlx tool-z init"]
