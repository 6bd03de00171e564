"""Templates of our own, put together by hand: a command with its sites, by what stands there."""

from skillrt.jit.actions import Action
from skillrt.jit.answers.pattern import AnswerPattern
from skillrt.jit.programs.shell_sites import shell_sites
from skillrt.jit.template import FileGuard, FilledSite, Hole, OutputGuard, Piece, Template, Word, Wording

INPUT = Hole("h1", "file", ".csv", example="in.csv")
OUTPUT = Hole("h2", "new-file", ".json", example="out.json")
FIELD = Hole("h3", "field", example="amount")
NUMBER = Hole("h4", "number", example="10")


def made(command: str, holes: tuple[Hole, ...], outputs: tuple[str, ...] = ("h2",), **more: object) -> Template:
    """Every literal of the command that is the example of a hole is filled by it."""
    examples = {hole.example: hole.id for hole in holes}
    sites = tuple(
        FilledSite(site, (Piece(hole=examples[site.value]),))
        for site in shell_sites(command, 0) or ()
        if site.value in examples
    )
    words = [Word(literal="sum"), *(Word(hole=hole.id, shape=(hole.kind, hole.ending)) for hole in holes)]
    known = {hole.id for hole in holes}
    values: dict[str, object] = {
        "id": "0123456789ab",
        "skill": "sums",
        "source": "e1",
        "actions": (Action("shell", command),),
        "sites": sites,
        "holes": holes,
        "wordings": (Wording(tuple(words), ("e1",)),),
        "inputs": (FileGuard("h1", {"kind": "table", "headed": "yes"}),) if "h1" in known else (),
        "outputs": tuple(OutputGuard((Piece(hole=name),), False, {}) for name in outputs if name in known),
        "answer": AnswerPattern(()),
        "proofs": ("e2", "e3"),
        **more,
    }
    return Template(**values)  # pyright: ignore[reportArgumentType]
