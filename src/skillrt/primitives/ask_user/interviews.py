"""Interviews in mid-course: a guide with conditions, a talk so far, and the question that comes now."""

from random import Random
from typing import Final

import msgspec

from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, code


class Interview(msgspec.Struct, frozen=True):
    """`due` comes now, `after` would come after it, `skipped` needs no answer, `asked` was the last one asked.

    `files` are the guide and the talk, in this order.
    """

    questions: list[str]
    due: str
    after: str
    skipped: str
    asked: str
    files: dict[str, str]


_DETAILS: Final = (
    ("On which day shall it arrive?", "On {day}."),
    ("Who signs for it, the shop or the warehouse?", "The {side} does."),
    ("Which colour shall the crates have?", "{colour}, please."),
    ("How many crates may stand on one cart?", "{small} at most."),
    ("Shall the crates be sealed or only tied?", "{seal}."),
    ("At which gate shall the cart stop?", "At gate {small}."),
    ("What shall stand on the bill besides the price?", "Only the word {colour}."),
    ("Which carter do you wish for, the first or the second?", "The {order} one."),
)


def interview(random: Random) -> Interview:
    """Three openings, then details of which one has a condition that does not hold and one is answered early.

    Details that come now and after are without a condition, or have one that holds.
    """
    bound, count = random.randint(20, 60), random.randint(5, 95)
    ware, place = random.choice(WARES), random.choice(PLACES)
    details = random.sample(_DETAILS, 5)
    holds = count > bound
    conditions = [f"only if there are more than {bound} pieces", f"only if there are {bound} pieces or fewer"]
    if not holds:
        conditions.reverse()
    # the talk ends before `skipped` (no condition, or one that fails); what is due stands right after it
    early = random.random() < 0.5
    done = random.randint(1, 2)
    rows: list[tuple[str, str, str]] = [
        ("Which ware do you want?", f"The {ware}.", ""),
        ("How many pieces of it?", f"{count} pieces.", ""),
        ("To which place does it go?", f"To {place}.", ""),
        *((question, _answer(random, answer), "") for question, answer in details),
    ]
    at = 3 + done
    if early:
        rows[at] = ("Which wood shall the crates be made of?", "", "")
        told = random.randrange(at)
        rows[told] = (rows[told][0], f"{rows[told][1]} By the way, make the crates of oak.", "")
    else:
        rows[at] = (rows[at][0], "", conditions[1])
    if random.random() < 0.6:
        rows[at + 1] = (rows[at + 1][0], "", conditions[0])
    name = code(random)
    guide = "".join(
        f"{number}. {question}{f' ({condition})' if condition else ''}\n"
        for number, (question, _, condition) in enumerate(rows, 1)
    )
    talk = "".join(f"asked: {question}\nuser: {answer}\n" for question, answer, _ in rows[:at])
    questions = [question for question, _, _ in rows]
    return Interview(
        questions,
        due=questions[at + 1],
        after=questions[at + 2],
        skipped=questions[at],
        asked=questions[at - 1],
        files={f"guide-{name}.txt": guide, f"talk-{name}.txt": talk},
    )


def _answer(random: Random, form: str) -> str:
    return form.format(
        day=random.choice(("Monday", "Tuesday", "Thursday", "Friday")),
        side=random.choice(("shop", "warehouse")),
        colour=random.choice(COLOURS).capitalize(),
        small=random.randint(2, 9),
        seal=random.choice(("Sealed", "Only tied")),
        order=random.choice(("first", "second")),
    )
