"""Programs that would be an example set in stone: what a reader puts in or chooses is no option of theirs."""

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from skillrt.code.outlining.program import Program
from skillrt.code.outlining.python_block import Block
from skillrt.code.outlining.python_closure import Closure
from skillrt.code.outlining.python_effects import called
from skillrt.code.outlining.python_fragments import are_alternatives, does_again, holds_placeholder
from skillrt.code.outlining.python_known import known
from skillrt.code.outlining.python_names import names_of
from skillrt.code.outlining.python_samples import holds_sample, own_level, runs_on_sample, says_something
from skillrt.code.outlining.python_sent import sends_sample

_CHOICE: Final = re.compile(
    r"(?i)\b(?:choose|choices|one of|options?|alternativ\w{0,6}|can be|available|supported|or [\w'\"])"
)
_DEFINITION: Final = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom
_PHRASE: Final = 3
_SHOWN: Final = frozenset(("print", "pprint", "show"))


def frozen(block: Block, closure: Closure, chosen: Collection[int], *, options: bool, given: bool) -> str | None:
    """Why the program would do only what the example does; None where it is fit to be used.

    `chosen` are the ids of the literals that became options, `options` says that there is any but numbers, `given`
    that there is any.
    """
    nodes = [statement.node for statement in closure.statements]
    why = _built_in(nodes, chosen, options=options) or _shows(block, chosen)
    return why or ("it would run on the sample only" if not given and runs_on_sample(nodes) else None)


def _built_in(nodes: Sequence[ast.stmt], chosen: Collection[int], *, options: bool) -> str | None:
    """What a caller would change and cannot."""
    left = [node for root in nodes for node in _left(root, chosen)]
    if any(holds_placeholder(node) for node in left):
        return "a value that only says what belongs there would be built in"
    if not options and (_demonstrates(nodes) or any(_is_sample(node) for root in nodes for node in ast.walk(root))):
        return "it would run on the sample only"
    own = [node for root in nodes for node in own_level(root)]
    if any(_is_built_in(node, chosen) or says_something(node, chosen) for node in own):
        return "a text that it works on would be built in"
    if any(_is_set(node, chosen) for root in nodes for node in ast.walk(root)):
        return "a value that it sets would be built in"
    if any(_is_data(node, chosen) or holds_sample(node, chosen) for node in own):
        return "data that it works on would be built in"
    return "what it sends would be built in" if sends_sample(nodes, chosen) else None


def _shows(block: Block, chosen: Collection[int]) -> str | None:
    """Why a block is written to be looked at rather than run."""
    if _has_choice(block, chosen):
        return "a choice that a comment names would be built in"
    if _ends_in_comments(block):
        return "comments at its end stand for code that is still to be written"
    if _is_idle(block):
        return "it makes things to be looked at rather than one result"
    if are_alternatives(block) or _called_twice(block) or does_again(block):
        return "it shows several uses under one another"
    return None


def taken_from_elsewhere(block: Block, closure: Closure, blocks: Sequence[Block]) -> str | None:
    """The variable that comes from another section though more than one block gives it another value."""
    for other, statement in closure.parts:
        if other is block or other.snippet.title == block.snippet.title or isinstance(statement.node, _DEFINITION):
            continue
        written = ast.dump(statement.node)
        for name in statement.names.binds:
            for third in blocks:
                again = (item for item in third.statements if third is not other and name in item.names.binds)
                if any(ast.dump(item.node) != written for item in again):
                    return name
    return None


def still_needed(programs: Sequence[Program], blocks: Sequence[Block]) -> list[Program]:
    """The programs without those in which a block would vanish that gives something to a block that stays."""
    kept = list(programs)
    while kept:
        gone = {source for program in kept for source in program.sources}
        needed = _needed([block for block in blocks if block.index not in gone])
        given = {block.index: _gives(block) for block in blocks}
        left = [
            item
            for item in kept
            if not any(source < last for source in item.sources for last in map(needed.get, given[source]) if last)
        ]
        if len(left) == len(kept):
            break
        kept = left
    return kept


def _needed(staying: Sequence[Block]) -> dict[str, int]:
    """Names that blocks need and none of those before them gives, each with the last block that needs it."""
    found: dict[str, int] = {}
    given: set[str] = set()
    for block in staying:
        missing = names_of([item.node for item in block.statements]).missing()
        found.update({name: block.index for name in missing if name not in given})
        given |= _gives(block)
    return found


def _gives(block: Block) -> set[str]:
    statements = (item for item in block.statements if not isinstance(item.node, ast.Import | ast.ImportFrom))
    return {name for item in statements for name in item.names.binds}


def _left(root: ast.AST, chosen: Collection[int]) -> Iterator[ast.Constant]:
    """The strings that stay, without docstrings and those of f-strings."""
    stack: list[ast.AST] = [root]
    while stack:
        node = stack.pop()
        if id(node) in chosen or isinstance(node, ast.JoinedStr):
            continue
        if isinstance(node, ast.Constant):
            yield node
        elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            stack.extend(ast.iter_child_nodes(node))


def _is_built_in(node: ast.AST, chosen: Collection[int]) -> bool:
    """Whether a function is given a sentence that no option sets."""
    if not isinstance(node, ast.Call) or called(node) in (*_SHOWN, *known().effects["changes"]):
        return False
    if called(node).endswith(("Error", "Exception", "Exit", "exit")):
        return False
    texts = [item for item in node.args if isinstance(item, ast.Constant) and isinstance(item.value, str)]
    return any(id(item) not in chosen and len(str(item.value).split()) > _PHRASE for item in texts)


def _is_set(node: ast.AST, chosen: Collection[int]) -> bool:
    """Whether a part of something is set to a text that is written out: `sheet["A1"] = "Total"`."""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant):
        return False
    parts = any(isinstance(target, ast.Subscript | ast.Attribute) for target in node.targets)
    return parts and isinstance(node.value.value, str) and id(node.value) not in chosen


def _is_data(node: ast.AST, chosen: Collection[int]) -> bool:
    """Whether a list or a table of texts is written out."""
    if not isinstance(node, ast.List | ast.Tuple | ast.Dict):
        return False
    values = node.values if isinstance(node, ast.Dict) else node.elts
    texts = [item for item in values if isinstance(item, ast.Constant) and isinstance(item.value, str)]
    return len([item for item in texts if id(item) not in chosen]) > 1


def _ends_in_comments(block: Block) -> bool:
    """Whether two comments or more stand behind the last statement."""
    last = max((item.node.end_lineno or 0 for item in block.statements), default=0)
    return sum(line.strip().startswith("#") for line in block.text.split("\n")[last:]) > 1


def _is_idle(block: Block) -> bool:
    """Whether a value that it makes is never used, though it prints or writes others."""
    made = [name for item in block.statements for name in item.names.binds if not isinstance(item.node, _DEFINITION)]
    nodes = [node for item in block.statements for node in ast.walk(item.node)]
    used = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    bound = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    shown = any(isinstance(node, ast.Call) and called(node) in _SHOWN for node in nodes)
    return shown and any(name not in used and not name.startswith("_") for name in {*made, *bound})


def _demonstrates(nodes: Sequence[ast.stmt]) -> bool:
    """Whether the code shows how functions are written rather than doing something with what is there."""
    return any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) for node in nodes)


def _is_sample(node: ast.AST) -> bool:
    """Whether a call is given a text or data that is written out."""
    if not isinstance(node, ast.Call) or called(node) in _SHOWN:
        return False
    return any(
        (isinstance(item, ast.Constant) and isinstance(item.value, str) and len(item.value) > 2)
        or (isinstance(item, ast.List | ast.Dict) and any(isinstance(part, ast.Constant) for part in ast.walk(item)))
        for item in node.args
    )


def _has_choice(block: Block, chosen: Collection[int]) -> bool:
    lines = block.text.split("\n")
    open_lines = {
        node.lineno
        for node in ast.walk(block.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str | int | float) and id(node) not in chosen
    }
    for number in open_lines:
        code, mark, comment = lines[number - 1].partition("  #")
        if mark and code.strip() and _CHOICE.search(comment):
            return True
    return False


def _called_twice(block: Block) -> bool:
    """Whether statements of its own level call the same function for what it does."""
    values = [item.node.value for item in block.statements if isinstance(item.node, ast.Expr)]
    names = [node.func.id for node in values if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return any(names.count(name) > 1 for name in names if name not in _SHOWN)
