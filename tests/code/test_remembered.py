import sys
from concurrent.futures import ThreadPoolExecutor

from skillrt.code.remembered import Remembered


def counted(most: int) -> tuple[list[str], Remembered[str | None]]:
    asked: list[str] = []

    def make(text: str) -> str | None:
        asked.append(text)
        return None if text == "none" else text.upper()

    return asked, Remembered(make, most)


def test_a_text_is_worked_on_once():
    asked, of = counted(100)
    assert [of("a"), of("b"), of("a"), of("none"), of("none")] == ["A", "B", "A", None, None]
    assert asked == ["a", "b", "none"]


def test_what_was_asked_for_longest_ago_goes_first():
    asked, of = counted(6)
    for text in ("aaa", "bbb", "aaa", "ccc", "aaa", "bbb"):
        of(text)
    assert asked == ["aaa", "bbb", "ccc", "bbb"]


def test_a_text_larger_than_all_is_not_kept_and_leaves_room():
    asked, of = counted(3)
    assert of("aaaaaa") == "AAAAAA"
    assert of("b") == of("b") == "B"
    assert asked == ["aaaaaa", "b"]


def test_threads_may_ask_at_once():
    """Learning templates reads programs in several threads."""
    of = Remembered(str.upper, 40)
    texts = [letter * 9 for letter in "abcdefgh"]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(6) as pool:
            asked = [texts[(7 * at + at // 5) % 8] for at in range(30_000)]
            assert list(pool.map(of, asked)) == [text.upper() for text in asked]
    finally:
        sys.setswitchinterval(before)
