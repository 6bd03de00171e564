"""The Node script of i18n-audit on catalogues made here."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

SCRIPT = "i18n-audit/scripts/catalogue.mjs"

ENGLISH = {
    "cart": {
        "title": "Cart",
        "items": "{n, plural, one {# item by {who}} other {# items}}",
        "greet": "Hello {{ name }}",
    },
    "error": {"e404": "Not found", "e500": "Broken"},
    "old": "Nobody asks for this",
}
GERMAN = {
    "cart": {"title": "", "items": "{n, plural, other {# Artikel}}", "greet": "Hallo {{name}}"},
    "error": {"e404": "{x"},
    "extra": "1",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "src" / "locales"
    folder.mkdir(parents=True)
    (folder / "en.json").write_text(json.dumps(ENGLISH), encoding="utf-8")
    (folder / "de.json").write_text("\ufeff" + json.dumps(GERMAN), encoding="utf-8")
    (folder / "pl.json").write_text(json.dumps(ENGLISH), encoding="utf-8")
    code = 't("cart.title"); t(`cart.items`); t("cart.greet", { name }); t(`error.${code}`);'
    (tmp_path / "src" / "page.ts").write_text(code, encoding="utf-8")
    return tmp_path


def found(stdout: str) -> list[tuple[str, str, str]]:
    return [(one["locale"], one["kind"], one["key"]) for one in json.loads(stdout)]


def test_check_finds_each_kind_of_defect(run: Any, project: Path) -> None:
    done = run(SCRIPT, "check", "--dir", "src/locales", "--format", "json")
    assert done.returncode == 1, done.stderr
    assert found(done.stdout) == [
        ("de", "empty", "cart.title"),
        ("de", "placeholders", "cart.items"),
        ("de", "unbalanced", "error.e404"),
        ("de", "missing", "error.e500"),
        ("de", "missing", "old"),
        ("de", "superfluous", "extra"),
    ]
    assert json.loads(done.stdout)[1]["detail"] == "has {n}, base has {n} {who}"
    clean = run(SCRIPT, "check", "--dir", "src/locales", "--locale", "pl")
    assert (clean.returncode, clean.stdout) == (0, "nothing found\n")


def test_unused_counts_computed_keys_as_used(run: Any, project: Path) -> None:
    done = run(SCRIPT, "unused", "--dir", "src/locales", "--base", "en", "--src", "src")
    assert (done.returncode, done.stdout) == (1, "en\tunused\told\n")


def test_fill_writes_only_when_told(run: Any, project: Path) -> None:
    german = project / "src/locales/de.json"
    before = german.read_bytes()
    planned = run(SCRIPT, "fill", "--dir", "src/locales")
    assert (planned.returncode, planned.stdout) == (0, "de\tto fill\terror.e500\nde\tto fill\told\n")
    assert german.read_bytes() == before
    assert run(SCRIPT, "fill", "--dir", "src/locales", "--write").returncode == 0
    filled = json.loads(german.read_text(encoding="utf-8"))
    assert filled["error"] == {"e404": "{x", "e500": "[untranslated] Broken"}
    again = run(SCRIPT, "check", "--dir", "src/locales", "--format", "json")
    assert ("de", "untranslated", "error.e500") in found(again.stdout)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name one command"),
        (["chek", "--dir", "src/locales"], "name one command"),
        (["check"], "--dir is required"),
        (["check", "--dir", "none"], "no such file"),
        (["check", "--dir", "src/locales", "--base", "fr"], "has no fr.json; it has de, en, pl"),
        (["check", "--dir", "src/locales", "--format", "xml"], "--format is text or json"),
        (["check", "--recursive"], "Unknown option '--recursive'"),
        (["unused", "--dir", "src/locales"], "unused needs --src"),
        (["check", "--dir", "broken"], "broken/en.json"),
    ],
)
def test_wrong_calls_exit_with_2(run: Any, project: Path, arguments: list[str], message: str) -> None:
    (project / "broken").mkdir()
    (project / "broken" / "en.json").write_text("{", encoding="utf-8")
    done = run(SCRIPT, *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "    at " not in done.stderr


def test_commands_of_the_text_are_accepted(run: Any, project: Path, skills: Path) -> None:
    text = (skills / "i18n-audit/SKILL.md").read_text(encoding="utf-8")
    calls = re.findall(r"^node scripts/catalogue\.mjs (.+)$", text, re.MULTILINE)
    assert len(calls) == 5
    for call in calls:
        done = run(SCRIPT, *shlex.split(call))
        assert done.returncode in (0, 1), f"{call}: {done.stderr}"
