"""A skill with a code block, a target whose profile is given, and drafts for them."""

from pathlib import Path

import msgspec

from skillrt.ir import Block, Module
from skillrt.primitives import DerivedFile, Draft, Replacement, Use
from skillrt.targets import Capabilities, Count, Measured, Target, parse_target
from tests.skills import module_of

CODE = """import pandas as pd

frame = pd.read_csv('in.csv')
numbers = frame.select_dtypes('number')
low = numbers.quantile(0.05)
high = numbers.quantile(0.95)
inside = numbers[(numbers >= low) & (numbers <= high)]
counts = inside.count()
means = inside.mean()
table = pd.DataFrame({'count': counts, 'mean': means})
print(table)
"""
TEXT = f"# Tables\n\nDescribe the table with this code:\n\n```python\n{CODE}```\n\nNever change the file.\n"
PATH = "scripts/skillrt/describe.py"


def sample(folder: Path, text: str = TEXT) -> Module:
    """The module."""
    return module_of(folder / "tables", {"SKILL.md": text})


def capabilities(**levels: int) -> Capabilities:
    """What a target holds: `gen_code_python=1`; what is not named is unmeasured."""
    rows = []
    for name, level in levels.items():
        counts = [Count(9, 9) if step <= level else Count(0, 9) for step in (1, 2, 3)]
        rows.append(Measured(name.replace("_", "."), (counts[0], counts[1], counts[2])))
    return Capabilities(origin="measured", measured=tuple(sorted(rows, key=lambda item: item.primitive)))


def target(**levels: int) -> Target:
    """A target that holds these."""
    return msgspec.structs.replace(parse_target("some/model@openclaw"), capabilities=capabilities(**levels))


def block(module: Module, text: str) -> Block:
    """The leaf that holds `text`."""
    return next(leaf for leaf in module.documents[0].leaves() if text in leaf.text)


def outlining(module: Module) -> Draft:
    """The code block as a program."""
    code = block(module, "pandas")
    program = f"import sys\n\n\ndef main():\n    {CODE.replace(chr(10), chr(10) + '    ').rstrip()}\n"
    file = DerivedFile(PATH, program, True, (code.id,), (), "outlined")
    new = f"Run: `python3 {PATH} --input in.csv`\n"
    return Draft(
        "outline", "why", "removes", (Replacement(code.id, 0, len(code.text), new, (Use(PATH),), PATH),), (file,)
    )
