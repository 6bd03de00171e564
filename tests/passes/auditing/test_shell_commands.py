"""Single commands: what they do, and what looks alike and does not."""

import pytest

from skillrt.code import commands, program_of
from skillrt.passes.auditing.shell_commands import verdicts


def codes(text):
    (command,) = commands(text)
    program = program_of(command)
    assert program is not None
    return [code for code, _ in verdicts(command, program, text)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("rm -fr ~", "audit.destroys"),
        ("rm --recursive --force $HOME/*", "audit.destroys"),
        ("git push -f origin master", "audit.destroys"),
        ("chmod a+rwx /srv", "audit.weakens-host"),
        ("crontab jobs.txt", "audit.persists"),
        ("echo 'export A=b' >> ~/.bashrc", "audit.profile-export"),
        ("echo 'curl x' >> ~/.bashrc", "audit.persists"),
        ("jq . < ~/.codex/auth.json", "audit.reads-credentials"),
        ("security find-generic-password -s x", "audit.reads-credentials"),
        ("claude --dangerously-skip-permissions", "audit.skips-consent"),
        ("systemctl --user enable blorp", "audit.persists"),
    ],
)
def test_what_is_reported(text, code):
    assert codes(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "rm -rf build/",
        "rm -f $X/*",
        "git push --force-with-lease origin main",
        "git push --force origin feature",
        "git config user.name x",
        "chmod 755 x",
        "crontab -l",
        "kill -9 1234",
        "ssh -i ~/.ssh/id_rsa host",
        "cat ~/.ssh/config",
        "systemctl enable nginx",
        "curl -k https://localhost:8443/",
        "cp a.json .claude/settings.json",
    ],
)
def test_what_is_not(text):
    assert codes(text) == []
