from typing import Any

import pytest

from skillrt.runs.result import EXIT_STATUSES, RunResult


def result(**changed: Any) -> RunResult:
    table: dict[str, Any] = {
        "id": "1234", "harness": "bare", "model": "m", "upstream": "u", "dialect": "openai-chat", "translated": False,
        "status": "ok", "answer": "Hello", "failure": "", "took": 1500, "exchanges": 2, "attempts": 2,
        "unattended": False, "native": False,
    }  # fmt: skip
    return RunResult(**{**table, **changed})


@pytest.mark.parametrize("status", list(EXIT_STATUSES))
def test_each_end_has_an_exit_status_of_its_own(status: str):
    assert result(status=status).exit_code == EXIT_STATUSES[status]  # type: ignore[index]
    assert len(set(EXIT_STATUSES.values())) == len(EXIT_STATUSES)
    assert not {1, 2, 3} & set(EXIT_STATUSES.values())
