import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="ends by signals")


class Served:
    """A running `skillrt serve`."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.said: list[str] = []

    def hear(self, words: str) -> str:
        """What it says up to the line with these words."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line)
            if words in line:
                return line
        raise AssertionError("".join(self.said))


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[Served]:
    command = [sys.executable, "-m", "skillrt", "serve", "--port", "0", *arguments]
    variables = {**os.environ, "SKILLRT_DATA_DIR": str(folder / "data")}
    process = subprocess.Popen(command, cwd=folder, env=variables, stderr=subprocess.PIPE, text=True)
    try:
        yield Served(process)
    finally:
        process.kill()
        process.communicate()


def get(url: str, **headers: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_it_serves_reloads_and_stops(tmp_path: Path):
    settings = tmp_path / "skillrt.toml"
    settings.write_text("[gateway]\nretries = false\n")
    with serving(tmp_path) as served:
        line = served.hear("listening at")
        url = re.findall(r"http://127\.0\.0\.1:\d+", line)[0]
        token = re.findall(r"[0-9a-f]{32}", served.hear("token"))[0]
        served.hear("base address")
        assert get(f"{url}/health") == (200, '{"status":"ok"}\n')
        assert get(f"{url}/run/{token}/v1beta/nothing", Origin="http://evil.example")[0] == 403
        assert json.loads(get(f"{url}/v1/chat/completions")[1])["error"]["message"]
        assert 'status="403"' in get(f"{url}/metrics")[1]
        settings.write_text("[gateway]\nretires = false\n")
        served.process.send_signal(signal.SIGHUP)
        assert "retires" in served.hear("not read again")
        settings.write_text("[gateway]\n")
        served.process.send_signal(signal.SIGHUP)
        served.hear("were read again")
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(10) == 0


def test_a_token_of_a_file_is_not_shown(tmp_path: Path):
    with serving(tmp_path, "--token-file", "token") as served:
        served.hear("base address")
        token = (tmp_path / "token").read_text().strip()
        assert token not in "".join(served.said)
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(10) == 0


def test_wrong_settings_end_it_at_once(tmp_path: Path):
    (tmp_path / "skillrt.toml").write_text("[gateway]\nport = -1\n")
    with serving(tmp_path) as served:
        served.hear("port")
        assert served.process.wait(10) == 2
