"""How many Python code blocks of a corpus become programs, what stays and why; draw some to be read.

    python benchmarks/outline_blocks.py FOLDER [--draw 40] [--into FOLDER] [--seed 2026]

Counts the Python fences of each SKILL.md, copies of skills included. With --draw, that many
different programs are written, each with a line of the table (path, line, file, options) on standard output; the draw
is by a digest, so it does not depend on order. Nothing of a skill is run.
"""

import argparse
import hashlib
import sys
from collections import Counter
from pathlib import Path

from skillrt.code import fence_language
from skillrt.code.outlining import Program, Snippet
from skillrt.code.outlining.python_outline import outline_python
from skillrt.frontend import discover, load
from skillrt.ir import Module, walk


def snippets_of(module: Module) -> list[Snippet]:
    """The Python fences of SKILL.md with the heading above and the paragraph before each."""
    found: list[Snippet] = []
    title = lead = ""
    for block in walk(module.documents[0].blocks):
        if block.kind == "heading":
            title, lead = block.text.strip("# \n"), ""
        elif block.kind == "paragraph":
            lead = block.text.strip()
        elif block.kind == "code" and fence_language(block.info) == "python":
            place = f"{module.documents[0].path}:{block.span.line}"
            found.append(Snippet("python", block.content, place, title, lead.splitlines()[-1] if lead else ""))
    return found


def drawn(programs: list[tuple[str, str, Program]], seed: str, count: int) -> list[tuple[str, str, Program]]:
    """The programs whose digests come first, copies once."""
    by_digest = {hashlib.sha256((seed + item[2].text).encode()).hexdigest(): item for item in programs}
    return [by_digest[key] for key in sorted(by_digest)[:count]]


def main() -> int:
    """Outline, count, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--draw", type=int, default=0)
    parser.add_argument("--into", type=Path, help="where drawn programs are written")
    parser.add_argument("--seed", default="2026")
    options = parser.parse_args()
    rules: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    programs: list[tuple[str, str, Program]] = []
    fences = held = 0
    for source in discover([str(options.folder)]):
        snippets = snippets_of(load(source))
        found = outline_python(snippets)
        fences += len(snippets)
        held += len({index for program in found.programs for index in program.sources})
        rules.update(item.rule for item in found.refusals)
        kinds.update(item.kind for program in found.programs for item in program.inputs)
        where = Path(source.where).relative_to(options.folder).as_posix()
        programs += [(where, snippets[item.sources[-1]].place, item) for item in found.programs]
    sys.stdout.write(f"{fences} fences, {len(programs)} programs from {held} of them\n")
    sys.stdout.write(f"distinct programs: {len({program.text for *_, program in programs})}\n")
    sys.stdout.write("".join(f"stays, {rule}: {count}\n" for rule, count in rules.most_common()))
    sys.stdout.write("".join(f"inputs, {kind}: {count}\n" for kind, count in kinds.most_common()))
    for number, (where, place, program) in enumerate(drawn(programs, options.seed, options.draw)):
        names = " ".join(f"{item.name}={item.kind}" for item in program.inputs)
        sys.stdout.write(f"{number}\t{where}\t{place}\t{program.file}\t{names}\n")
        if options.into:
            options.into.mkdir(parents=True, exist_ok=True)
            (options.into / f"{number:03}-{program.file}").write_text(program.text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
