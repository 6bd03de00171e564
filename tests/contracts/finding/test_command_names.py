from pathlib import Path

import pytest

from skillrt.contracts.finding.command_names import tables
from tests.contracts.locking import facts_of, named, shell, skill


def commands(tmp_path: Path, *lines: str) -> list[str]:
    return named(facts_of(tmp_path, {"SKILL.md": skill(shell(*lines))}), "command")


def test_the_data_are_there():
    assert {
        *(
            "verbs",
            "plain",
            "launchers",
            "unasked",
            "no_output",
            "valued",
            "forms",
            "prose",
            "flags",
            "looking",
            "nouns",
            "common",
            "fetching",
            "running",
            "tools",
            "local",
            "needing",
            "putting",
            "whole",
            "hosted",
            "no_variables",
            "before_servers",
            "no_services",
            "ends",
            "steering",
            "loading",
            "aliased",
            "own_folders",
            "prose_begins",
        ),
        *(
            "prose_writes",
            "prose_makes",
            "prose_puts",
            "prose_reads",
            "prose_links",
            "prose_actors",
            "endings",
            "models",
        ),
    } == set(tables())
    assert not tables()["verbs"] & tables()["plain"]


def test_a_program_that_no_list_knows_is_told_with_its_verb(tmp_path: Path):
    found = commands(tmp_path, "gateguard init", "zq-sync --all", "npm i -g x")
    assert found == ["gateguard init", "npm i", "zq-sync"]


@pytest.mark.parametrize(
    "line", ['"current": 100000,', "then run the tests", "Report the state", "summary of it all.", "frobnicate"]
)
def test_a_line_that_reads_as_a_sentence_is_no_command(tmp_path: Path, line: str):
    assert commands(tmp_path, line) == []


def test_an_unknown_name_in_a_block_that_does_not_say_shell_is_no_command(tmp_path: Path):
    block = "```\ngateguard init\n```\n"
    assert named(facts_of(tmp_path, {"SKILL.md": skill(block)}), "command") == []


def test_a_known_program_with_several_words_that_read_as_verbs_has_verbs(tmp_path: Path):
    assert commands(tmp_path, "ffmpeg -i a.mp4 b.mp4", "eslint src") == ["eslint", "ffmpeg"]
    assert commands(tmp_path / "b", "eslint lint", "eslint fix") == ["eslint fix", "eslint lint"]


def test_a_module_that_python_runs_is_told_but_for_the_skills_own(tmp_path: Path):
    assert commands(tmp_path, "python3 -m idealista_cli token") == ["python3 -m idealista_cli"]
    files: dict[str, str | bytes] = {
        "SKILL.md": skill(shell("python3 -m scripts.render")),
        "scripts/render.py": "print(1)\n",
    }
    assert named(facts_of(tmp_path / "b", files), "command") == ["python3"]


def test_what_runs_files_has_verbs_besides_and_options_take_words(tmp_path: Path):
    found = commands(tmp_path, "bun run dev", "bun install", "bun src/index.ts", "codex -a never", "npm -g install x")
    assert found == ["bun install", "bun run dev", "codex", "npm install"]


def test_verbs_of_several_words_that_only_look(tmp_path: Path):
    rows = facts_of(tmp_path, {"SKILL.md": skill(shell("aws ec2 describe-instances", "aws s3 rm s3://x/y"))})
    assert [(row["name"], row["effect"]) for row in rows if row["fact"] == "command"] == [
        ("aws ec2 describe-instances", "looks"),
        ("aws s3 rm", "outside"),
    ]


def test_a_sentence_in_a_block_that_says_nothing_is_no_command(tmp_path: Path):
    assert named(
        facts_of(tmp_path, {"SKILL.md": skill("```\nmake sure it is there\ngit status\n```\n")}), "command"
    ) == ["git status"]


def test_a_family_of_programs_is_told_whole_and_names_are_no_verbs(tmp_path: Path):
    found = commands(
        tmp_path, "amp-init --auto", 'amp-send alice "Hello"', "amp-inbox", "amp-read <id>", "other-thing"
    )
    assert found == ["amp-inbox", "amp-init", "amp-read", "amp-send"]


def test_what_a_verb_is_about_stands_before_it(tmp_path: Path):
    found = commands(
        tmp_path, "gh project item-delete 1", "git remote add x y", "npm run test:unit", "git push origin"
    )
    assert found == ["gh project item-delete", "git push", "git remote add", "npm run test:unit"]


def test_what_a_launcher_fetches_is_told_with_it(tmp_path: Path):
    rows = facts_of(tmp_path, {"SKILL.md": skill(shell("npx -y actp init", "npx skills add x/y", "uvx ruff check"))})
    assert named(rows, "command") == ["npx actp init", "npx skills add", "uvx ruff check"]
    assert "actp" not in named(rows, "need")


def test_types_of_c_are_no_commands(tmp_path: Path):
    assert commands(tmp_path, "long ptrace(int request) {", "  return 0;", "}") == []


def test_what_an_interpreter_runs_by_a_variable_has_no_verb(tmp_path: Path):
    assert commands(tmp_path, 'bun "$CLI" send a', "op item get x", "bun run dev", 'bun run "$CLI" query') == [
        "bun run",
        "bun run dev",
        "op item get",
    ]


def test_nouns_of_a_program_that_no_list_has(tmp_path: Path):
    lines = ("uipx flow tidy a.flow", "uipx flow debug b", "uipx login --output json", "uipx solution upload c")
    assert commands(tmp_path, *lines) == ["uipx flow debug", "uipx flow tidy", "uipx login", "uipx solution"]


def test_a_command_as_prose_spells_it(tmp_path: Path):
    lines = ('zqload frost exec -q "SELECT 1"', "zqother frost exec -q 1", "zqtrain ghent", "zqload frost tidy a.sql")
    block = "\n".join(("```bash", *lines, "```", ""))
    text = skill("Deploy it with `zqload frost exec` or `zqload frost tidy`, see `zqtrain ghent`.\n\n" + block)
    assert named(facts_of(tmp_path, {"SKILL.md": text}), "command") == [
        "zqload frost exec",
        "zqload frost tidy",
        "zqother",
        "zqtrain",
    ]


def test_a_call_of_another_language_in_a_block_that_says_shell_is_no_command(tmp_path: Path):
    lines = (
        "for x in all:",
        "    zqflag('Conditional logic')",
        "zqcheck(a, b)",
        "zq-sync --now",
        "f() { zq-push --all; }",
    )
    assert commands(tmp_path, *lines) == ["zq-push", "zq-sync"]


def test_what_many_programs_have_for_a_verb_is_no_noun(tmp_path: Path):
    assert commands(tmp_path, "zq-icons search arrow", "zq-icons search home") == ["zq-icons search"]
    assert commands(tmp_path / "b", "zqtrain d ghent", "zqtrain d home", 'zqtrain d "x"') == ["zqtrain"]
    assert commands(tmp_path / "c", "clawhub install zqskill") == ["clawhub install"]
