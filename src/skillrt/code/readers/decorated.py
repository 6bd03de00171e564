"""Decorators of Python functions, and the command names that click and typer make of function names."""

import ast

import msgspec


class Decorator(msgspec.Struct):
    """`@owner.name(...)`; `call` is None where it is not called."""

    owner: str
    name: str
    call: ast.Call | None


def decorators(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[Decorator]:
    """The decorators of a function, top to bottom; one of an unusual shape has the name '?'."""
    found: list[Decorator] = []
    for item in node.decorator_list:
        call = item if isinstance(item, ast.Call) else None
        target = call.func if call is not None else item
        if isinstance(target, ast.Name):
            found.append(Decorator("", target.id, call))
        elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            found.append(Decorator(target.value.id, target.attr, call))
        else:
            found.append(Decorator("", "?", call))
    return found


def command_names(function: str, given: str = "") -> tuple[str, ...]:
    """What a command may be called by: the given name, or the function's, as versions of click make it."""
    if given:
        return (given,)
    plain = function.lower().replace("_", "-").rstrip("-")
    short = next(
        (plain.removesuffix(end) for end in ("-command", "-cmd", "-group", "-grp") if plain.endswith(end)), plain
    )
    return (plain,) if short == plain else (plain, short)
