import ast

from skillrt.code.readers.python_click import click_option, read

TEXT = """import click
@click.group()
@click.option("--debug/--no-debug", default=False)
def cli(debug): pass
@cli.command("sync")
@click.argument("src")
@click.argument("rest", nargs=-1)
@click.option("-n", "--count", type=int, required=True)
@click.option("--format", type=click.Choice(["a", "b"]))
def do_sync(src, rest, count, format): pass
@cli.command()
def show_all(): pass
"""


def test_group():
    found = read(TEXT)
    assert found is not None
    assert [name for name, _ in found.subcommands] == ["sync", "show-all"]
    assert found.option("--no-debug") is not None
    sync = found.subcommand("sync")
    assert sync is not None
    assert [(item.name, item.minimum, item.maximum) for item in sync.positionals] == [
        ("src", 1, 1),
        ("rest", 0, None),
    ]
    count, choice = sync.option("-n"), sync.option("--format")
    assert count is not None
    assert count.required
    assert choice is not None
    assert choice.choices == ("a", "b")


def test_an_unknown_decorator_leaves_it_open():
    found = read("import click\n@click.command()\n@shared_options\n@click.option('--a')\ndef main(): pass\n")
    assert found is not None
    assert found.open_options


def test_two_roots_are_not_told_apart():
    assert read("import click\n@click.command()\ndef a(): pass\n@click.command()\ndef b(): pass\n") is None


def test_flags():
    call = ast.parse("option('-v', is_flag=True)", mode="eval").body
    assert isinstance(call, ast.Call)
    assert click_option(call, ["-v"]).maximum == 0
