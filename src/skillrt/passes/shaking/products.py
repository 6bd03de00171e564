"""Parts for other agent products than the target harness, and commands that install the skill into one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from skillrt.ir import Block, Document, Module, leaves
from skillrt.passes.harness_uses import lexicon, named
from skillrt.passes.shaking.removal import Removal
from skillrt.passes.shaking.units import Section, Unit
from skillrt.passes.shaking.words import Named, keeps, label_owners, named_by, phrase_pattern, shake_words
from skillrt.targets import Harness

_SHORT: Final = 160  # characters of a sentence beside an install command
_INSTALL_TITLE: Final = re.compile(
    r"\A\W*(?:installation|install(?:ing)?(?: (?:this|the) skill)?|how to install|quick install)\W*\Z", re.I
)


_INSTALLING: Final = re.compile(r"\binstall", re.I)


class Products:
    """Whose names are known, who is the target, and whom the skill is about."""

    def __init__(self, module: Module, target: Harness, harnesses: Mapping[str, Harness]) -> None:
        self.target = target
        self.harnesses = harnesses
        self.names: Named = named_by({name: _called(item) for name, item in sorted(harnesses.items())})
        self.own = frozenset({module.name, module.folder})
        description = module.front_matter.get("description")
        words = f"{module.name.replace('-', ' ')}\n{description if isinstance(description, str) else ''}"
        self.about = named(module, lexicon(harnesses)) | self.named(words)
        about = phrase_pattern(shake_words().context["about_agents"])
        self.is_subject = len(self.about) > 1 or bool(about.search(words))

    def named(self, text: str) -> frozenset[str]:
        """The harnesses whose names a text has, in any sense."""
        table = dict(self.names)
        found = phrase_pattern(frozenset(table), exact_case=True).findall(text)
        return frozenset(owner for name in found for owner in table[name])

    def owners(self, label: str) -> frozenset[str]:
        """The harnesses that a label names and nothing else."""
        return label_owners(label, self.names, shake_words().labels["product"], exact_case=True)

    def titles(self, names: frozenset[str]) -> str:
        """Harnesses as people call them."""
        return ", ".join(self.harnesses[name].title for name in sorted(names))


def _called(harness: Harness) -> tuple[str, ...]:
    return tuple(sorted({harness.title, harness.name, *harness.products, *harness.loose_products}))


def other_products(path: str, group: Sequence[Unit], products: Products) -> Iterator[Removal]:
    """The units of the group that are for other products only, if one is for the target, and nothing that stays
    beside them names their product."""
    if products.is_subject or _is_for_several(path, group):
        return
    owners = [products.owners(unit.label) for unit in group]
    if not any(products.target.name in names for names in owners):
        return
    gone = {
        at
        for at, (unit, names) in enumerate(zip(group, owners, strict=True))
        if names and products.target.name not in names and not names & products.about and _may_go(unit)
    }
    for at in sorted(_unnamed(gone, group, owners, products)):
        reason = f"it is for {products.titles(owners[at])}; the target is {products.target.title}"
        yield Removal(path, group[at].blocks, "other-product", reason, row=group[at].row)


def _is_for_several(path: str, group: Sequence[Unit]) -> bool:
    """Whether the document, by its name or a title round the group, is about using several products together."""
    name = path.rpartition("/")[2].rpartition(".")[0].replace("_", " ").replace("-", " ")
    pattern = phrase_pattern(shake_words().context["about_several"])
    return any(pattern.search(text) for text in (name, *(unit.context for unit in group)))


def _unnamed(gone: set[int], group: Sequence[Unit], owners: Sequence[frozenset[str]], products: Products) -> set[int]:
    """The units that may go without a part that stays beside them sending its reader there ("Same as Codex")."""
    left = gone
    while True:
        said = frozenset[str]().union(
            *(products.named(unit.text) - owners[at] for at, unit in enumerate(group) if at not in left)
        )
        kept = {at for at in left if not owners[at] & said}
        if kept == left:
            return kept
        left = kept


def _may_go(unit: Unit) -> bool:
    """Not what an earlier pass mapped to the target, and of tables only rows about setting something up: others are
    comparisons."""
    if any(leaf.derivations for leaf in leaves(unit.blocks)):
        return False
    return unit.kind != "row" or bool(phrase_pattern(shake_words().context["setup"]).search(unit.context))


def installing_elsewhere(document: Document, sections: Sequence[Section], products: Products) -> Iterator[Removal]:
    """Sections that only say how to install this skill into another product."""
    for section in sections:
        if not _INSTALL_TITLE.match(section.title):
            continue
        blocks = document.blocks[section.start : section.end]
        inside = [leaf for leaf in leaves(blocks[1:]) if leaf.kind not in {"trivia", "marker"}]
        if not any(leaf.kind == "code" for leaf in inside):
            continue
        owners: set[str] = set()
        for leaf in inside:
            found = _installed_into(leaf.content, products) if leaf.kind == "code" else None
            if found is None and not _is_about_installing(leaf):
                break
            owners |= found or set()
        else:
            if owners and products.target.name not in owners:
                reason = f"it installs this skill into {products.titles(frozenset(owners))}; here it is installed"
                yield Removal(document.path, blocks, "install-elsewhere", reason)


def _is_about_installing(leaf: Block) -> bool:
    """A short sentence beside the command: `Install via ClawdHub:`, not who built it."""
    speaks = leaf.kind == "paragraph" and bool(_INSTALLING.search(leaf.text))
    return speaks and len(leaf.text) <= _SHORT and not keeps(leaf.text, "binding")


def _installed_into(code: str, products: Products) -> set[str] | None:
    """The products that the commands put this skill into; None where a line does anything else."""
    owners: set[str] = set()
    for line in code.splitlines():
        command = line.strip().removeprefix("$ ").removeprefix("> ")
        if not command or command.startswith("#"):
            continue
        found = [
            name
            for name, starts in sorted(shake_words().installers.items())
            if command.startswith(tuple(f"{start} " for start in starts)) and name in products.harnesses
        ]
        if not found or not any(own in command for own in products.own):
            return None
        owners.update(found)
    return owners or None
