import json

import pytest

from skillrt.cli.main import main
from tests.cli.own_harness import write_harness
from tests.skills import write_skill


def test_exactly_one_json_object(tmp_path, capsys):
    folder = write_skill(
        tmp_path / "s", {"SKILL.md": b"---\nname: s\ndescription: caf\xe9\n---\nSee `Tables.md`.\n", "tables.md": "x"}
    )
    assert main(["inspect", str(folder), "--format", "json", "--id", "x01"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["id"] == "x01"
    assert [row["resolves_to"] for row in found["broken_references"]] == ["tables.md"]


def test_text(tmp_path, capsys):
    folder = write_skill(tmp_path / "s", {"SKILL.md": "# T\n"})
    assert main(["inspect", str(folder)]) == 0
    assert capsys.readouterr().out.startswith("s  (s)\n  Use when a test needs a skill.\n")


def test_what_cannot_be_read_is_told(tmp_path, capsys):
    folder = write_skill(tmp_path / "s", {"SKILL.md": b"---\nname: s\ndescription: {{\n---\n# T\n"})
    assert main(["inspect", str(folder), "--format", "json"]) == 0
    printed = capsys.readouterr()
    (problem,) = json.loads(printed.out)["problems"]
    assert (problem["code"], problem["severity"]) == ("frontmatter.invalid-yaml", "error")
    assert printed.err.startswith(f"{folder.as_posix()}/{problem['at']}:")
    assert main(["inspect", str(folder / "SKILL.md")]) == 0
    assert capsys.readouterr().err == printed.err


def test_a_target_shows_gaps_and_where_levels_come_from(tmp_path, capsys):
    folder = write_skill(tmp_path / "s", {"SKILL.md": "# T\n"})
    assert main(["inspect", str(folder), "--target", "qwen/qwen3.5-9b@pi"]) == 0
    printed = capsys.readouterr()
    assert "qwen/qwen3.5-9b@pi on the host `generic`\n  levels from: the same model in another harness" in printed.out
    assert "[target.other-harness]" in printed.err
    assert main(["inspect", str(folder), "--target", "qwen/qwen3.5-9b@pi", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["target"]["origin"] == "other-harness"
    assert isinstance(found["gaps"], list)


def test_a_page_of_many_skills_and_targets(tmp_path, capsys):
    for name in ("a", "b"):
        write_skill(tmp_path / "lib" / name, {"SKILL.md": "# T\n"})
    (tmp_path / "lib" / "bad").mkdir()
    (tmp_path / "lib" / "bad" / "SKILL.md").write_bytes(b"---\nname: [\n")
    arguments = ["inspect", str(tmp_path / "lib"), "--target", "m@pi", "--target", "n@codex", "--format", "html"]
    status = main([*arguments, "-o", str(tmp_path / "map.html")])
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "wrote " in printed.err
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert "3 skills on 2 targets" in page
    assert "@codex" in page
    assert main(arguments) == status
    assert capsys.readouterr().out == page


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--target", "m@pi", "--target", "n@pi"], "usage.several-targets"),
        (["OTHER"], "usage.several-skills"),
        (["--format", "html"], "usage.missing-argument"),
    ],
)
def test_what_only_a_page_can_show_is_said(tmp_path, monkeypatch, capsys, arguments: list[str], code: str):
    monkeypatch.chdir(tmp_path)
    for name in ("s", "OTHER"):
        write_skill(tmp_path / name, {"SKILL.md": "# T\n"})
    assert main(["inspect", "s", *arguments]) == 2
    assert f"[{code}]" in capsys.readouterr().err


def test_the_workflow_alone_as_text_json_and_drawing(tmp_path, capsys):
    steps = "# T\n\n## Steps\n\n1. Read `a.md`.\n2. Write `b.md`.\n3. Tell it.\n"
    folder = str(write_skill(tmp_path / "s", {"SKILL.md": steps}))
    assert main(["inspect", folder, "--workflow"]) == 0
    assert capsys.readouterr().out.startswith("workflow w1: Steps  SKILL.md:9-11\n  s1   Read `a.md`.  SKILL.md:9\n")
    assert main(["inspect", folder, "--workflow", "--format", "json"]) == 0
    assert [row["id"] for row in json.loads(capsys.readouterr().out)["steps"]] == ["s1", "s2", "s3"]
    assert main(["inspect", folder, "--format", "mermaid"]) == 0
    assert "  s1 ==> s2\n" in capsys.readouterr().out
    assert main(["inspect", folder, "--workflow", "--format", "svg"]) == 0
    assert capsys.readouterr().out.startswith("<svg ")
    assert main(["inspect", folder]) == 0
    assert "workflow w1: Steps" in capsys.readouterr().out


def test_harnesses_of_ones_own_are_found_in_the_text(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_harness(tmp_path / "own")
    write_skill(tmp_path / "s", {"SKILL.md": "# T\n\nLook into `.mine/skills/other/a.md`.\n"})
    for settings, named in (("", False), ('harnesses = "own"\n', True)):
        (tmp_path / "skillrt.toml").write_text(settings)
        assert main(["inspect", "s", "--format", "json"]) == 0
        assert ('"mine"' in capsys.readouterr().out) is named


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "html", "--target", "m@pi", "--workflow"],
        ["--format", "html", "--target", "m@pi", "--id", "x"],
        ["--cautious"],
        ["--held-rate", "0.5"],
        ["--host", "this"],
    ],
)
def test_an_option_that_would_do_nothing_is_told(tmp_path, capsys, arguments):
    folder = write_skill(tmp_path / "s", {"SKILL.md": "# T\n"})
    assert main(["inspect", str(folder), *arguments]) == 2
    said = capsys.readouterr().err
    assert any(f"`{option}`" in said for option in arguments if option.startswith("--"))


def test_which_format_shows_one_skill(tmp_path, capsys):
    folder = write_skill(tmp_path / "s", {"SKILL.md": "# T\n"})
    assert main(["inspect", str(folder), str(folder), "--format", "svg"]) == 2
    assert "`--format svg` shows one skill" in capsys.readouterr().err
