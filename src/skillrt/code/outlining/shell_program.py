"""The text of a generated shell program: options, checks, then the block as its author wrote it."""

from dataclasses import dataclass

from skillrt.code.outlining.data_files import filled, pieces
from skillrt.code.outlining.help_text import usage_text
from skillrt.code.outlining.shell_edits import quoted, variable_of
from skillrt.code.outlining.slots import Slot


@dataclass(frozen=True, slots=True)
class ShellProgram:
    """What a program is made from. `body` holds the block with its inputs put in, `needs` are programs to look for,
    `given` the slots that fill `$1`, `$2`..., `prefix` begins the names of our variables."""

    file: str
    shell: str
    summary: str
    places: str
    slots: tuple[Slot, ...]
    body: str
    needs: tuple[str, ...]
    given: tuple[Slot, ...]
    prefix: str
    stops: bool

    def text(self) -> str:
        """The whole program."""
        piece = pieces("shell_program.sh", "#")
        options = [slot for slot in self.slots if slot.kind != "secret"]
        loop = piece["loop"] + "".join(self._arm(slot) for slot in options) + piece["loop-end"]
        parts = [
            filled(piece["head"], shell=self.shell, summary=self.summary or self.file, places=self.places),
            piece["usage"]
            + usage_text(self.file, self.summary, self.slots, variables=True)
            + piece["usage-end"]
            + "\n"
            + piece["fail"],
            piece["json"] if any(slot.in_json for slot in self.slots) else "",
            "".join(self._default(slot) for slot in options) + filled(loop, prefix=self.prefix),
            "".join(self._checks()),
            "".join(self._json()) + self._given(),
            ("set -e\n" if self.stops else "") + self.body.strip("\n") + "\n",
        ]
        return "\n".join(part for part in parts if part)

    def _variable(self, slot: Slot) -> str:
        return variable_of(slot, self.prefix)

    def _default(self, slot: Slot) -> str:
        if slot.own:
            return ""
        if slot.repeated:
            return f"{self._variable(slot)}=()\n"
        if slot.required:
            return f"unset {self._variable(slot)}\n"
        return f"{self._variable(slot)}={quoted(slot.example)}\n"

    def _arm(self, slot: Slot) -> str:
        piece = pieces("shell_program.sh", "#")["arm-list" if slot.repeated else "arm"]
        return filled(piece, option=slot.as_input().option, variable=self._variable(slot))

    def _checks(self) -> list[str]:
        piece = pieces("shell_program.sh", "#")
        checks = [filled(piece["secret"], name=slot.name) for slot in self.slots if slot.kind == "secret"]
        for slot in self.slots:
            if slot.kind == "secret":
                continue
            values = {"variable": self._variable(slot), "option": slot.as_input().option, "prefix": self.prefix}
            if slot.required:
                key = "variable-needed" if slot.own else "required-list" if slot.repeated else "required"
                checks.append(filled(piece[key], **values))
            if slot.checked and slot.kind == "input-file":
                checks.append(filled(piece["file-list" if slot.repeated else "file"], **values))
            elif slot.checked and slot.kind == "folder":
                checks.append(filled(piece["folder"], **values))
            elif slot.kind in ("integer", "number") and not slot.own:
                checks.append(filled(piece[slot.kind], **values))
        return checks + [filled(piece["need"], program=name) for name in self.needs]

    def _json(self) -> list[str]:
        found = [slot for slot in self.slots if slot.in_json]
        return [
            f'{variable_of(slot, self.prefix, json=True)}=$(json_text "${self._variable(slot)}")\n' for slot in found
        ]

    def _given(self) -> str:
        words = " ".join(f'"${self._variable(slot)}"' for slot in self.given)
        return f"set -- {words}\n" if words else ""
