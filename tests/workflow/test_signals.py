import os
import signal
import threading
import time

from skillrt.workflow.signals import caught


def test_signals_are_told_and_handlers_come_back():
    heard: list[int] = []
    before = signal.getsignal(signal.SIGTERM)
    with caught(heard.append):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.01)
    assert heard == [signal.SIGTERM]
    assert signal.getsignal(signal.SIGTERM) is before


def test_what_is_ignored_stays_so():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        heard: list[int] = []
        with caught(heard.append):
            os.kill(os.getpid(), signal.SIGHUP)
        assert heard == []
    finally:
        signal.signal(signal.SIGHUP, before)


def test_outside_the_main_thread_nothing_is_caught():
    done: list[bool] = []

    def work():
        with caught(lambda number: None):
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]
