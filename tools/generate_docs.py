"""Write the pages and schemas that are generated from data or types. `make update` runs it; tests/rules compares."""

from collections.abc import Callable
from pathlib import Path

from skillrt.checks.baseline import baseline_schema_text
from skillrt.config.schema import settings_schema_text
from skillrt.contracts.lock_file import lock_schema_text
from skillrt.report.codes import checks_page
from skillrt.report.primitives_page import primitives_page
from skillrt.report.probes_page import probes_page
from skillrt.store.manifest import manifest_schema_text
from skillrt.store.workflow_file import workflow_schema_text
from skillrt.targets.profile_file import profile_schema_text

ROOT = Path(__file__).resolve().parents[1]
PAGES: dict[str, Callable[[], str]] = {
    "docs/checks.md": checks_page,
    "docs/primitives.md": primitives_page,
    "docs/probes.md": probes_page,
    "src/skillrt/store/schemas/manifest.schema.json": manifest_schema_text,
    "src/skillrt/store/schemas/workflow.schema.json": workflow_schema_text,
    "src/skillrt/checks/schemas/baseline.schema.json": baseline_schema_text,
    "src/skillrt/contracts/schemas/skills.lock.schema.json": lock_schema_text,
    "src/skillrt/config/schemas/skillrt.schema.json": settings_schema_text,
    "src/skillrt/targets/schemas/profile.schema.json": profile_schema_text,
}


def main() -> None:
    """Write each page whose content changed, and say so."""
    for name, page in PAGES.items():
        path = ROOT / name
        text = page()
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"wrote {name}")


if __name__ == "__main__":
    main()
