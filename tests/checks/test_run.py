import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from skillrt.checks import run as run_module
from skillrt.checks import skill
from skillrt.checks.baseline import BaselineFile, baseline_text, known_findings, read_baseline
from skillrt.checks.cache import Cache
from skillrt.checks.policy import Policy
from skillrt.checks.run import Outcome, Request, run_checks
from skillrt.cli import check as check_verb
from skillrt.config import Library, Settings
from skillrt.errors import Diagnostic, Severity, UsageError
from tests.checks.library import library, skill_text, write


def request(root: Path, paths: tuple[str, ...] = (), settings: Settings | None = None, **fields: object) -> Request:
    chosen = settings or Settings()
    return Request(
        paths=paths or (str(root),),
        library=Library(root, root / "skillrt.toml", chosen),
        policy=Policy(chosen),
        **{"jobs": 1, **fields},  # type: ignore[arg-type]
    )


def codes(outcome: Outcome) -> list[tuple[str, str]]:
    return [(Path(item.skill).name, item.diagnostic.code) for item in outcome.report.findings]


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Two good skills, one with two problems, one that has the name of another."""
    root = library(tmp_path / "lib", "alpha", "beta")
    bad = skill_text("wrong", body="# A\n\n```sh\necho\n")
    double = skill_text("beta", "Something else entirely, which nobody would mistake for hiking.")
    return write(root, {"skills/gamma/SKILL.md": bad, "skills/zeta/SKILL.md": double})


MIXED = [
    ("gamma", "spec.name-folder"),
    ("gamma", "text.unclosed-fence"),
    ("zeta", "library.duplicate-name"),
    ("zeta", "spec.name-folder"),
]


def test_findings_of_each_skill_and_of_all(mixed: Path):
    outcome = run_checks(request(mixed))
    assert codes(outcome) == MIXED
    assert outcome.report.skills == 4
    assert set(outcome.folders) == {f"{mixed}/skills/{name}" for name in ("alpha", "beta", "gamma", "zeta")}


def test_two_processes_find_the_same(mixed: Path):
    write(mixed, {f"skills/s{n}/SKILL.md": skill_text(f"x{n}") for n in range(12)})
    one, two = run_checks(request(mixed, jobs=1)), run_checks(request(mixed, jobs=2))
    assert one.report == two.report
    assert len(one.report.findings) > 12


def test_the_order_of_paths_does_not_matter(mixed: Path):
    paths = [f"{mixed}/skills/{name}" for name in ("alpha", "beta", "gamma")]
    random.Random(3).shuffle(paths)
    shuffled = run_checks(request(mixed, tuple(paths))).report
    assert shuffled == run_checks(request(mixed, tuple(sorted(paths)))).report


def test_severities_and_ignores_of_the_settings(mixed: Path):
    ignore = {"code": "text", "path": "skills/gamma/", "reason": "old"}
    import msgspec

    settings = msgspec.convert({"severity": {"spec": "note", "library": "off"}, "ignore": [ignore]}, Settings)
    findings = run_checks(request(mixed, settings=settings)).report.findings
    assert [item.diagnostic.severity for item in findings] == [Severity.NOTE, Severity.WARNING, Severity.NOTE]
    assert [item.ignored for item in findings] == ["", "old", ""]


def test_excluded_folders(mixed: Path):
    settings = Settings(exclude=("gamma/", "/skills/zeta"))
    assert codes(run_checks(request(mixed, settings=settings))) == []


def test_a_path_without_skills_is_a_finding_and_not_the_end(mixed: Path):
    (mixed / "empty").mkdir()
    outcome = run_checks(request(mixed, (f"{mixed}/empty", f"{mixed}/skills/alpha")))
    assert codes(outcome) == [("empty", "input.no-skill")]


def test_the_cache_gives_the_same_without_analysing(mixed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    cache = Cache(tmp_path / "cache")
    first = run_checks(request(mixed, cache=cache))
    assert first.hits == 0

    def never(*_: object) -> None:
        raise AssertionError("analysed again")

    monkeypatch.setattr(skill, "check_skill", never)
    second = run_checks(request(mixed, cache=Cache(cache.folder)))
    assert second.hits == 4
    assert second.report == first.report


def test_a_changed_skill_is_analysed_again_and_others_are_not(mixed: Path, tmp_path: Path):
    cache = Cache(tmp_path / "cache")
    run_checks(request(mixed, cache=cache))
    write(mixed, {"skills/alpha/SKILL.md": skill_text("alpha", body="# A\n\n~~~\nx\n")})
    outcome = run_checks(request(mixed, cache=cache))
    assert outcome.hits == 3
    assert ("alpha", "text.unclosed-fence") in codes(outcome)


def test_other_severities_need_no_new_analysis(mixed: Path, tmp_path: Path):
    cache = Cache(tmp_path / "cache")
    run_checks(request(mixed, cache=cache))
    settings = Settings(severity={"spec": "off"})
    outcome = run_checks(request(mixed, cache=cache, settings=settings))
    assert outcome.hits == 4
    assert codes(outcome) == [item for item in MIXED if item[1] != "spec.name-folder"]


def test_another_target_or_a_new_file_beside_needs_one(mixed: Path, tmp_path: Path):
    cache = Cache(tmp_path / "cache")
    run_checks(request(mixed, cache=cache))
    assert run_checks(request(mixed, cache=cache, targets=("m/x@codex",))).hits == 0
    write(mixed, {"skills/alpha/more.md": "x\n"})
    assert run_checks(request(mixed, cache=cache)).hits == 0


def test_a_defect_is_reported_and_not_remembered(mixed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    cache = Cache(tmp_path / "cache")
    defective = (Diagnostic.of("internal.error", "x"),)
    with monkeypatch.context() as patch:
        patch.setattr(skill, "check_skill", lambda *_: defective)
        outcome = run_checks(request(mixed, cache=cache))
    assert outcome.defective
    again = run_checks(request(mixed, cache=cache))
    assert again.hits == 0
    assert not again.defective


def test_beside_a_baseline(mixed: Path, tmp_path: Path):
    first = run_checks(request(mixed))
    file = tmp_path / "baseline.json"
    file.write_text(baseline_text(known_findings(first.report.findings, Library(mixed).shown)))
    known = read_baseline(file, "baseline.json")
    write(mixed, {"skills/alpha/SKILL.md": skill_text("alpha", body="# A\n\n~~~\nx\n")})
    write(mixed, {"skills/gamma/SKILL.md": "\n" + skill_text("wrong", body="# A\n\nmore\n\n```sh\necho\n").lstrip()})
    outcome = run_checks(request(mixed, baseline=known))
    news = [(Path(item.skill).name, item.diagnostic.code) for item in outcome.report.findings if item.counts]
    assert ("alpha", "text.unclosed-fence") in news
    assert ("gamma", "text.unclosed-fence") not in news
    partly = run_checks(request(mixed, (f"{mixed}/skills/alpha",), baseline=known))
    assert partly.stale == ()


def test_what_was_not_looked_at_is_not_gone(mixed: Path):
    """Only part of the codes, only some of the skills, or no audit."""
    asked = request(mixed, audit=True)
    rows = known_findings(run_checks(asked).report.findings, Library(mixed).shown)
    audited = msgspec.structs.replace(rows[0], code="audit.sends-data", fingerprint="a" * 32)
    known = BaselineFile(1, (*rows, audited))

    def stale(**fields: Any) -> list[str]:
        return [row.code for row in run_checks(replace(request(mixed, baseline=known), **fields)).stale]

    assert stale() == []
    assert stale(audit=True) == ["audit.sends-data"]
    assert stale(policy=Policy(ignore=("spec", "text"))) == []
    assert stale(policy=Policy(select=("library",))) == []
    assert stale(policy=Policy(Settings(severity={"text": "off"}))) == ["text.unclosed-fence"]
    assert stale(paths=(f"{mixed}/skills/zeta",)) == []  # whose double is not read
    shutil.rmtree(mixed / "skills/gamma")
    assert stale(paths=(f"{mixed}/skills/zeta",)) == []
    assert stale() == ["spec.name-folder", "text.unclosed-fence"]
    assert stale(paths=(f"{mixed}/skills",), policy=Policy(ignore=("spec",))) == ["text.unclosed-fence"]


def test_only_what_changed(mixed: Path):
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=n", "-c", "user.email=e@example.org"]
        subprocess.run(["git", *identity, *arguments], cwd=mixed, check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "x")
    assert run_checks(request(mixed, since="HEAD")).report.skills == 0
    with (mixed / "skills/beta/SKILL.md").open("a") as stream:
        stream.write("more\n")
    outcome = run_checks(request(mixed, since="HEAD"))
    assert outcome.report.skills == 1
    assert codes(outcome) == [("beta", "library.duplicate-name")]


def test_only_some_skills_with_all_as_siblings(mixed: Path):
    outcome = run_checks(request(mixed, only=frozenset({"skills/zeta"})))
    assert codes(outcome) == MIXED[2:]
    assert outcome.report.skills == 1


def test_a_wrong_target_ends_the_run(mixed: Path):
    with pytest.raises(UsageError):
        run_checks(request(mixed, targets=("m/x@nowhere",)))


def test_the_listing_budget_of_the_target(mixed: Path):
    words = "Handles the matter of number {0} and of nothing else, in its own way: " + "word{0} " * 40
    write(mixed, {f"skills/n{n}/SKILL.md": skill_text(f"n{n}", words.format(n)) for n in range(30)})
    assert "library.listing-budget" not in [code for _, code in codes(run_checks(request(mixed)))]
    targeted = run_checks(request(mixed, targets=("m/x@codex",)))
    (finding,) = [item for item in targeted.report.findings if item.diagnostic.code == "library.listing-budget"]
    assert finding.skill == "."


def test_processes_are_worth_it_for_many_skills_only(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("skillrt.checks.pool.available_processors", lambda: 4)
    assert run_module._jobs(1) == 1
    assert run_module._jobs(100_000) == 4


def test_a_process_that_died_is_a_defect():
    (found,) = run_module._lost("signal 11 (SIGSEGV)")
    assert found.code == "internal.error"
    assert "SIGSEGV" in found.message


def test_the_cache_knows_of_skills_below_one_given_by_its_file(tmp_path: Path):
    body = "# A\n\nSee [in](in/SKILL.md).\n"
    root = write(tmp_path, {"s/SKILL.md": skill_text("s", body=body), "s/in/SKILL.md": skill_text("in")})
    asked = replace(request(root, cache=Cache(tmp_path / "cache")), paths=(f"{root}/s/SKILL.md",))
    assert codes(run_checks(asked)) == []
    (root / "s/in/SKILL.md").unlink()
    assert codes(run_checks(asked)) == [("s", "link.broken-link")]


def test_variants_are_passed_over_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    root = library(tmp_path / "lib", "alpha")
    write(root, {"skills/fake/SKILL.md": "no front matter", "skills/fake/.skillrt/manifest.json": "{}"})
    outcome = run_checks(request(root))
    assert (codes(outcome), outcome.variants) == ([], (f"{root}/skills/fake",))
    check_verb._notes(outcome, [])
    assert "not checked, as variants: `" in capsys.readouterr().err
    assert run_checks(request(root, (f"{root}/skills/fake",))).report.findings != ()
