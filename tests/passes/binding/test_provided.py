from skillrt.environment.needs import Need, Needs
from skillrt.passes.binding.provided import Provided, provided_by


def provided(*rows: tuple[str, str, tuple[str, ...]], required: bool = True) -> Provided:
    needs = [
        Need(kind=kind, name=name, modules=modules, required=required, why="x")  # pyright: ignore[reportArgumentType]
        for kind, name, modules in rows
    ]
    return provided_by(Needs(needs=tuple(needs)))


def test_packages_bring_their_interpreter_their_modules_and_their_programs():
    found = provided(
        ("python", "httpie", ()), ("python", "pillow", ("PIL",)), ("node", "@mermaid-js/mermaid-cli", ())
    )
    assert found.python
    assert found.node
    assert found.modules == {"httpie", "pillow", "PIL"}
    assert {
        "http": "python",
        "httpie": "python",
        "mmdc": "node",
    }.items() <= found.programs.items()


def test_an_interpreter_alone_and_optional_packages_are_not_provided():
    assert not provided(("system", "python3", ()), ("system", "node", ()), ("env", "KEY", ())).anything
    assert not provided(("python", "pandas", ("pandas",)), ("node", "tsx", ()), required=False).anything


def test_imports_are_those_of_needed_packages():
    found = provided(("python", "pillow", ("PIL",)), ("node", "@scope/x", ()))
    assert found.imports("x.py", "from PIL.Image import open\n")
    assert not found.imports("x.py", "import os\n")
    assert found.imports("x.js", "import a from '@scope/x/deep';\n")
    assert not found.imports("x.js", "import a from '@scope/y';\n")
    assert found.is_module("PIL.tool")
    assert not found.is_module("json.tool")


def test_libraries_that_are_called_like_programs_and_installers_bring_none():
    found = provided(("python", "docker", ()), ("python", "uv", ()), ("node", "@x/cli", ()), ("python", "black", ()))
    assert dict(found.programs) == {"black": "python"}
