import pytest

from skillrt.cli.main import main
from skillrt.ir.text_form import parse_module
from skillrt.passes.pipeline import pass_names
from tests.cli.own_harness import write_harness
from tests.skills import write_skill


@pytest.fixture
def skill(tmp_path):
    return str(write_skill(tmp_path / "s", {"SKILL.md": "# T\n\nSee `Tables.md`.\n", "tables.md": "x\n"}))


def test_printing_and_reading_back(skill, tmp_path, capsys):
    assert main(["opt", skill]) == 0
    text = capsys.readouterr().out
    (tmp_path / "s.skir").write_text(text)
    assert main(["opt", str(tmp_path / "s.skir")]) == 0
    assert capsys.readouterr().out == text


def test_a_pipeline_runs(skill, capsys):
    assert main(["opt", skill, "--pipeline", "link"]) == 0
    assert '"ref": "Tables.md"' in capsys.readouterr().out


def test_print_after_all(skill, capsys):
    assert main(["opt", skill, "--pipeline", "link", "--print-after", "all"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("// after link\nskir 1\n")
    assert parse_module(out.removeprefix("// after link\n")).folder == "s"


def test_the_settings_count(skill, tmp_path, capsys, monkeypatch):
    """With harnesses of one's own, and profiles."""
    monkeypatch.chdir(tmp_path)
    write_harness(tmp_path / "own")
    (tmp_path / "skillrt.toml").write_text('harnesses = "own"\n')
    assert main(["opt", skill, "--pipeline", "link,retarget", "--target", "m@mine"]) == 0
    assert main(["opt", skill, "--pipeline", "retarget{from=mine}"]) == 0
    (tmp_path / "skillrt.toml").rename(tmp_path / "other.toml")
    capsys.readouterr()
    assert main(["opt", skill, "--pipeline", "link", "--target", "m@mine"]) == 2
    assert "no harness `mine`" in capsys.readouterr().err
    assert main(["opt", skill, "--pipeline", "link", "--target", "m@mine", "--config", "other.toml"]) == 0


def test_list(capsys):
    assert main(["opt", "--list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(pass_names())


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ([], 2, "name a skill"),
        (["nowhere.skir"], 2, "does not exist"),
        (["{skill}", "--pipeline", "lnik"], 2, "did you mean `link`?"),
        (["{skill}", "--print-after", "nope"], 2, "there is no pass"),
        (["{skill}", "--pipeline", "link", "--print-after", "retarget"], 2, "the pipeline has no pass `retarget`"),
        (["{skill}", "--pipeline", "link", "--target", "m@cdoex"], 2, "did you mean `codex`?"),
        (["{bad}"], 1, "begins with"),
    ],
)
def test_wrong_calls(skill, tmp_path, capsys, arguments, status, words):
    bad = tmp_path / "bad.skir"
    bad.write_bytes(b"\xff\x00nonsense")
    filled = [item.format(skill=skill, bad=bad) for item in arguments]
    assert main(["opt", *filled]) == status
    assert words in capsys.readouterr().err
