from pathlib import Path

from skillrt.passes.base import PassContext
from skillrt.passes.linking.outcomes import Linker
from tests.passes.linked import module
from tests.skills import load_skill, write_skill


def outcomes(text: str) -> list[tuple[str, str]]:
    return [(item.mention.path, item.status) for item in Linker(module(text), PassContext()).outcomes()]


def test_each_status():
    text = "[a](forms.md) [b](Forms.md) [c](none.md) [d](../x/SKILL.md) and and/or `src/forms.md`"
    found = dict(outcomes(text))
    assert found == {
        "forms.md": "resolved",
        "Forms.md": "mended",
        "none.md": "missing",
        "../x/SKILL.md": "outside",
        "src/forms.md": "nothing",
    }


def test_a_cd_into_the_skill_is_followed():
    assert outcomes("```bash\ncd scripts && bash run.sh\n```") == [("scripts", "resolved"), ("run.sh", "resolved")]


def test_a_drawing_of_another_folder_says_nothing():
    text = "```\nother/\n├── SKILL.md\n├── forms.md\n└── lost.py\n```\n"
    assert ("lost.py", "missing") not in outcomes(text)
    own = text.replace("other/", "sample/")
    assert ("lost.py", "missing") in outcomes(own)
    assert ("forms.md", "resolved") in outcomes(own)


def test_a_folder_that_fills_up_holds_no_files_of_the_skill():
    drawing = (
        "```\nsample/\n├── SKILL.md\n├── forms.md\n├── notes/   # stored here\n│   └── first.md\n└── scripts/\n"
        "    ├── extract.py\n    ├── gone.py\n    └── run.sh\n```\n"
    )
    missing = [path for path, status in outcomes(drawing) if status == "missing"]
    assert missing == ["scripts/gone.py"]


def test_a_link_out_of_the_folder_was_told_when_it_was_not_followed(tmp_path: Path):
    folder = tmp_path / "sample"
    text = "```bash\npython scripts/run.py x\npython scripts/none.py\n```\n\nSee [words](references/words.md).\n"
    made = write_skill(folder, {"SKILL.md": text, "scripts/own.py": "print()\n"})
    (tmp_path / "run.py").write_text("print()\n")
    (tmp_path / "references").mkdir()
    (made / "scripts" / "run.py").symlink_to("../../run.py")
    (made / "references").symlink_to("../references")
    read = load_skill(made)
    missing = [item.mention.path for item in Linker(read, PassContext()).outcomes() if item.status == "missing"]
    assert missing == ["scripts/none.py"]
