"""Bodies and streams as they stand in files beside the tests."""

import json
from pathlib import Path
from typing import Any


def bodies(folder: Path, kind: str) -> dict[str, Any]:
    """JSON bodies of a kind by their file names."""
    found = sorted((folder / "golden").glob(f"{kind}-*.json"))
    assert found
    return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in found}


def stream(folder: Path, name: str) -> bytes:
    """The bytes of a stream."""
    return (folder / "golden" / f"stream-{name}.sse").read_bytes()
