import pytest

from skillrt.errors import Diagnostic, InputError, MachineError, SkillrtError, UsageError, VerifyError

GONE = Diagnostic.of("usage.path-missing", "no `x`")


@pytest.mark.parametrize(
    ("kind", "status"), [(SkillrtError, 1), (InputError, 1), (VerifyError, 1), (UsageError, 2), (MachineError, 3)]
)
def test_the_class_gives_the_exit_status(kind: type[SkillrtError], status: int):
    error = kind(GONE)
    assert isinstance(error, SkillrtError)
    assert error.exit_status == status


def test_one_diagnostic_or_several():
    assert UsageError(GONE).diagnostics == (GONE,)
    both = UsageError([GONE, Diagnostic.of("usage.unknown-pass", "no pass `y`")])
    assert len(both.diagnostics) == 2
    assert str(both) == "no `x`; no pass `y`"
