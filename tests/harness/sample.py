"""A variant on disk, for tests of installing."""

from pathlib import Path

from tests.compiler.sample import compiled, skill, target, write


def variant_in(folder: Path, harness: str = "codex", extra: dict[str, str | bytes] | None = None) -> Path:
    """Compile a skill and write its variant below `folder`; returns the variant's folder."""
    given = skill(folder / "pdf", extra)
    aim = target(f"m@{harness}")
    return write(folder / "out", given, compiled(given, aim), aim)
