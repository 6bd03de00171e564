import random

from hypothesis import given
from hypothesis import strategies as st

from skillrt.checks.similarity import Described, alike, told_apart
from tests.growth import require_proportion

FILLER = [
    Described(f"filler-{n}", text)
    for n, text in enumerate(
        [
            "Books meeting rooms and sends the invitations to everybody on the list.",
            "Turns recorded hiking tracks into printed maps with elevation profiles.",
            "Watches the price of train tickets and buys at the lowest one.",
            "Mends broken links inside a folder of notes written in Markdown.",
            "Writes unit tests for legacy Fortran subroutines with golden files.",
            "Rotates database passwords and restarts what depended on them.",
        ]
    )
]


def pairs(*skills: Described) -> list[tuple[str, str]]:
    every = [*FILLER, *skills]
    return [(every[one].name, every[two].name) for one, two in alike(every)]


def test_the_same_words_with_small_changes():
    one = Described(
        "rate-limiter", "Generate rate limiting configurations using AI. Use when protecting APIs from abuse."
    )
    two = Described("rate-limit-gen", "Generate rate limiting configuration. Use when protecting APIs from abuse.")
    assert pairs(one, two) == [("rate-limiter", "rate-limit-gen")]


def test_different_skills_are_not_reported():
    assert pairs() == []


def test_a_family_made_from_one_mould_is_told_apart_by_its_subject():
    mould = "Converts {0} files into Markdown so that their contents can be read, summarized and searched."
    family = [Described(f"convert-{n}-to-md", mould.format(n)) for n in ("excel", "word", "pdf")]
    assert pairs(*family) == []


def test_a_subject_written_as_two_words():
    one = Described(
        "quarkus-checks", "Verification loop for Quarkus projects: build, static analysis, tests, review."
    )
    two = Described(
        "springboot-checks", "Verification loop for Spring Boot projects: build, static analysis, tests, review."
    )
    assert told_apart(one, two)


def test_a_general_skill_beside_a_special_one_is_confusing():
    one = Described("java-springboot", "Get best practices for developing applications with Spring Boot.")
    two = Described(
        "kotlin-springboot", "Get best practices for developing applications with Spring Boot and Kotlin."
    )
    assert not told_apart(one, two)
    assert pairs(one, two) == [("java-springboot", "kotlin-springboot")]


def test_mentioning_the_other_later_does_not_confuse():
    tail = "into Markdown so that contents can be analyzed, summarized, searched or extracted. Not for {0} files."
    one = Described("convert-excel", f"Converts Excel workbooks {tail.format('PDF')}")
    two = Described("convert-pdf", f"Converts PDF documents {tail.format('Excel')}")
    assert told_apart(one, two)


def test_short_descriptions_say_too_little_to_compare():
    assert pairs(Described("a", "Handles PDF files"), Described("b", "Handles PDF files")) == []


@given(st.lists(st.text("abcde ", max_size=60), max_size=12))
def test_nothing_is_missed_that_comparing_all_pairs_would_find(texts: list[str]):
    skills = [Described("same", text) for text in texts]
    from skillrt.checks import similarity

    bags = [similarity._bag(text) for text in texts]
    weights = similarity._weights(bags)
    expected = []
    for two in range(len(bags)):
        for one in range(two):
            both, either = bags[one] & bags[two], bags[one] | bags[two]
            enough = min(len(bags[one]), len(bags[two])) >= similarity._MIN_WORDS
            if enough and sum(map(weights.get, both)) >= 0.7 * sum(map(weights.get, either)) - 1e-9:
                expected.append((one, two))
    assert list(alike(skills)) == sorted(expected)


def test_thousands_from_one_mould_do_not_take_quadratic_time():
    def work(count: int) -> None:
        drawn = random.Random(7)
        words = [f"w{n}" for n in range(40)]
        themes = [f"theme{drawn.randrange(50)}" for _ in range(count)]
        list(alike([Described(f"s{n}", " ".join([*words, f"topic{n}", theme])) for n, theme in enumerate(themes)]))

    require_proportion(work, 500)


def test_hostile_texts():
    assert list(alike([Described("\ud800", "\udc80 " * 5000), Described("", "x" * 1_000_000)])) == []
