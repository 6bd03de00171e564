from dataclasses import replace

import pytest

from skillrt.harness.launching.command import Mode, command_line, search_path, variables_for
from skillrt.targets.launching import McpServers
from tests.harness.launching.sample import WORDS, harness


def test_the_command_of_a_managed_run():
    assert command_line(harness(), "/bin/script", WORDS, Mode()) == [
        "/bin/script", "run", "--model", "own/m", WORDS.prompt,
    ]  # fmt: skip


def test_options_go_before_a_prompt_that_stands_last():
    mode = Mode(unattended=True, extra=("--fast",))
    assert command_line(harness(), "s", WORDS, mode)[-3:] == ["--yes", "--fast", WORDS.prompt]
    first = harness(arguments=("-p", "{prompt}", "-o", "json"))
    assert command_line(first, "s", WORDS, mode) == ["s", "-p", WORDS.prompt, "-o", "json", "--yes", "--fast"]


def test_arguments_of_the_user_are_not_filled_in():
    assert "{model}" in command_line(harness(), "s", WORDS, Mode(extra=("{model}",)))


def test_a_managed_run_changes_only_what_belongs_to_the_harness():
    given = {"HOME": "/home/me", "GIT_AUTHOR_NAME": "me", "SCRIPT_TOKEN": "t", "PWD": "/else", "OLDPWD": "/old"}
    found = variables_for(harness(), given, WORDS, Mode())
    assert found == {
        "HOME": "/home/me",
        "GIT_AUTHOR_NAME": "me",
        "SCRIPT_HOME": "/conf",
        "SCRIPT_KEY": "k",
        "SCRIPT_URL": WORDS.base_url,
        "PWD": "/there",
        "NO_PROXY": "127.0.0.1,localhost,::1",
        "no_proxy": "127.0.0.1,localhost,::1",
    }
    assert list(found) == sorted(found)


def test_unattended_mode_is_asked_for():
    assert "SCRIPT_SURE" not in variables_for(harness(), {}, WORDS, Mode())
    assert variables_for(harness(), {}, WORDS, Mode(unattended=True))["SCRIPT_SURE"] == "1"


def test_a_native_run_keeps_the_users_login():
    found = variables_for(harness(), {"SCRIPT_TOKEN": "t"}, WORDS, Mode(native=True))
    assert found["SCRIPT_TOKEN"] == "t"
    assert found["NATIVE_URL"] == WORDS.base_url
    assert "SCRIPT_HOME" not in found
    assert "url=http://127.0.0.1:1/run/r/v1" in command_line(harness(), "s", WORDS, Mode(native=True))


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"NO_PROXY": "a.example"}, "a.example,127.0.0.1,localhost,::1"),
        ({"NO_PROXY": "localhost, a.example"}, "localhost,a.example,127.0.0.1,::1"),
        ({"NO_PROXY": "*"}, "*"),
    ],
)
def test_loopback_joins_what_goes_past_the_proxy(given, wanted):
    found = variables_for(harness(), given, WORDS, Mode())
    assert (found["NO_PROXY"], found["no_proxy"]) == (wanted, wanted)


def test_the_search_path():
    assert search_path({"PATH": "/a:/b"}) == "/a:/b"
    assert search_path({})


def test_an_mcp_server_is_given_where_there_is_one():
    found = harness(mcp=McpServers(support="stdio", arguments=("--server", "{server}={server_script}")))
    served = replace(WORDS, server="depot", server_script="/s/a.py")
    assert "--server" not in command_line(found, "script", WORDS, Mode())
    line = command_line(found, "script", served, Mode())
    assert line[line.index("--server") + 1] == "depot=/s/a.py"
    assert line[-1] == WORDS.prompt
