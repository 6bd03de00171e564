"""Slash commands and command lines."""

import pytest

from tests.passes.uses import named


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Run `/triage` as a command.", ["/triage"]),
        ("The user types `/sample weekly`.", ["/sample"]),
        ("```\n/sample now\n```", ["/sample"]),
        ('```json\n{"path": "/sample"}\n```', []),
        ("The endpoint `/users-list` and the route `/health`; `GET /items`.", []),
        ("Look in `/tmp` and run `/usr/bin/x`.", []),
        ("Done via the /draw-it skill, or by a `/look-up` **subagent**.", ["/draw-it", "/look-up"]),
        (
            "Run `/one`, use `/two`, or invoke `/three`.\n\nBoth run `/four` in the end; **`/five`** out.",
            ["/one", "/two", "/three", "/four", "/five"],
        ),
        ("**`/five`** out.", []),
        ("a.exe b.exe " * 5 + "Run the command `/grant`, use `/all`, type `/quiet`.", []),
        ("Open /users-list pages.", []),
        ("The switch `/t` and on Windows the command `/revoke-all`.", []),
        ("Commands of the REPL: `/sources`; of the Telegram bot: `/start-it`.", []),
        ("Type `/clear` to run it anew.", ["/clear"]),
        ("```\ncodex --sandbox workspace-write\n```", ["codex --sandbox workspace-write"]),
        ('```python\ncodex = Slide("a/b")\n```\n\n```python\ncodex --sandbox x\n```', []),
        ("```\ncodexes are books\n```", []),
        ("Add it by `codex mcp add notes`, or run `codex --enable x`.", ["codex mcp add notes"]),
        ("In `codex is good` and `codex` nothing is started.", []),
        ("# /sample: what it does", ["/sample"]),
        ("# /acme-tools:record\n\nSet [it](/acme:acme-admin) up.", ["/acme-tools:record", "/acme:acme-admin"]),
        ("Build with `/target:library` and `/out:file`.", []),
        ("## Related Skills\n\n- `/make-branch` - a branch\n- `/develop` - all\n", ["/make-branch", "/develop"]),
        ("## Pages\n\n- `/make-branch` - a branch\n", []),
        ("```text\nRun: /sample\n```", ["/sample"]),
    ],
)
def test_commands(text: str, found: list[str], tmp_path) -> None:
    assert named(tmp_path, text, "command") == found
