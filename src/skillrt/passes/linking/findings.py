"""Outcomes as facts, diagnostics with fixes, and edits of the text."""

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence

from skillrt.errors import Diagnostic, Edit, Fix, also_on
from skillrt.ir import Reference, TextEdit, place_of, span_of
from skillrt.passes.linking.mentions import Mention
from skillrt.passes.linking.outcomes import Outcome
from skillrt.passes.linking.resolve import plain

_FEW = 4  # files that a hint names
_CODES = {
    "wrong-case": "link.wrong-case",
    "missing-suffix": "link.missing-suffix",
    "wrong-folder": "link.wrong-folder",
}
_REASONS = {
    "wrong-case": "the file is written in other case; most file systems tell them apart",
    "missing-suffix": "the name lacks its ending",
    "wrong-folder": "relative to the skill the file is here",
}


def reference(outcome: Outcome) -> Reference:
    """The fact."""
    mention, found = outcome.mention, outcome.found
    status = "outside-skill" if outcome.status == "outside" else outcome.status
    return Reference(
        blocks=(mention.block.id,),
        span=span_of(mention.block, mention.start, mention.end),
        ref=mention.path,
        target=found.target,
        status="resolved" if status == "nothing" else status,
        via=mention.via,
    )


def new_text(outcome: Outcome) -> str:
    """How the mention should be written; '' where it is not known to be safe to write it."""
    mention, fixed = outcome.mention, outcome.found.fixed
    if outcome.status != "mended" or not fixed or not _stands_there(mention):
        return ""
    if mention.via in ("link", "image"):
        behind = re.search(r"[?#].*", mention.path, re.DOTALL)
        return fixed.replace(" ", "%20") + (behind.group() if behind else "")
    bare_program = mention.role == "program" and "/" not in fixed
    return f"./{fixed}" if bare_program and mention.path.startswith("./") else fixed


def _stands_there(mention: Mention) -> bool:
    """Whether the path stands in the text as it is known (a reference-style link's does not)."""
    return mention.block.text[mention.start : mention.end] == mention.path


def text_edit(outcome: Outcome) -> TextEdit | None:
    """The mend as an edit of the block."""
    new = new_text(outcome)
    if not new:
        return None
    how = outcome.found.how
    return TextEdit(outcome.mention.start, outcome.mention.end, new, how, _REASONS[how])


def diagnostics(outcomes: Iterable[Outcome]) -> list[Diagnostic]:
    """One diagnostic for each path and document; its fix mends every place."""
    groups: dict[tuple[str, str, str], list[Outcome]] = {}
    moves: dict[tuple[str, str], set[str]] = {}
    for outcome in outcomes:
        code = _code(outcome)
        if code:
            groups.setdefault((outcome.mention.document, code, outcome.mention.path), []).append(outcome)
        if outcome.found.how == "wrong-folder" and outcome.found.target:
            moves.setdefault(_folder(outcome), set()).add(posixpath.dirname(outcome.found.target))
    return [_diagnostic(code, group, moves) for (_, code, _), group in groups.items()]


def _folder(outcome: Outcome) -> tuple[str, str]:
    """The document, and the folder that the mention names."""
    mention = outcome.mention
    return mention.document, posixpath.dirname(plain(mention.path, link=mention.via in ("link", "image")))


def _hint(outcome: Outcome, moves: Mapping[tuple[str, str], set[str]]) -> str:
    """The file that is meant; of several with its name the one in the folder where all others of its folder are."""
    found = outcome.found
    if found.target:
        return f"the file is `{found.target}`"
    names = [f"`{item}`" for item in found.namesakes]
    folders = moves.get(_folder(outcome), set())
    if len(names) > 1 and len(folders) == 1:
        near = [item for item in found.namesakes if posixpath.dirname(item) in folders]
        if len(near) == 1:
            return f"where the others of its folder are, there is `{near[0]}`"
    return f"files of this name are {', '.join(names[:-1])} and {names[-1]}" if 1 < len(names) <= _FEW else ""


def _code(outcome: Outcome) -> str:
    if outcome.status == "mended":
        return _CODES[outcome.found.how]
    if outcome.status == "outside":
        return "link.outside-skill"
    if outcome.status != "missing":
        return ""
    if outcome.mention.via in ("link", "image"):
        return "link.broken-link"
    return "link.missing-script" if outcome.mention.role == "program" else "link.missing-file"


def _diagnostic(code: str, group: Sequence[Outcome], moves: Mapping[tuple[str, str], set[str]]) -> Diagnostic:
    first = group[0]
    places = [place_of(item.mention.block, item.mention.start, item.mention.end) for item in group]
    edits = tuple(sorted(edit for outcome in group if (edit := _edit(outcome)) is not None))
    fix = Fix(f"write `{new_text(first)}`", edits) if edits and new_text(first) else None
    message = _message(code, first) + also_on(places)
    return Diagnostic.of(code, message, places[0], hint=_hint(first, moves), fix=fix)


def _edit(outcome: Outcome) -> Edit | None:
    new = new_text(outcome)
    if not new:
        return None
    span = span_of(outcome.mention.block, outcome.mention.start, outcome.mention.end)
    return Edit(span.file, span.start, span.end, new)


def _message(code: str, outcome: Outcome) -> str:
    path, target = _short(outcome.mention.path), outcome.found.target
    if code == "link.wrong-case":
        return f"`{path}` is spelled `{target}` in the skill"
    if code == "link.missing-suffix":
        return f"`{path}` lacks its ending: the file is `{target}`"
    if code == "link.wrong-folder":
        return f"`{path}` is not there: in the skill it is `{target}`"
    if code == "link.outside-skill":
        return f"`{path}` leaves the skill's folder"
    if code == "link.missing-script":
        return f"the command runs `{path}`, which the skill does not have"
    if code == "link.broken-link":
        return f"the link goes to `{path}`, which the skill does not have"
    return f"`{path}` is spoken of as a file of the skill, which does not have it"


def _short(path: str) -> str:
    return path if len(path) <= 120 else path[:117] + "..."
