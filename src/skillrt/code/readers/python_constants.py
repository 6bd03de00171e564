"""Plain constants in the arguments of a Python call."""

import ast


def constant(node: ast.expr | None) -> object:
    """The value of a constant (a negative number too); None for anything else."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        value = node.operand.value
        return -value if isinstance(value, int | float) else None
    return None


def keyword(call: ast.Call | None, name: str) -> object:
    """The constant that a keyword argument is; None where it is absent or not constant."""
    found = next((item.value for item in call.keywords if item.arg == name), None) if call is not None else None
    return constant(found)


def choices_of(node: ast.expr) -> tuple[str, ...] | None:
    """The strings of a list or tuple display; None for anything else."""
    if not isinstance(node, ast.List | ast.Tuple):
        return None
    values = [constant(item) for item in node.elts]
    known = tuple(value for value in values if isinstance(value, str))
    return known if known and len(known) == len(values) else None
