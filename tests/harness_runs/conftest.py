"""Runs of the six products, in the versions of tools/harnesses: `make test-harnesses`.

Not part of `make test`: without `-m harness` they are left out. What could not be installed is skipped, and the end
of the run says which and why.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.harness_runs.playing import Workshop
from tools.harnesses.install import install

_MISSING = "could not be installed"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "harness" in str(config.getoption("markexpr", "")):
        return
    here = Path(__file__).parent
    left = [item for item in items if here not in item.path.parents]
    config.hook.pytest_deselected(items=[item for item in items if here in item.path.parents])
    items[:] = left


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Workshop]:
    """Gives, for the name of a harness, a place where it runs: home, data and workspace of its own. Skips where it
    cannot be installed."""

    def made(name: str) -> Workshop:
        found = install(name)
        if found.programs is None:
            pytest.skip(f"{name} {_MISSING}: {found.why_not}")
        for folder in ("home", "data", "ws"):
            (tmp_path / folder).mkdir()
        monkeypatch.setenv("PATH", f"{found.programs}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path / "data"))
        for variable in [name for name in os.environ if name.endswith(("_API_KEY", "_AUTH_TOKEN", "_CONFIG_DIR"))]:
            monkeypatch.delenv(variable)
        return Workshop(name, tmp_path)

    return made


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    # the tests may have run in other processes: what they say is in their reports
    reasons = {str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", []) if report.longrepr}
    for reason in sorted(item for item in reasons if _MISSING in item):
        terminalreporter.write_line(f"NOT TESTED: {reason.removeprefix('Skipped: ')}", yellow=True)
