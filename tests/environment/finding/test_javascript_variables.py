import pytest

from skillrt.environment.finding.javascript_variables import reads


def how(text):
    return [(name, manner) for name, manner, _, _ in reads(text)]


@pytest.mark.parametrize(
    "text",
    [
        "const port = parseInt(process.env.ACME_PORT) || 587;",
        "const days = Number.parseInt(process.env.ACME_PORT || '', 10) || DAYS;",
        "const ms = Number(process.env.ACME_PORT);\n  return Number.isFinite(ms) && ms > 0 ? ms : 60 * 1000;",
        "const n = parseFloat(process.env.ACME_PORT);\nreturn n > 0 ? n : 1;",
        "const n = process.env.ACME_PORT ?? '3000';",
    ],
)
def test_a_program_has_a_value_of_its_own(text):
    assert how(text) == [("ACME_PORT", "optional")]


@pytest.mark.parametrize(
    "text",
    [
        "const n = parseInt(process.env.ACME_PORT);",
        "const n = Number(process.env.ACME_PORT);\nif (Number.isNaN(n)) { throw new Error('no port'); }",
        "const n = Number(process.env.ACME_PORT);\nif (!Number.isFinite(n)) process.exit(1);\nserve(n ? 1 : 2);",
        "const n = process.env.ACME_PORT || '';",
    ],
)
def test_a_program_has_none(text):
    assert how(text) == [("ACME_PORT", "use")]


def test_a_program_that_asks_for_it():
    assert how("if (process.env.ACME_PORT) go();") == [("ACME_PORT", "guarded")]
    assert how("Deno.env.get('ACME_KEY')") == [("ACME_KEY", "use")]
