import os
import subprocess

import pytest

from tests.passes.parallel.programs.run import FOLDER
from tests.passes.parallel.sample import body, lowered, mechanisms

MAP = "scripts/skillrt/pmap"


def after(folder, code: str, harness: str = "pi") -> str:
    text = f"# T\n\n## Convert\n\n```bash\n{code}\n```\n"
    return body(lowered(folder, text, harness)).partition("```bash\n")[2].partition("\n```")[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            'for f in *.md; do\n  pandoc "$f" -s -o "${f%.md}.html"\ndone',
            'pandoc {} -s -o "{.}.html" ::: *.md',
        ),
        (
            "for size in 16 32 64; do\n    convert icon.png -resize ${size}x${size} icon-${size}.png\ndone",
            "convert icon.png -resize {}x{} icon-{}.png ::: 16 32 64",
        ),
        (
            'for f in a.wav b.wav\ndo\n  lame --preset "$PRESET" "${f}" -o "$OUT/${f%.*}.mp3"\ndone',
            'lame --preset "$PRESET" {} -o "$OUT/{.}.mp3" ::: a.wav b.wav',
        ),
        (
            'for img in path/to/images/*; do\n  magick "$img" -o "out/${img##*/}"\ndone',
            'magick {} -o "out/{/}" ::: path/to/images/*',
        ),
    ],
)
def test_one_command_an_item_is_carried_over(tmp_path, old: str, new: str):
    assert after(tmp_path, f"set -e\n{old}\nls") == f"set -e\n{MAP} {new}\nls"


@pytest.mark.parametrize(
    "code",
    [
        'for f in *.md; do\n  pandoc "$f" -o "$f.html"\n  pandoc "$f" -o "$f.pdf"\ndone',
        'for f in *.md; do pandoc "$f" > "$f.html"; done',
        'for f in *.md; do pandoc "$f" -o "${f%.txt}.html"; done',
        'for f in *; do pandoc "$f" -o "${f%.*}.html"; done',
        "for f in *.md; do pandoc $f -o $f.html; done",
        'for f in *.md; do mv "$f" "$f.old"; done',
        'for f in *.md; do X=1 pandoc "$f" -o "$f.html"; done',
        'for f in *.md; do pandoc "$f" -o "${f^^}.html"; done',
        'for f in *.md; do pandoc "$f" -o "$f-$(date).html"; done',
        'for f in *.md; do pandoc "$f" -o "{}$f.html"; done',
        'for f in *.md; do pandoc "$f" -o "$f.html" & done',
        'for f in *.md; do pandoc "$f" -o "$f.html"; done &',
        'for f in *.md; do pandoc "$f" -o "$f.html"; done | cat',
        'for f in one; do pandoc "$f" -o "$f.html"; done',
        'pandoc() { echo; }\nfor f in *.md; do pandoc "$f" -o "$f.html"; done',
        'for f in *.md; do if true; then pandoc "$f" -o "$f.html"; fi; done',
    ],
)
def test_what_cannot_be_carried_over_exactly_stays(tmp_path, code: str):
    assert after(tmp_path, code) == code


def test_a_program_that_asks_a_service_and_a_script_of_its_own_stay(tmp_path):
    loop = 'for f in a b c; do python scripts/x.py "$f" -o "$f.mp3"; done'
    text = f"# T\n\n```sh\n{loop}\n```\n"
    assert body(lowered(tmp_path, text, **{"scripts/x.py": "import requests\n"})) == text
    assert MAP in body(lowered(tmp_path / "b", text, **{"scripts/x.py": "import json\n"}))
    own = f"#!/bin/bash\n{loop.replace('python scripts/x.py', 'pandoc')}"
    assert after(tmp_path, own) == own


def test_the_programs_come_along_once(tmp_path):
    text = '# T\n\n```sh\nfor f in *.md; do pandoc "$f" -o "$f.html"; done\n```\n'
    module = lowered(tmp_path, text)
    made = [item for item in module.files if item.path.startswith(MAP)]
    assert [(item.path, item.executable) for item in made] == [
        (MAP, True),
        (f"{MAP}.py", False),
        (f"{MAP}_journal.py", False),
        (f"{MAP}_machine.py", False),
    ]
    assert mechanisms(module) == ["parallel-map"]
    taken = lowered(tmp_path, text, **{MAP: "mine"})
    assert body(taken) == text


def test_bundled_programs_and_their_anchors_stay(tmp_path):
    text = '# T\n\n```sh\nfor f in *.md; do python scripts/x.py "$f" -o "$f.html"; done\n```\n'
    module = lowered(tmp_path, text, **{"scripts/x.py": "print(1)\n"})
    assert f'{MAP} python scripts/x.py {{}} -o "{{}}.html" ::: *.md' in body(module)
    anchors = {fact.path for fact in module.facts if type(fact).__name__ == "Anchor"}
    assert anchors == {MAP, "scripts/x.py"}


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell script")
def test_the_call_makes_what_the_loop_made(tmp_path):
    """Both are run, with a program of our own in place of the real one."""
    tool = tmp_path / "tool"
    tool.write_text('#!/bin/sh\nprintf "%s|" "$@" > "$3"\n')
    tool.chmod(0o755)
    loop = f'for f in *.md; do\n  {tool} "$f" -o "${{f%.md}}.html" "$HOME/${{f}}" "$f"\ndone'
    call = after(tmp_path, loop).replace(MAP, str(FOLDER / "pmap"))
    assert call != loop
    found = []
    for name, code in (("first", loop), ("second", call)):
        folder = tmp_path / name
        folder.mkdir()
        for item in ("a.md", "b c.md", "$(x).md", "'\"`.md"):
            (folder / item).write_text("")
        subprocess.run(["sh", "-c", code], cwd=folder, check=True, capture_output=True, timeout=60)
        found.append({path.name: path.read_text() for path in folder.iterdir()})
    assert found[0] == found[1]
    assert len(found[0]) == 8
