import pytest

from skillrt.contracts.finding.python_runs import python_runs
from skillrt.environment.finding.passages import Passage


def lines(text: str) -> list[str]:
    text = f"import subprocess\n{text}"
    passage = Passage(text, "python", "script", "use", "scripts/a.py", text)
    return [" ".join(word.raw for word in command.words) for command, _ in python_runs(passage)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('subprocess.run(["git", "push", name])', ["git push $x"]),
        ('TOOL = "ffmpeg"\ncmd = [TOOL, "-i", x]\nsubprocess.check_call(cmd)', ["ffmpeg -i $x"]),
        ('exe = shutil.which("jq") or "jq"\nsubprocess.run([exe, "-r"])', ["jq -r"]),
        ('def sh(cmd):\n    subprocess.run(cmd)\n\nsh(["git", "tag"])\nsh(["git", "log"])', ["git log", "git tag"]),
        ('import os\nos.system(f"tar xf {x}")', ["tar xf $x"]),
        ('from subprocess import run as go\ngo(["git", "init"] + more)', ["git init"]),
        ('how = "uv pip install" if uv else "pip install"\nsubprocess.run(how.split() + [x])',
         ["uv pip install", "pip install"]),
        ('subprocess.run([sys.executable, "-m", "venv", "x"])', ["python3 -m venv x"]),
        ('subprocess.run([sys.executable, "x.py"])', []),
        ("subprocess.run([name])", []),
        ('other.run(["git", "push"])', []),
        ("subprocess.run((", []),
    ],
)  # fmt: skip
def test_lists_names_and_wrappers(text: str, told: list[str]):
    assert lines(text) == told


def test_a_program_that_runs_nothing_is_not_read():
    text = 'run(["git", "push"])'
    assert list(python_runs(Passage(text, "python", "script", "use", "a.py", text))) == []


def test_many_names_end():
    text = "a = [b]\n" + "\n".join(f"def f{n}(x):\n    subprocess.run(x)\n    f{n + 1}(x)" for n in range(300))
    assert lines(text + '\nf0(["git", "push"])') in ([], ["git push"] * 1)
