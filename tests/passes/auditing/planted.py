"""Skills with something planted in them, for the tests of the audit."""

from pathlib import Path

from skillrt.passes.audit import Audit
from skillrt.passes.base import PassContext
from tests.skills import module_of


def audited(folder: Path, files: dict[str, str | bytes]) -> list[tuple[str, str, int]]:
    """Code, file and line of each diagnostic of the audit."""
    module = module_of(folder / "s", files)
    after = Audit().run(module, PassContext())
    found = [item for item in after.diagnostics if item not in module.diagnostics]
    return sorted((item.code, item.place.file, item.place.line) for item in found if item.place)


def codes(folder: Path, files: dict[str, str | bytes]) -> set[str]:
    """The codes found."""
    return {code for code, _, _ in audited(folder, files)}


def fence(text: str, language: str = "bash") -> str:
    """A section with a code block."""
    return f"# Work\n\nRun this:\n\n```{language}\n{text}\n```\n"
