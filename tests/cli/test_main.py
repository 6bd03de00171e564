import subprocess
import sys

import pytest

from skillrt.cli.main import VERBS, build_parser, main
from tests.skills import write_skill


def skillrt(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "skillrt", *arguments], capture_output=True, text=True, check=False, **options
    )


def test_help_lists_every_verb():
    done = skillrt("--help")
    assert done.returncode == 0
    for verb in VERBS:
        assert f"\n    {verb} " in done.stdout


def test_version():
    assert skillrt("--version").stdout.startswith("skillrt ")


def test_no_verb_prints_help():
    assert "usage: skillrt" in skillrt().stdout


def test_help_loads_nothing_heavy():
    code = (
        "import sys; from skillrt.cli.main import build_parser; build_parser().format_help();"
        "heavy = {'yaml', 'pyromark', 'rich', 'tree_sitter', 'multiprocessing', 'tomllib'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(verb, capsys):
    with pytest.raises(SystemExit) as left:
        main([verb, "--help"])
    assert left.value.code == 0
    assert verb in capsys.readouterr().out


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_closed_streams_lead_nowhere(closed, tmp_path):
    write_skill(tmp_path / "a", {"SKILL.md": ""})
    command = f'"$0" -m skillrt check a --no-cache {closed}; echo "$?"; "$0" -m skillrt check b {closed}; echo "$?"'
    done = subprocess.run(
        ["sh", "-c", command, sys.executable], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert [line for line in done.stdout.splitlines() if line.isdigit()] == ["0", "2"]
    assert "internal.error" not in done.stderr
    assert ("does not exist" in done.stderr) == ("2>" not in closed)
    assert "does not exist" not in done.stdout


def test_a_working_folder_that_is_gone_is_named(tmp_path):
    (tmp_path / "gone").mkdir()
    command = 'rmdir "$PWD"; exec "$0" -m skillrt check .'
    done = subprocess.run(
        ["sh", "-c", command, sys.executable], capture_output=True, text=True, check=False, cwd=tmp_path / "gone"
    )
    assert done.returncode == 3
    assert "the folder that this was started in is not there any more [machine.io]" in done.stderr


def test_the_whole_parser_can_be_built():
    assert build_parser("*").format_help()


def test_an_error_is_a_diagnostic_and_a_status(capsys):
    assert main(["inspect", "no/such/skill"]) == 2
    assert "error: `no/such/skill` does not exist" in capsys.readouterr().err


def test_an_interrupt_ends_without_noise(monkeypatch, capsys):
    def interrupted(arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("skillrt.cli.main._run", interrupted)
    assert main(["check"]) == 130
    assert capsys.readouterr().err == "interrupted\n"


def test_a_machine_error_is_no_traceback(monkeypatch, capsys):
    def full(arguments):
        raise OSError(28, "No space left on device", "out/x")

    monkeypatch.setattr("skillrt.cli.main._run", full)
    assert main(["check"]) == 3
    assert "No space left on device" in capsys.readouterr().err


def test_an_error_is_an_annotation_where_annotations_are_asked_for(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "skillrt.toml").write_text('\nlevel = "O7"\n')
    assert main(["check", "--format", "github"]) == 2
    printed = capsys.readouterr()
    assert printed.out.startswith("::error file=skillrt.toml,line=2,endLine=2,col=1,endColumn=6,title=")
    assert "skillrt.toml:2:1: error:" in printed.err
    assert main(["check", "--format", "github", "--config", "gone.toml"]) == 2
    assert capsys.readouterr().out.startswith("::error title=")
    assert main(["check"]) == 2
    assert capsys.readouterr().out == ""


def test_what_nobody_foresaw_is_a_diagnostic_and_status_3(monkeypatch, capsys):
    def defective(arguments):
        raise KeyError("odd")

    monkeypatch.setattr("skillrt.cli.main._run", defective)
    assert main(["check"]) == 3
    told = capsys.readouterr().err
    assert "SkillRT failed: KeyError: 'odd' in cli/main.py, line " in told
    assert "[internal.error]" in told


def test_a_closed_pipe_is_no_traceback(tmp_path):
    folder = tmp_path / "s"
    folder.mkdir()
    (folder / "SKILL.md").write_text("---\nname: s\ndescription: d\n---\n" + "text\n\n" * 20_000)
    done = subprocess.run(
        f'"{sys.executable}" -m skillrt opt "{folder}" | head -1',
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "skir 1\n"
    assert done.stderr == ""
