"""A harness that is a script, and words for it."""

import sys
from pathlib import Path

import msgspec

from skillrt.harness.launching.words import Words
from skillrt.targets import Harness, Program, SkillFolders
from skillrt.targets.launching import ConfigurationFile, Launch, Native, Output, Reading

WORDS = Words(
    prompt="say {model} and @key@",
    model="own/m",
    plain_model="m",
    folder="/there",
    base_url="http://127.0.0.1:1/run/r/v1",
    key="k",
    dialect="chat",
    configuration="/conf",
)
READINGS = (
    Reading(when={"type": "text"}, text="words"),
    Reading(when={"type": "call"}, call="name"),
    Reading(when={"type": "failed"}, error="why"),
    Reading(when={"type": "step"}, adds=True, usage={"input": ("in", "cached"), "output": ("out",)}),
)


def harness(**launch: object) -> Harness:
    """A harness called `script`, whose program is `script` on PATH."""
    table: dict[str, object] = {
        "arguments": ("run", "--model", "{model}", "{prompt}"),
        "unattended_arguments": ("--yes",),
        "home": "SCRIPT_HOME",
        "model": "own/{model}",
        "environment": {"SCRIPT_URL": "{base_url}", "SCRIPT_KEY": "{key}"},
        "unattended_environment": {"SCRIPT_SURE": "1"},
        "without": ("SCRIPT_TOKEN",),
        "base_urls": {"openai-chat": "{gateway}/v1", "gemini": "{gateway}"},
        "dialects": {"openai-chat": "chat", "gemini": "g"},
        "files": (
            ConfigurationFile(
                path="deep/settings.json",
                template="s.json",
                unattended="u.json",
                text='{"url": "@base_url@", "ask": {"files": true, "shell": true}}',
                unattended_text='{"ask": {"shell": false}}',
            ),
        ),
        "native": Native(("-c", "url={base_url}"), {"NATIVE_URL": "{base_url}"}, "http://up", "openai-chat"),
        "output": Output("json-lines", READINGS),
        "statuses": {"55": "it does not trust the folder"},
    }
    return Harness(
        name="script",
        title="Script",
        date="2026-01-01",
        sources=("here",),
        version="1.2",
        skills=SkillFolders((".script/skills",), ("~/.script/skills",)),
        program=Program(names=("script",), package="script-agent", runtime="node>=20", dialects=("openai-chat",)),
        launch=msgspec.structs.replace(Launch(), **{**table, **launch}),
    )


def program(folder: Path, body: str) -> Path:
    """Put a program called `script` with this Python body into `folder`; returns the folder, for PATH."""
    folder.mkdir(exist_ok=True)
    file = folder / "script"
    file.write_text(f"#!{sys.executable}\nimport json, os, sys, time\n{body}\n")
    file.chmod(0o755)
    return folder
