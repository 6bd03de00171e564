import re

from tests.primitives.judged import make, passes, why

NAME = "gen.code.python"
COUNTER = """
import sys
from collections import Counter
from pathlib import Path

def main() -> None:
    sums = Counter()
    rows = (line.strip() for line in Path("{file}").read_text().splitlines())
    for name, number in (row.split("{cut}") for row in rows if row and row[0] != "{mark}"):
        sums[name.strip()] += int(number)
    for name, number in sums.items():
        if number >= {least}:
            sys.stdout.write(name + "=" + str(number) + "\\n")
    print("total", sum(sums.values()))

if __name__ == "__main__":
    main()
"""


def ledger():
    return next(made for made in (make(NAME, "L1", str(n)) for n in range(20)) if "total N" in made.task)


def test_another_program_passes_too():
    made = ledger()
    source = made.reference.answer
    program = COUNTER.format(
        file=re.search(r'open\("(.*?)"', source)[1],
        mark=re.search(r'startswith\("(.)"', source)[1],
        cut=re.search(r'split\("(.)"', source)[1],
        least=re.search(r">= (\d+)", source)[1],
    )
    assert passes(NAME, made, f"I use a Counter.\n\n```python\n{program}```\n\nExample:\n\n```\na=1\n```\n")
    assert passes(NAME, made, program)


def test_what_is_wrong_is_told():
    made = ledger()
    assert "SyntaxError" in why(NAME, made, "```python\ndef (:\n```")
    assert "line 1 must be" in why(NAME, made, "```python\nprint(1)\n```")


def test_a_program_cannot_leave_the_sandbox(tmp_path):
    made = ledger()
    target = tmp_path / "x"
    assert "PermissionError" in why(NAME, made, f"```python\nopen({str(target)!r}, 'w')\n```")
    assert not target.exists()
