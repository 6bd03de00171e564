"""Skills for tests of `link`: what it says of a text beside some files."""

import posixpath
import tempfile
from collections.abc import Mapping
from pathlib import Path

from skillrt.ir import Module
from skillrt.passes.base import PassContext
from skillrt.passes.link import Link
from skillrt.passes.linking.cases import Case, Skill
from skillrt.passes.linking.files import Tree
from skillrt.passes.linking.mentions import Mention, scan
from skillrt.passes.linking.resolve import Resolver, Surroundings
from skillrt.verify import verify
from tests.skills import module_of

FILES = {
    "scripts/extract.py": "import argparse\np = argparse.ArgumentParser()\np.add_argument('file')\np.parse_args()\n",
    "scripts/run.sh": "#!/bin/bash\necho run\n",
    "references/guide.md": "# Guide\n",
    "references/api/errors.md": "# Errors\n",
    "assets/report.html": "<p></p>\n",
    "forms.md": "# Forms\n",
}


def module(
    text: str, files: Mapping[str, str] = FILES, *, name: str = "sample", document: str = "SKILL.md"
) -> Module:
    """A skill with `text` in `document`."""
    with tempfile.TemporaryDirectory() as folder:
        given = {"SKILL.md": "# Sample\n", **files, document: text}
        return module_of(Path(folder) / name, given)


def linked(text: str, files: Mapping[str, str] = FILES, ctx: PassContext | None = None, **options: str) -> Module:
    """The same after `link`, verified."""
    before = module(text, files, **options)
    after = Link().run(before, ctx or PassContext())
    verify(before, after, "link")
    return after


def found(text: str, files: Mapping[str, str] = FILES, ctx: PassContext | None = None, **options: str) -> list[str]:
    """The codes of `link`'s diagnostics, in order."""
    return [item.code for item in linked(text, files, ctx, **options).diagnostics]


def cases(text: str, files: Mapping[str, str] = FILES, **options: str) -> list[Case]:
    """The mentions of a document as cases, with what they resolve to."""
    read = module(text, files, **options)
    tree = Tree.of(read)
    skill = Skill(read, tree)
    resolver = Resolver(tree, {}, Surroundings())
    path = options.get("document", "SKILL.md")
    document = read.document(path)
    assert document is not None

    def case(mention: Mention) -> Case:
        link = mention.via in ("link", "image")
        return Case(mention, resolver.find(mention.path, posixpath.dirname(path), link=link), skill)

    return [case(mention) for mention in scan(document, lambda _text, _folder: True).mentions]
