"""Places of a program that its options fill: one slot an input, named once all of them are known."""

import re
from dataclasses import dataclass, field

from skillrt.code.outlining.literal_names import distinct, is_generic_file, option_name
from skillrt.code.outlining.program import Input, InputKind

_MAX_SLOTS = 20


@dataclass(eq=False, slots=True)
class Slot:
    """One input while a block is being read. Mutable: its name waits for the others, its uses are counted.

    `hint` is the name that the place gives ('' where it gives none), `own` the author's variable that the option
    sets in place of one of ours, `checked` whether what it names must exist before anything runs, `place` whether
    the example is no value but the mark of a place to fill in (`<file>`).
    """

    kind: InputKind
    example: str
    hint: str = ""
    required: bool = False
    repeated: bool = False
    own: str = ""
    checked: bool = False
    name: str = ""
    in_json: bool = False
    place: bool = False

    def as_input(self) -> Input:
        """What a user is told of it."""
        return Input(self.name, self.kind, self.example, self.required, self.repeated)


@dataclass(slots=True)
class SlotTable:
    """All slots of a program, in the order in which they were met."""

    slots: list[Slot] = field(default_factory=list[Slot])

    def add(self, slot: Slot) -> Slot:
        """The slot, or the one met before that has the same value in the same role."""
        for known in self.slots:
            if _same(known, slot):
                known.hint = known.hint or slot.hint
                known.required = known.required and slot.required
                return known
        self.slots.append(slot)
        return slot

    @property
    def too_many(self) -> bool:
        """Whether nobody would want to give so many options."""
        return len(self.slots) > _MAX_SLOTS

    def name_all(self) -> None:
        """Give each slot its name: what the place says, else the part that it plays, else the stem of the file."""
        files = {
            kind: sum(1 for slot in self.slots if slot.kind == kind and not slot.hint)
            for kind in ("input-file", "output-file", "folder", "url")
        }
        taken: set[str] = set()
        for slot in self.slots:
            if slot.kind == "secret":
                slot.name = slot.hint
                continue
            wanted = slot.hint or _by_part(slot, files.get(slot.kind, 0))
            slot.name = distinct(option_name(wanted), taken)
            taken.add(slot.name)


def _same(known: Slot, slot: Slot) -> bool:
    if slot.own or known.own:
        return bool(slot.own) and slot.own == known.own
    if known.example != slot.example or known.repeated != slot.repeated:
        return False
    if slot.kind == "secret" or known.kind == "secret":
        return known.kind == slot.kind and known.hint == slot.hint
    places = ("input-file", "output-file", "folder", "url")
    return (known.kind in places and slot.kind in places) or (known.kind == slot.kind and known.hint == slot.hint)


def _by_part(slot: Slot, count: int) -> str:
    stem = slot.example.rstrip("/").rpartition("/")[2]
    stem = stem.partition(".")[0] if not stem.startswith(".") else stem
    if slot.kind == "url":
        return "url"
    if slot.kind == "folder":
        return "folder" if count == 1 else stem or "folder"
    if slot.kind in ("input-file", "output-file"):
        part = "input" if slot.kind == "input-file" else "output"
        if count == 1 or not re.search("[A-Za-z]", stem):
            return part
        return (
            stem if not is_generic_file(slot.example) or not re.fullmatch(r"(?i)file|example|sample", stem) else part
        )
    return "text" if slot.kind == "text" else "number"
