"""L2: functions with exact docstrings, each in a right and in a faulty way. Tests run both ways of each."""

from random import Random
from typing import Final

import msgspec


class Function(msgspec.Struct, frozen=True):
    """`right` and `faulty` are bodies; `inputs` are arguments, as Python, on one of which the two differ."""

    name: str
    head: str
    says: str
    right: str
    faulty: str
    inputs: tuple[str, ...]

    def written(self, broken: bool) -> str:
        """The function as the task shows it."""
        body = self.faulty if broken else self.right
        lines = "\n".join(f"    {line}".rstrip() for line in body.strip("\n").split("\n"))
        return f'def {self.name}({self.head}):\n    """{self.says}"""\n{lines}'


_FIXED: Final = (
    Function(
        "last_match",
        "words, start",
        "The last word that starts with `start`, or None where no word does.",
        "found = None\nfor word in words:\n    if word.startswith(start):\n        found = word\nreturn found",
        "for word in words:\n    if word.startswith(start):\n        return word\nreturn None",
        ("['ab', 'ac', 'b'], 'a'", "['x'], 'a'"),
    ),
    Function(
        "grouped",
        "pairs",
        "A dict from each key to the list of all its values, in the order of the pairs.",
        "groups = {}\nfor key, value in pairs:\n    groups.setdefault(key, []).append(value)\nreturn groups",
        "groups = {}\nfor key, value in pairs:\n    groups[key] = [value]\nreturn groups",
        ("[('a', 1), ('b', 2), ('a', 3)]",),
    ),
    Function(
        "mean_of_rest",
        "values",
        "The mean of the values without one smallest and one largest; None where there are fewer than three.",
        "if len(values) < 3:\n    return None\nrest = sorted(values)[1:-1]\nreturn sum(rest) / len(rest)",
        "if len(values) < 3:\n    return None\nrest = sorted(values)[1:-1]\nreturn sum(rest) / len(values)",
        ("[1, 2, 6, 30]", "[1]"),
    ),
    Function(
        "merged",
        "old, new",
        "A new dict with all keys of both; where both have a key, the value of `new` counts. Neither is changed.",
        "both = dict(old)\nboth.update(new)\nreturn both",
        "both = dict(new)\nboth.update(old)\nreturn both",
        ("{'a': 1, 'b': 2}, {'b': 3}",),
    ),
    Function(
        "longest_streak",
        "results",
        "The length of the longest stretch of true values that follow each other; 0 where there is none.",
        "best = run = 0\nfor one in results:\n    run = run + 1 if one else 0\n    best = max(best, run)\n"
        "return best",
        "best = run = 0\nfor one in results:\n    run = run + 1 if one else run\n    best = max(best, run)\n"
        "return best",
        ("[True, False, True, True]", "[]"),
    ),
    Function(
        "common_start",
        "one, other",
        "The longest text that both texts begin with; it may be empty.",
        "size = 0\nwhile size < min(len(one), len(other)) and one[size] == other[size]:\n    size += 1\n"
        "return one[:size]",
        "size = 0\nwhile size < min(len(one), len(other)) - 1 and one[size] == other[size]:\n    size += 1\n"
        "return one[:size]",
        ("'abc', 'abd'", "'ab', 'ab'"),
    ),
)


def functions(random: Random) -> list[Function]:
    """Ten functions, some of them with numbers that are drawn."""
    low, high, step = random.randint(2, 9), random.randint(20, 60), random.randint(3, 6)
    rate, free = random.choice((5, 8, 12)), random.randint(3, 9) * 10
    return [
        Function(
            "in_range",
            "numbers",
            f"The numbers from {low} to {high}, both included, in their order.",
            f"return [n for n in numbers if {low} <= n <= {high}]",
            f"return [n for n in numbers if {low} <= n < {high}]",
            (f"[{low - 1}, {low}, {high}, {high + 1}]",),
        ),
        Function(
            "every_nth",
            "rows",
            f"Every row whose number is a multiple of {step}; the first row has the number 1.",
            f"return [row for number, row in enumerate(rows, 1) if number % {step} == 0]",
            f"return [row for number, row in enumerate(rows) if number % {step} == 0]",
            ("list('abcdefghijklmnop')",),
        ),
        Function(
            "fee",
            "amount",
            f"The fee in units: {rate} percent of what the amount is above {free}, rounded down, but at least 0.",
            f"if amount <= {free}:\n    return 0\nreturn (amount - {free}) * {rate} // 100",
            f"if amount <= {free}:\n    return 0\nreturn amount * {rate} // 100",
            (f"{free}", f"{free + 100}", f"{free * 7}"),
        ),
        Function(
            "next_free",
            "taken",
            f"The smallest whole number from {low} on that is not in `taken`.",
            f"number = {low}\nwhile number in taken:\n    number += 1\nreturn number",
            f"number = max(taken, default={low - 1}) + 1\nreturn max(number, {low})",
            (f"[{low}, {low + 1}, {low + 3}]", "[]"),
        ),
        *_FIXED,
    ]
