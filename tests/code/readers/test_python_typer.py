from skillrt.code.readers.python_typer import read

TEXT = """import typer
from typing import Annotated, Optional
app = typer.Typer()
@app.command()
def main(ctx: typer.Context, name: str, size: int = typer.Option(..., "--size", "-s"), loud: bool = False,
         tags: list[str] = typer.Argument(None), out: Annotated[Optional[str], typer.Option("--out")] = None): ...
"""


def test_one_command():
    found = read(TEXT)
    assert found is not None
    assert not found.subcommands
    assert [(item.name, item.minimum, item.maximum) for item in found.positionals] == [
        ("NAME", 1, 1),
        ("TAGS", 0, None),
    ]
    size, loud, out = found.option("-s"), found.option("--no-loud"), found.option("--out")
    assert size is not None
    assert size.required
    assert loud is not None
    assert loud.maximum == 0
    assert out is not None
    assert not out.required


def test_two_commands_and_run():
    found = read(TEXT + "@app.command()\ndef list_all(): ...\n")
    assert found is not None
    assert [name for name, _ in found.subcommands] == ["main", "list-all"]
    single = read("import typer\ndef go(path: str): ...\ntyper.run(go)\n")
    assert single is not None
    assert [item.name for item in single.positionals] == ["PATH"]
