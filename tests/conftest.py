"""Fixtures that every test may use."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

# Programs started by tests heed Ctrl-C, also where these tests were started in the background, which ignores it.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Runs repeat exactly: the same examples on every machine. `--hypothesis-profile explore` looks for new ones.
settings.register_profile(
    "repeatable",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("explore", settings.get_profile("repeatable"), derandomize=False, max_examples=2000)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the expectations of literate tests")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--update` only the tests that write expectations run."""
    if config.getoption("--update"):
        items[:] = [item for item in items if "update" in getattr(item, "fixturenames", ())]


@pytest.fixture
def heeds_hangup() -> Iterator[None]:
    """The end of a terminal ends what runs, also where these tests were started to outlive one (`nohup`)."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """True where literate tests shall write what they got in place of comparing."""
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The labelled skills and recorded facts that lie beside the checkout of some developers; skips elsewhere."""
    folder = ROOT.parent / "shared"
    if not (folder / "gold").is_dir():
        pytest.skip("no shared material beside the checkout")
    return folder
