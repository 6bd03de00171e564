import errno
import json
import os
from pathlib import Path

import pytest

from skillrt.cli.main import main
from skillrt.store import placing
from skillrt.targets import shipped_harnesses
from tests.compiler.sample import skill
from tests.skills import write_skill


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def compile_(*arguments: str) -> int:
    return main(["compile", *arguments])


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_several_skills_and_targets(apart: Path, capsys):
    skill(apart / "lib" / "pdf")
    skill(apart / "lib" / "csv")
    assert compile_("lib", "--target", "a/b@codex", "--target", "m@pi", "-o", "out") == 0
    assert {path.relative_to(apart / "out").as_posix() for path in (apart / "out").glob("*/*/*")} == {
        "codex/a--b/pdf", "codex/a--b/csv", "pi/m/pdf", "pi/m/csv"
    }  # fmt: skip
    out = capsys.readouterr().out
    assert "4 variants: 4 written" in out
    assert compile_("lib", "--target", "a/b@codex", "--target", "m@pi", "-o", "out", "-O1") == 0
    assert "4 variants: 4 up-to-date" in capsys.readouterr().out


def test_a_skill_compiled_into_a_folder_of_its_own_stays_what_it_is(apart: Path, monkeypatch, capsys):
    skill(apart / "pdf")
    monkeypatch.chdir(apart / "pdf")
    for state in ("written", "up-to-date"):
        assert compile_(".", "--target", "m@codex", "--target", "m@pi", "-o", "build") == 0
        assert capsys.readouterr().out.count(state) == 3
    assert not [name for name in files(apart / "pdf" / "build") if "/build/" in name]
    assert compile_(".", "--target", "m@codex", "-o", "build", "--check") == 0
    assert compile_("SKILL.md", "--target", "m@codex", "-o", "elsewhere") == 0
    assert files(Path("build/codex")) == files(Path("elsewhere/codex"))


@pytest.mark.parametrize("out", ["pdf", "pdf/scripts"])
def test_nothing_is_written_among_the_files_of_a_skill(apart: Path, capsys, out):
    skill(apart / "pdf")
    before = files(apart / "pdf")
    assert compile_("pdf", "--target", "m@codex", "-o", out) == 2
    assert "compile.out-in-skill" in capsys.readouterr().err
    assert files(apart / "pdf") == before


def test_one_and_two_processes_do_the_same(apart: Path, capsys):
    for name in ("pdf", "csv", "xml", "bad"):
        skill(apart / "lib" / name)
    (apart / "lib" / "bad" / "SKILL.md").write_text("# nothing\n")
    texts = []
    for jobs in ("1", "2"):
        assert compile_("lib", "--target", "m@codex", "-o", f"out{jobs}", "-j", jobs) == 1
        texts.append(capsys.readouterr().out.replace(f"out{jobs}", "out"))
    assert texts[0] == texts[1]
    assert files(apart / "out1") == files(apart / "out2")
    assert "1 failed, 3 written" in texts[0]


def test_json_is_one_object(apart: Path, capsys):
    skill(apart / "pdf")
    assert compile_("pdf", "--target", "m@codex", "-o", "out", "--format", "json") == 0
    (row,) = json.loads(capsys.readouterr().out)["variants"]
    assert (row["state"], row["path"]) == ("written", "out/codex/m/pdf")
    assert row["edits"] > 0


def test_check_writes_nothing(apart: Path, capsys):
    skill(apart / "pdf")
    assert compile_("pdf", "--target", "m@codex", "-o", "out", "--check") == 1
    assert not (apart / "out").exists()
    assert "missing" in capsys.readouterr().out
    compile_("pdf", "--target", "m@codex", "-o", "out")
    assert compile_("pdf", "--target", "m@codex", "-o", "out", "--check") == 0
    (apart / "pdf" / "assets" / "x.bin").write_bytes(b"other")
    capsys.readouterr()
    assert compile_("pdf", "--target", "m@codex", "-o", "out", "--check") == 1
    assert "stale" in capsys.readouterr().out


def test_settings_give_what_the_command_line_does_not(apart: Path, capsys):
    skill(apart / "skills" / "pdf")
    skill(apart / "skills" / "old")
    (apart / "skillrt.toml").write_text(
        'roots = ["skills"]\nexclude = ["old/"]\ntargets = ["m@codex"]\nout = "build"\nlevel = "O0"\n'
    )
    assert compile_() == 0
    assert [path.name for path in (apart / "build").glob("*/*/*")] == ["pdf"]
    assert compile_("--target", "m@pi", "-o", "other") == 0
    assert (apart / "other" / "pi" / "m" / "pdf").is_dir()


def test_the_output_is_not_taken_for_sources(apart: Path):
    skill(apart / "lib" / "pdf")
    assert compile_(".", "--target", "m@codex", "-o", "out") == 0
    assert compile_(".", "--target", "m@pi", "-o", "out") == 0
    assert len(list((apart / "out").glob("*/*/*"))) == 2


def test_of_skills_with_one_name_none_is_written_and_the_others_are(apart: Path, capsys):
    skill(apart / "a" / "pdf")
    skill(apart / "b" / "pdf")
    skill(apart / "b" / "csv")
    assert compile_("a", "b", "--target", "m@codex", "-o", "out") == 1
    printed = capsys.readouterr()
    assert printed.err.count("compile.clash") == 2
    assert "2 failed, 1 written" in printed.out
    assert [path.name for path in (apart / "out").glob("*/*/*")] == ["csv"]
    assert compile_("a", "b", "--target", "m@codex", "-o", "out", "--check") == 1
    assert compile_("b/csv", "--target", "m@codex", "-o", "out", "--check") == 0


def test_a_bad_skill_does_not_stop_the_others(apart: Path, capsys):
    skill(apart / "lib" / "pdf")
    write_skill(apart / "lib" / "bad", {"SKILL.md": "---\nname: BAD\ndescription: x\n---\nbody\n"})
    assert compile_("lib", "--target", "m@codex", "-o", "out") == 1
    shown = capsys.readouterr()
    assert "lib/bad/SKILL.md:2:7: error:" in shown.err
    assert "1 failed, 1 written" in shown.out
    assert compile_("lib", "--target", "m@codex", "-o", "out", "--fix-names") == 0
    assert (apart / "out" / "codex" / "m" / "bad" / "SKILL.md").is_file()


def test_a_skill_that_holds_another_links_to_its_variant(apart: Path):
    write_skill(
        apart / "lib/outer",
        {"SKILL.md": "See [in](in/SKILL.md).\n", "in/SKILL.md": "---\nname: inner\ndescription: x\n---\n# T\n"},
    )
    assert compile_("lib", "--target", "m@codex", "-o", "out", "--fix-names") == 0
    text = (apart / "out/codex/m/outer/SKILL.md").read_text()
    assert "See [in](../inner/SKILL.md)." in text
    assert (apart / "out/codex/m/inner/SKILL.md").is_file()


def test_what_mends_the_source_is_named(apart: Path, capsys):
    write_skill(apart / "a", {"SKILL.md": "See [x](references/X.md).\n", "references/x.md": "# X\n"})
    assert compile_("a", "--target", "m@codex", "-o", "out", "--fix-names") == 0
    assert "(mended in the variant; `skillrt check --fix` mends the source)" in capsys.readouterr().err
    assert "(references/x.md)" in (apart / "out/codex/m/a/SKILL.md").read_text()


def test_a_variant_as_source(apart: Path, capsys):
    skill(apart / "pdf")
    compile_("pdf", "--target", "m@codex", "-o", "out")
    before = files(apart / "out")
    assert compile_("out", "--target", "m@codex", "-o", "out") == 0
    assert files(apart / "out") == before
    assert compile_("out/codex/m/pdf", "--target", "m@codex", "-o", "again") == 0
    assert files(apart / "again") == before
    capsys.readouterr()
    assert compile_("out/codex/m/pdf", "--target", "m@pi", "-o", "again") == 1
    assert "its source is the skill `pdf`" in capsys.readouterr().err
    (apart / "out/codex/m/pdf/SKILL.md").write_text("mine")
    assert compile_("out/codex/m/pdf", "--target", "m@codex", "-o", "again") == 1
    assert "compile.edited-variant" in capsys.readouterr().err


def test_edits_in_the_output_are_kept_without_force(apart: Path, capsys):
    skill(apart / "pdf")
    compile_("pdf", "--target", "m@codex", "-o", "out")
    edited = apart / "out/codex/m/pdf/SKILL.md"
    edited.write_text("mine")
    assert compile_("pdf", "--target", "m@codex", "-o", "out") == 1
    assert edited.read_text() == "mine"
    assert compile_("pdf", "--target", "m@codex", "-o", "out", "--check") == 1
    assert "edited by hand" in capsys.readouterr().out
    assert compile_("pdf", "--target", "m@codex", "-o", "out", "--force") == 0
    assert edited.read_text() != "mine"


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["absent", "--target", "m@codex", "-o", "out"], 2, "does not exist"),
        (["pdf", "-o", "out"], 2, "name a target"),
        (["pdf", "--target", "m@codex"], 2, "-o DIR"),
        (["pdf", "--target", "m", "-o", "out"], 2, "MODEL@HARNESS"),
        (["pdf", "--target", "m@codx", "-o", "out"], 2, "did you mean `codex`?"),
        (["pdf", "--target", "../../x@codex", "-o", "out"], 2, "no model name"),
        (["pdf", "--target", "m@codex", "-o", "out", "-O2"], 2, "not available yet"),
        (["pdf", "--target", "m@codex", "-o", "out", "-O3"], 2, "not available yet"),
        (["pdf", "--target", "m@codex", "-o", "out", "-O9"], 2, "levels: -O0"),
        (["pdf", "--target", "m@codex", "-o", "out", "--from", "clade-code"], 2, "did you mean `claude-code`?"),
        (["pdf", "--target", "m@codex", "-o", "out", "--pipeline", "lnk"], 2, "did you mean `link`?"),
        (["empty", "--target", "m@codex", "-o", "out"], 1, "holds no skill"),
        (["text.txt", "--target", "m@codex", "-o", "out"], 1, "not a skill"),
        (["pdf", "--target", "m@codex", "-o", "text.txt"], 3, "could not be written"),
    ],
)
def test_bad_input(apart: Path, capsys, arguments: list[str], status: int, words: str):
    skill(apart / "pdf")
    (apart / "empty").mkdir()
    (apart / "text.txt").write_text("x")
    before = files(apart)
    assert compile_(*arguments) == status
    shown = capsys.readouterr()
    assert words in shown.err
    assert "Traceback" not in shown.err
    assert files(apart) == before


def test_a_full_disk_ends_the_run_with_3(apart: Path, capsys, monkeypatch):
    for name in ("a", "b", "c"):
        skill(apart / "lib" / name)
    real = placing._write

    def write(path: Path, *rest) -> None:
        if sum(1 for _ in (apart / "out").rglob("SKILL.md")) >= 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(path, *rest)

    monkeypatch.setattr(placing, "_write", write)
    assert compile_("lib", "--target", "m@codex", "-o", "out", "-j1") == 3
    shown = capsys.readouterr()
    assert "No space left" in shown.err
    assert [path.name for path in sorted((apart / "out/codex/m").iterdir())] == ["a"]


def test_an_interrupt_leaves_nothing_half_written(apart: Path, capsys, monkeypatch):
    skill(apart / "pdf")

    def write(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(placing, "_write", write)
    assert compile_("pdf", "--target", "m@codex", "-o", "out") == 130
    assert not (apart / "out").exists()
    assert "interrupted" in capsys.readouterr().err


def test_every_example_compiles_for_every_harness(root: Path, apart: Path, capsys):
    targets = [word for name in shipped_harnesses() for word in ("--target", f"m@{name}")]
    assert compile_(str(root / "examples" / "skills"), *targets, "-o", "out", "-j1") == 0
    assert "failed" not in capsys.readouterr().out
