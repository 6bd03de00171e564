import pytest

from skillrt.cli.main import build_parser, main


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chekc", "."], "did you mean `check`?"),
        (["inspect", ".", "--fromat", "json"], "did you mean `--format`?"),
        (["inspect", ".", "--format", "jsn"], "did you mean `json`?"),
        (["inspect"], "skill"),
    ],
)
def test_the_nearest_name_is_offered(arguments, words, capsys):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    printed = capsys.readouterr().err
    assert words in printed
    assert "--help" in printed


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", ""], "PATH: it is empty"),
        (["install", ""], "it is empty"),
        (["inspect", ""], "it is empty"),
        (["jit", "show", ""], "ID: it is empty"),
        (["check", "--changed-since", ""], "--changed-since: it is empty"),
        (["check", "--baseline", ""], "--baseline: it is empty"),
        (["check", "--write-baseline", ""], "--write-baseline: it is empty"),
        (["lock", "--check", "--against", ""], "--against: it is empty"),
    ],
)
def test_what_is_empty_does_not_stand_for_something_else(arguments, words, capsys):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert words in capsys.readouterr().err


def test_a_harness_may_be_given_empty_arguments():
    parser = build_parser("run")
    found = parser.parse_args(["run", "--harness", "codex", "--model", "m", "task", "--", "--x", ""])
    assert found.arguments == ["--x", ""]


@pytest.mark.parametrize("verb", [["lock"], ["jit", "list"], ["check"]])
def test_the_hint_points_to_the_help_of_the_verb(verb, capsys):
    with pytest.raises(SystemExit) as left:
        main([*verb, "--frob"])
    assert left.value.code == 2
    assert f"try `skillrt {' '.join(verb)} --help`" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["--frob", *verb])
    assert "try `skillrt --help`" in capsys.readouterr().err


def test_options_are_not_abbreviated(capsys):
    with pytest.raises(SystemExit):
        main(["inspect", ".", "--form", "json"])
    assert "--form" in capsys.readouterr().err
