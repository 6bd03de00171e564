from pathlib import Path

import pytest

from skillrt.checks.one_machine import paths_of_one_machine
from tests.skills import module_of


def found(folder: Path, text: str, document: str = "SKILL.md") -> list[tuple[str, str]]:
    module = module_of(folder / "s", {"SKILL.md": "# S\n", document: text})
    return [(str(item.place), item.message) for item in paths_of_one_machine(module)]


def test_homes_of_one_person_in_commands(tmp_path: Path):
    text = "# ü\n\n- x\n\n  ```bash\n  # ü\n  cd /home/graham/photos\n  ls /home/graham/a\n"
    text += "  ls 'C:\\Users\\mia\\notes'\n  ```\n"
    text += "\nRun `python3 /Users/anna/tools/rename.py --all`.\n"
    assert [place for place, _ in found(tmp_path, text, "x.md")] == ["x.md:7:6", "x.md:9:7", "x.md:12:14"]
    messages = [message for _, message in found(tmp_path / "b", text, "x.md")]
    assert messages[0] == "the command names `/home/graham`, which is there on one machine alone (also on line 8)"
    assert "`C:\\Users\\mia`" in messages[1]


@pytest.mark.parametrize(
    "line",
    [
        "cd /home/user/photos",
        "cd /Users/yourname/photos",
        "cd /home/<you>/photos",
        "cd /home/$USER/photos",
        "cd ~/home/graham/x",
        "curl https://example.org/home/graham/x",
        "sudo -u x ls /home/ubuntu/x",
        "ssh host 'cd /home/graham/x'",
        "docker run -v data:/home/graham/x image",
        "sync add server 10.0.0.1 graham /home/graham/x",
        "# e.g. /Users/graham/My Repo",
        'send --extra \'{"path":"/Users/graham/x"}\'',
        "mkdir /home/graham",
    ],
)
def test_what_is_there_elsewhere_or_stands_for_anything(tmp_path: Path, line: str):
    assert found(tmp_path, f"# S\n\n```bash\n{line}\n```\n") == []


def test_a_path_that_no_command_names(tmp_path: Path):
    assert found(tmp_path, "Folders look like `/Users/anna/plans/x` or /home/anna/plans/x.\n") == []
    assert found(tmp_path / "b", "```bash\ncd /home/graham/x\n```\n", "README.md") == []
