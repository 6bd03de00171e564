import pytest

from skillrt.code.outlining.python_functions import gives_something, lone_function, options_from
from skillrt.code.outlining.python_uses import Uses
from tests.code.outlining.blocks import block


def options(text: str) -> tuple[list[tuple[str, str, bool]], str] | None:
    found = block(text)
    function = lone_function(found.statements)
    assert function is not None
    made = options_from(function, Uses([statement.node for statement in found.statements]))
    return made and (
        [(item.name, item.kind, item.required) for item in (given.item for given in made[0])],
        made[1].replace("\0", ""),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "def f(path: str, n: int = 3) -> str:\n    return open(path).read()[:n]",
            ([("path", "input-file", True), ("n", "integer", False)], "f(path=args.path, n=args.n)"),
        ),
        (
            "def f(pdf_path):\n    return read(pdf_path)",
            ([("pdf_path", "input-file", True)], "f(pdf_path=args.pdf_path)"),
        ),
        (
            "def f(names: list[str], *, low: float):\n    return names, low",
            ([("names", "text", True), ("low", "number", True)], "f(names=args.names, low=args.low)"),
        ),
        ("async def f(url: str):\n    return url", ([("url", "url", True)], "asyncio.run(f(url=args.url))")),
        ("def f(text: str):\n    yield text", ([("text", "text", True)], "list(f(text=args.text))")),
        ("def f(name: str, options=None):\n    return name", ([("name", "text", True)], "f(name=args.name)")),
    ],
)
def test_parameters_become_options(text: str, expected: tuple[list[tuple[str, str, bool]], str]):
    assert options(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "def f(df):\n    return df",
        "def f(*paths):\n    return paths",
        "def f(model: Model):\n    return model",
        "def f():\n    return 1",
        "def f(x, **more):\n    return x",
    ],
)
def test_parameters_that_cannot_be_typed(text: str):
    assert options(text) is None


def test_the_function_that_the_others_serve():
    found = lone_function(block("def a(x):\n    return b(x)\ndef b(x):\n    return x").statements)
    assert found is not None
    assert found.name == "a"
    assert lone_function(block("def a(x): return x\ndef b(x): return x").statements) is None
    assert lone_function(block("class A:\n    pass\ndef b(x): return x").statements) is None


def test_what_gives_nothing_back():
    assert not gives_something(lone_function(block("def a(x):\n    x.y()").statements))  # type: ignore[arg-type]
