import os
import signal
import time

import pytest

from skillrt.cli.interrupts import like_ctrl_c
from skillrt.cli.main import main


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_signals_that_end_are_an_interrupt_once(name):
    number = getattr(signal, name)
    before = signal.signal(number, signal.SIG_DFL)
    cleaned = []

    def work():
        with like_ctrl_c():
            try:
                os.kill(os.getpid(), number)
                time.sleep(1)
            finally:
                os.kill(os.getpid(), number)
                time.sleep(0.01)
                cleaned.append(True)

    try:
        with pytest.raises(KeyboardInterrupt):
            work()
        assert cleaned == [True]
        assert signal.getsignal(number) == signal.SIG_DFL
    finally:
        signal.signal(number, before)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("verb", ["check", "matrix", "compile", "survey", "lock"])
def test_verbs_with_processes_of_their_own_end_as_by_ctrl_c(verb, name, monkeypatch, capsys):
    number = getattr(signal, name)

    def told(*_):
        os.kill(os.getpid(), number)
        time.sleep(1)

    before = signal.signal(number, lambda *_: pytest.fail("the signal went past the verb"))
    monkeypatch.setattr(f"skillrt.cli.{verb}.find_library", told)
    try:
        assert main([verb, "."]) == 130
    finally:
        signal.signal(number, before)
    assert capsys.readouterr().err == "interrupted\n"
