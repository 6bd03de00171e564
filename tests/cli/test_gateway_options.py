import argparse
import asyncio
import os
import signal

import pytest

from skillrt.cli.gateway_options import (
    add_recording_arguments,
    add_upstream_arguments,
    aim_for,
    key_printed,
    match_of,
    require_one_tape,
    retention_of,
    until_a_signal,
)
from skillrt.config import TracesSettings, find_library
from skillrt.errors import UsageError
from skillrt.targets import load_harnesses, parse_target


def options(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_upstream_arguments(parser)
    add_recording_arguments(parser)
    return parser.parse_args(words)


def test_an_address_is_where_requests_go():
    found = aim_for(options("--upstream", "http://127.0.0.1:9/v1"), *_aimed())
    assert found.upstream is not None
    assert found.upstream.base_url == "http://127.0.0.1:9/v1"


def test_a_provider_wants_a_key_and_an_estimate_none(monkeypatch):
    monkeypatch.delenv("OPENROUTER_API_KEY", raising=False)
    with pytest.raises(UsageError):
        aim_for(options("--upstream", "openrouter"), *_aimed())
    assert aim_for(options("--upstream", "openrouter"), *_aimed(), key_of=lambda _: "-").upstream


def test_a_recording_is_not_written_while_one_is_played():
    require_one_tape(options("--record", "a"))
    with pytest.raises(UsageError, match="exclude each other"):
        require_one_tape(options("--replay", "a", "--record", "a"))


def test_a_recording_is_played_normally_where_nothing_else_is_said():
    found = options()
    assert (found.record, found.replay, match_of(found)) == ("", "", "normal")


def test_a_command_prints_the_key():
    assert key_printed(["echo", "k-1"]) == "k-1"


def test_what_the_work_gives_is_given():
    assert until_a_signal(asyncio.sleep(0, "done")) == "done"


@pytest.mark.usefixtures("heeds_hangup")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_signals_stop_the_work(name):
    stopped = []

    async def work():
        try:
            os.kill(os.getpid(), getattr(signal, name))
            await asyncio.sleep(60)
        finally:
            stopped.append(name)

    with pytest.raises(KeyboardInterrupt):
        until_a_signal(work())
    assert stopped == [name]


def test_a_signal_that_is_ignored_stops_nothing():
    async def work():
        os.kill(os.getpid(), signal.SIGHUP)
        await asyncio.sleep(0.01)
        return "done"

    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert until_a_signal(work()) == "done"
    finally:
        signal.signal(signal.SIGHUP, before)


def _aimed():
    return find_library(""), parse_target("m/x@bare", load_harnesses())


def test_what_is_kept_is_as_long_and_as_much_as_the_settings_say():
    found = retention_of(TracesSettings(keep_days=7, keep_megabytes=20))
    assert (found.days, found.size) == (7, 20_000_000)
