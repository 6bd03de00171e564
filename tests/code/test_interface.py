from skillrt.code.interface import Interface, Option, Positional


def test_lookup():
    inner = Interface("argparse", "python", positionals=(Positional("file"),))
    outer = Interface("argparse", "python", (Option(("-v", "--verbose"), 0, 0),), subcommands=(("run", inner),))
    verbose = outer.option("-v")
    assert verbose is not None
    assert verbose.names == ("-v", "--verbose")
    assert outer.option("--verb") is None
    assert outer.subcommand("run") is inner
    assert outer.subcommand("walk") is None


def test_an_interface_that_is_open_and_empty_is_not_known():
    assert not Interface("argv", "python", open_options=True, open_positionals=True).known
    assert Interface("argv", "python").known
