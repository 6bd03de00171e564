import pytest

from skillrt.checks.policy import Policy, path_matcher, require_known_codes
from skillrt.config import Ignore, Settings
from skillrt.errors import CodeInfo, Diagnostic, Place, Severity, UsageError

BOM = Diagnostic.of("text.bom", "x", Place("SKILL.md", 1))
DEFECT = Diagnostic.of("internal.error", "x")


def test_the_catalogue_gives_the_severity():
    assert Policy().severity(BOM) is Severity.WARNING


def test_a_pass_may_raise_it():
    assert Policy().severity(BOM.at(Severity.ERROR)) is Severity.ERROR


def test_the_code_wins_over_its_family():
    settings = Settings(severity={"text": "off", "text.bom": "error"})
    assert Policy(settings).severity(BOM) is Severity.ERROR
    assert Policy(Settings(severity={"text": "note"})).severity(BOM) is Severity.NOTE


def test_the_command_line_wins_over_the_settings():
    settings = Settings(severity={"text.bom": "error"})
    assert Policy(settings, ignore=("text",)).severity(BOM) is Severity.OFF
    assert Policy(settings, select=("input",)).severity(BOM) is Severity.OFF
    assert Policy(settings, select=("text.bom",)).severity(BOM) is Severity.ERROR


def test_what_is_off_by_default_must_be_asked_for(monkeypatch: pytest.MonkeyPatch):
    info = CodeInfo("t", "warning", "m.", "r.", default=False)
    monkeypatch.setattr("skillrt.checks.policy.catalogue", lambda: {"text.bom": info})
    assert Policy().severity(BOM) is Severity.OFF
    assert Policy(Settings(severity={"text": "note"})).severity(BOM) is Severity.NOTE
    assert Policy(select=("text.bom",)).severity(BOM) is Severity.WARNING


def test_what_is_looked_for(monkeypatch: pytest.MonkeyPatch):
    infos = {
        "text.bom": CodeInfo("t", "warning", "m.", "r."),
        "text.not-utf8": CodeInfo("t", "warning", "m.", "r.", default=False),
    }
    monkeypatch.setattr("skillrt.checks.policy.catalogue", lambda: infos)
    assert Policy().looks_for("text.bom")
    assert not Policy().looks_for("text.not-utf8")
    assert Policy(select=("text",)).looks_for("text.not-utf8")
    assert not Policy(select=("spec",)).looks_for("text.bom")
    assert not Policy(ignore=("text.bom",)).looks_for("text.bom")
    assert Policy(Settings(severity={"text": "off"})).looks_for("text.bom")
    assert Policy().looks_for("gone.since")


def test_some_of_them_are_on_where_the_check_is_aimed(monkeypatch: pytest.MonkeyPatch):
    infos = {
        "text.bom": CodeInfo("t", "warning", "m.", "r.", default=False, aimed=True),
        "text.not-utf8": CodeInfo("t", "warning", "m.", "r.", default=False),
    }
    monkeypatch.setattr("skillrt.checks.policy.catalogue", lambda: infos)
    assert Policy().severity(BOM) is Severity.OFF
    assert Policy(aimed=True).severity(BOM) is Severity.WARNING
    assert Policy(aimed=True, ignore=("text.bom",)).severity(BOM) is Severity.OFF
    assert Policy(aimed=True).severity(Diagnostic.of("text.not-utf8", "x")) is Severity.OFF


def test_names_of_products_are_left_out_of_a_plain_check_only():
    product = Diagnostic.of("harness.product", "x")
    assert Policy().severity(product) is Severity.OFF
    assert Policy(aimed=True).severity(product) is product.severity


def test_ignores_by_path_carry_their_reason():
    ignore = Ignore(code="text", path="old/**", reason="as published")
    policy = Policy(Settings(ignore=(ignore,)))
    assert policy.finding("skills/../old/one", "old/one", BOM).ignored == "as published"
    assert policy.finding("new/one", "new/one", BOM).ignored == ""
    assert policy.finding("old/one", "old/one", DEFECT).ignored == ""


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [("one/SKILL.md", True), ("one/", True), ("SKILL.md", True), ("*.txt", False), ("!one", False), ("/one", True)],
)
def test_patterns_are_those_of_gitignore(pattern: str, matches: bool):
    policy = Policy(Settings(ignore=(Ignore(code="text.bom", path=pattern, reason="r"),)))
    assert bool(policy.finding("one", "one", BOM).ignored) is matches


def test_an_ignore_of_a_folder_covers_findings_without_a_file():
    policy = Policy(Settings(ignore=(Ignore(code="input", path="one/", reason="r"),)))
    assert policy.finding("one", "one", Diagnostic.of("input.unreadable", "x")).ignored == "r"


def test_a_defect_of_ours_cannot_be_turned_off():
    policy = Policy(Settings(severity={"internal": "off"}), ignore=("internal",), select=("text",))
    assert policy.severity(DEFECT) is Severity.ERROR


def test_no_patterns_match_nothing():
    assert not path_matcher(())("anything")


def test_unknown_codes_get_the_nearest_name():
    require_known_codes(["text", "text.bom"])
    with pytest.raises(UsageError) as caught:
        require_known_codes(["text.bum"])
    assert caught.value.diagnostics[0].hint == "did you mean `text.bom`?"


def test_whether_a_code_is_reported_at_all():
    assert Policy().wants("text.bom")
    assert not Policy().wants("library.alike-descriptions")
    assert Policy(select=("library",)).wants("library.alike-descriptions")
    assert not Policy(ignore=("text",)).wants("text.bom")


def test_ignores_that_match_nothing():
    ignores = tuple(
        Ignore(code=code, path=path, reason="r")
        for code, path in (("text", "pdf/"), ("text.bom", "old/"), ("link", "pdf/"), ("text", "*.md"))
    )
    unused = Policy(Settings(ignore=ignores)).unused([("pdf", BOM), ("pdf", DEFECT)])
    assert [(item.code, item.path) for item in unused] == [("text.bom", "old/"), ("link", "pdf/")]
