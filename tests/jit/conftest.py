import shutil

import pytest

from skillrt.jit.learn import Workshop
from skillrt.jit.recorded import Recorded
from skillrt.jit.replay import Replayer
from skillrt.process.sandbox import Sandbox, Unavailable, open_sandbox
from tests.jit.made_episodes import sum_episodes


@pytest.fixture(scope="session")
def sandbox() -> Sandbox:
    try:
        return open_sandbox(shutil.which("python3") or "")
    except Unavailable as why:
        pytest.skip(f"no sandbox here: {why}")


@pytest.fixture(scope="session")
def replayer(sandbox: Sandbox) -> Replayer:
    return Replayer(sandbox)


@pytest.fixture(scope="session")
def sums(tmp_path_factory: pytest.TempPathFactory) -> list[Recorded]:
    return sum_episodes(tmp_path_factory.mktemp("sums"))


@pytest.fixture(scope="session")
def workshop(sums: list[Recorded], replayer: Replayer) -> Workshop:
    return Workshop(sums, replayer)
