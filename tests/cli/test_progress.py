from skillrt.cli.progress import bar


def test_a_bar_leaves_nothing_behind(capsys):
    with bar("compiling", 3) as advance:
        advance()
        advance()
    assert capsys.readouterr().out == ""
