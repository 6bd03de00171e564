"""Sums with exact results: one step, several steps, compound formulas with rounding that is told."""

from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Final, cast

from skillrt.primitives.probing import PASSED, Attempt, Instance, NearMiss, Probe, Solution, Verdict, failed
from skillrt.primitives.probing_parts.answers import (
    BY_HEAD,
    BY_LINE,
    MARK,
    by_program,
    last_line,
    number,
    same_number,
)
from skillrt.primitives.probing_parts.drawing import PLACES, WARES, one_of

_ID: Final = "reason.arithmetic"
_CENT: Final = Decimal("0.01")
_ROUND: Final = "to two decimals, a half cent up"


def _instance(task: str, truth: Decimal | int, wrong: dict[str, Decimal | int]) -> Instance:
    """`wrong`: results of typical errors, by what the error is; one that happens to be right is left out."""
    said = {f"{value:f}" if isinstance(value, Decimal) else str(value): what for what, value in wrong.items()}
    misses = [NearMiss(what, Solution(answer=f"{MARK} {value}")) for value, what in said.items()]
    return Instance(
        f"{task}\n\n{BY_HEAD} {BY_LINE} Give the number alone, without a unit.",
        str(truth),
        Solution(answer=f"{MARK} {truth}"),
        tuple(miss for miss in misses if not same_number(miss.solution.answer, str(truth))),
    )


def _product(random: Random) -> Instance:
    one, other = random.randint(123, 989), random.randint(23, 98)
    task = f"What is {one} times {other}?"
    return _instance(task, one * other, {"a carry is lost": one * other - 100, "off by one row": one * (other - 1)})


def _rest(random: Random) -> Instance:
    stock, sold = random.randint(60_000, 98_000), random.randint(11_111, 59_999)
    ware = random.choice(WARES)
    task = f"A store had {stock} pieces of the {ware} and sold {sold} of them. How many are left?"
    left = stock - sold
    return _instance(task, left, {"a borrow is lost": left + 1000, "added": stock + sold, "one too many": left + 1})


def _share(random: Random) -> Instance:
    rate, base = random.choice((4, 6, 7, 8, 9, 12, 15, 18, 35)), random.randint(31, 97) * 100
    task = f"What is {rate} percent of {base}?"
    part = rate * base // 100
    return _instance(task, part, {"what remains": base - part, "ten times too much": part * 10, "one off": part - 1})


def _order(random: Random) -> Instance:
    first, second = random.sample(WARES, 2)
    a, b = random.randint(12, 38), random.randint(13, 47)
    price, other = random.randint(6, 19), random.randint(21, 46)
    off, freight, people = random.choice((10, 20, 25)), random.randint(14, 58) * 10, random.choice((4, 5, 8))
    goods = a * price + b * other
    reduced = Decimal(goods * (100 - off)) / 100
    total = reduced + freight
    share = (total / people).quantize(_CENT, ROUND_HALF_UP)
    task = (
        f"{people} shops order together: {a} pieces of the {first} at {price} each and {b} pieces of the {second} at "
        f"{other} each. The goods alone are reduced by {off} percent; then {freight} for freight is added. The shops "
        f"pay equal shares. What does each shop pay? Round the share {_ROUND}; round nothing before."
    )
    late = (Decimal(goods + freight) * (100 - off) / 100 / people).quantize(_CENT, ROUND_HALF_UP)
    full = (Decimal(goods + freight) / people).quantize(_CENT, ROUND_HALF_UP)
    return _instance(
        task, share, {"the freight is reduced too": late, "nothing is reduced": full, "not shared": total}
    )


def _tank(random: Random) -> Instance:
    start, inflow, outflow = random.randint(310, 790), random.randint(31, 59), random.randint(11, 28)
    first, second = random.randint(13, 27), random.randint(14, 26)
    taken, place = random.randint(60, 190), random.choice(PLACES)
    held = start + inflow * first - taken + (inflow - outflow) * second
    task = (
        f"The tank at {place} holds {start} litres. For {first} minutes {inflow} litres a minute flow in and "
        f"nothing flows out. Then {taken} litres are taken out at once. For another {second} minutes {inflow} litres "
        f"a minute flow in while {outflow} litres a minute flow out. How many litres are in the tank then?"
    )
    return _instance(
        task,
        held,
        {"what was taken is forgotten": held + taken, "nothing flows out": held + outflow * second, "off": held - 10},
    )


def _savings(random: Random) -> Instance:
    start, rate = random.randint(21, 89) * 100, Decimal(random.choice((25, 35, 45, 55, 65))) / 10
    paid, years = random.randint(3, 18) * 50, random.choice((3, 4))
    balance, rough = Decimal(start), Decimal(start)
    for _ in range(years):
        balance = ((balance + paid) * (100 + rate) / 100).quantize(_CENT, ROUND_HALF_UP)
        rough = (rough * (100 + rate) / 100).quantize(_CENT, ROUND_HALF_UP) + paid
    plain = Decimal(start) + paid * years + Decimal(start + paid * years) * rate * years / 100
    task = (
        f"An account holds {start}. At the start of each year {paid} is paid in; at the end of each year interest of "
        f"{rate} percent on the whole balance is added, and the balance is rounded {_ROUND}. What is the balance "
        f"after {years} years? Give two decimals."
    )
    return _instance(
        task, balance, {"paid in after the interest": rough, "no interest on interest": plain.quantize(_CENT)}
    )


def _loan(random: Random) -> Instance:
    debt, rate, pay = random.randint(31, 79) * 1000, random.choice((3, 4, 6, 9)), random.randint(6, 9)
    months, monthly = 4, pay * 500
    owed, flat, interest = Decimal(debt), Decimal(debt), Decimal(0)
    for _ in range(months):
        due = (owed * rate / 1200).quantize(_CENT, ROUND_HALF_UP)
        interest += due
        owed += due - monthly
        flat += (Decimal(debt) * rate / 1200).quantize(_CENT, ROUND_HALF_UP) - monthly
    task = (
        f"A loan of {debt} bears {rate} percent interest a year. Each month one twelfth of the yearly rate of what "
        f"is owed then falls due, rounded {_ROUND}, and is added to the debt; then {monthly} is paid back. How much "
        f"is still owed after {months} months? Give two decimals."
    )
    return _instance(task, owed, {"interest always on the whole loan": flat, "no interest": owed - interest})


def _kinetic(random: Random) -> Instance:
    mass, speed, slower = random.randint(3, 19) * 2, random.randint(21, 48), random.randint(5, 19)
    share, path = random.choice((20, 25, 40, 50)), random.randint(2, 9)
    lost = mass * (speed * speed - slower * slower) // 2
    heat = Decimal(lost) * share / 100
    force = ((lost - heat) / path).quantize(_CENT, ROUND_HALF_UP)
    naive = (Decimal(mass * (speed - slower) ** 2) / 2 * (100 - share) / 100 / path).quantize(_CENT, ROUND_HALF_UP)
    task = (
        f"A sledge of {mass} kg slows from {speed} m/s to {slower} m/s. Its kinetic energy is mass times speed "
        f"squared divided by two. Of the energy that it loses, {share} percent becomes heat; the rest is taken up by "
        f"a spring over {path} m at a constant force. Energy taken up is force times distance. What is the force in "
        "newtons? Round the result to two decimals, a half up; round nothing before."
    )
    return _instance(
        task,
        force,
        {"the difference of speeds is squared": naive, "the heat is not taken off": Decimal(lost) / path},
    )


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    said = last_line(attempt.answer)
    if said is None:
        return failed(f"no line starts with {MARK}")
    truth = cast(str, instance.truth)
    if not same_number(said, truth):
        return failed(f"the result is {truth}, not {number(said) or said[:80]!r}")
    ran = by_program(attempt)
    return failed(ran) if ran else PASSED


PROBE: Final = Probe(
    _ID,
    "2026-11-28",
    "answer",
    one_of(
        _ID,
        {"L1": (_product, _rest, _share), "L2": (_order, _tank), "L3": (_savings, _loan, _kinetic)},
    ),
    _judge,
)
