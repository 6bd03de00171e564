import os
import signal
import time

import pytest

from skillrt.cli.interrupts import like_ctrl_c


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
