import pytest

from skillrt.cli.main import main


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


def test_options_are_not_abbreviated(capsys):
    with pytest.raises(SystemExit):
        main(["inspect", ".", "--form", "json"])
    assert "--form" in capsys.readouterr().err
