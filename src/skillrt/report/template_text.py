"""Templates and evaluations as text: the program with its holes, wordings, guards, proofs, history."""

from collections.abc import Iterable

from skillrt.jit.evaluate import Evaluation
from skillrt.jit.state import ANY, Kept
from skillrt.jit.template import FileGuard, FilledSite, Hole, Piece, Template, Word
from skillrt.report.glyphs import lines_shown


def evaluation_text(found: Evaluation) -> str:
    """A line an episode, then the sums."""
    width = max((len(item.id) for item in found.each), default=0)
    lines = [f"{item.verdict:<7} {item.id:<{width}}  {item.reason or item.answer}".rstrip() for item in found.each]
    sums = f"{found.right} right, {found.wrong} wrong, {found.missed} missed of {found.episodes}"
    return lines_shown((*lines, "", f"{sums}; {found.turns_saved} turns saved"))


def templates_text(kept: Iterable[Kept]) -> str:
    """A line a template."""
    rows = [
        f"{item.template.id}  {item.state:<8}  {item.template.skill or '-':<16}  "
        f"{len(item.template.proofs)} proofs, {len(item.template.wordings)} wordings  {wording_text(item.template)}"
        for item in kept
    ]
    return lines_shown(rows or ("no templates",))


def wording_text(template: Template, at: int = 0) -> str:
    """A wording with its holes in brackets."""
    return " ".join(_word(word) for word in template.wordings[at].words)


def template_text(kept: Kept) -> str:
    """Everything that is known of a template."""
    template = kept.template
    lines = [f"{template.id}: {kept.state}, right {kept.right}, wrong {kept.wrong}"]
    lines += [f"skill: {template.skill or '-'}", f"learnt from: {template.source}"]
    lines += [f"proven on: {', '.join(template.proofs)}"]
    if template.partial:
        lines.append("does a part of the job: the model goes on")
    if kept.midway or kept.midway_wrong:
        lines.append(f"in the middle of runs: right {kept.midway}, wrong {kept.midway_wrong}")
    lines += _instructions(kept)
    if template.imports:
        lines.append(f"imports: {', '.join(template.imports)}")
    lines += ["", "wordings:", *(f"  {wording_text(template, at)}" for at in range(len(template.wordings)))]
    lines += ["", "holes:", *(f"  {_hole(hole)}" for hole in template.holes)]
    lines += ["", "program:", *(f"  {line}" for line in program_text(template).splitlines())]
    lines += ["", "guards:", *(f"  {line}" for line in _guards(template))]
    lines += ["", "answer:", *(f"  {line}" for line in _answer(template))]
    lines += _spent(kept)
    lines += ["", "history:", *(f"  {event.what}: {event.why}" for event in kept.history)]
    return lines_shown(lines)


def _instructions(kept: Kept) -> list[str]:
    """Under which standing instructions it may act, or predicts."""
    words = [
        f"standing instructions {name}: right {right}{', it may act' if kept.acts_under(name) else ''}"
        for name, right in kept.instructions.items()
        if name != ANY
    ]
    return [*words, "standing instructions: those of the next request"] if ANY in kept.instructions else words


def _spent(kept: Kept) -> list[str]:
    """What the model took for what the template predicted right."""
    if not kept.spent:
        return []
    each = (f"  {item.turns} answers, {item.tokens} tokens, {item.millis / 1000:.1f} s" for item in kept.spent)
    return ["", "in shadow the model took:", *each]


def program_text(template: Template) -> str:
    """The program with each hole in brackets at its place."""
    parts: list[str] = []
    for index, action in enumerate(template.actions):
        mine = [filled for filled in template.sites if filled.site.action == index and not filled.site.in_path]
        text = action.text
        for filled in sorted(mine, key=lambda item: -item.site.start):
            text = text[: filled.site.start] + _filled(filled) + text[filled.site.end :]
        parts.append(text if action.kind == "shell" else f"# {action.kind} {action.path}\n{text}")
    return "\n".join(parts)


def _filled(filled: FilledSite) -> str:
    quote = filled.site.quote if filled.site.form in ("python-text", "python-texts") else ""
    return quote + _pieces(filled.pieces) + quote


def _pieces(pieces: tuple[Piece, ...]) -> str:
    return "".join(
        piece.text if not piece.hole else f"⟨{piece.hole}{'' if piece.use == 'value' else '.' + piece.use}⟩"
        for piece in pieces
    )


def _word(word: Word) -> str:
    return f"⟨{word.hole}⟩" if word.hole else word.literal


def _hole(hole: Hole) -> str:
    kind = {
        "file": f"a file {hole.ending} of the workspace that the request names",
        "files": f"files {hole.ending} of the workspace that the request lists",
        "new-file": f"a file {hole.ending} that the request names",
        "workspace-file": f"the only file {hole.ending} of the workspace",
        "field": "a column or key that the request names",
        "number": f"a number{' ' + hole.unit if hole.unit else ''}",
        "date": "a date",
        "quoted": "quoted text",
        "word": "a word",
    }[hole.kind]
    return f"{hole.id}: {kind} (as `{'`, `'.join(hole.items)}`)"


def _guards(template: Template) -> Iterable[str]:
    for guard in template.inputs:
        yield f"{_guarded(guard)}: {_features(guard.features)}"
    for guard in template.outputs:
        there = "" if guard.existed else "is not there before; "
        yield f"{_pieces(guard.path)}: {there}afterwards {_features(guard.features)}"


def _guarded(guard: FileGuard) -> str:
    if guard.every:
        return f"every file {guard.every}"
    return f"column ⟨{guard.field}⟩ of ⟨{guard.hole}⟩" if guard.field else f"⟨{guard.hole}⟩"


def _features(features: dict[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in features.items())


def _answer(template: Template) -> Iterable[str]:
    for sentence in template.answer.sentences:
        yield "".join(
            part.text
            if part.fact is None
            else f"⟨{' '.join((part.fact.of, part.fact.key, part.fact.measure, *part.fact.path))}⟩"
            for part in sentence
        )
    if not template.answer.sentences:
        yield "the files are named"
