import os
import platform
import sys
from pathlib import Path

import pytest

from skillrt.environment.host_facts import program_version, system_facts, this_host
from skillrt.environment.installers import find_installers
from skillrt.targets import host_toml, read_host


def test_the_system_is_known_without_running_anything():
    host = system_facts("2026-11-28")
    assert host.os == {"linux": "linux", "darwin": "macos", "win32": "windows"}[sys.platform]
    assert host.processors == os.cpu_count()
    assert host.architecture
    assert host.identity == system_facts().identity
    assert platform.node() not in host.name or not platform.node()


@pytest.mark.skipif(os.name != "posix", reason="the stand-ins are shell scripts")
def test_programs_are_those_on_the_search_path(tmp_path: Path):
    for name, text in {
        "jq": "echo jq-1.7.1",
        "git": "exit 1",
        "bash": "sleep 1; echo 5.2.1",
        "secret-tool": "true",
    }.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o755)
    host = this_host({"PATH": f"{tmp_path}"}, date="2026-11-28")
    assert host.programs == ("git", "jq")
    assert host.shells == ("bash",)
    assert host.versions == ("bash 5.2.1", "jq 1.7.1")
    assert read_host(host_toml(host).encode(), "x") == host


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_only_programs_that_are_known_to_be_harmless_are_asked(tmp_path: Path):
    for name in ("reboot", "jq"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho ran >{tmp_path}/{name}.ran; echo 1.2\n")
        (tmp_path / name).chmod(0o755)
    assert program_version("reboot", {"PATH": str(tmp_path)}) == ""
    assert program_version("jq", {"PATH": str(tmp_path)}) == "1.2"
    assert [path.name for path in tmp_path.glob("*.ran")] == ["jq.ran"]


def test_interpreters_come_from_uv():
    variables = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "")}
    host = this_host(variables, find_installers(variables))
    assert any(item.startswith("python 3.") for item in host.interpreters)
