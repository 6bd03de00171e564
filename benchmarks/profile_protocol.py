"""The sequential protocol against known truth: errors over trials, beside "3 of 3, always 9 trials", in one run.

Simulated targets have a true rate for each of three levels; a trial passes with that rate. An error is a level whose
rate lies outside of (0.5, 0.8) and that is decided wrongly; figures are per target, so that at most 3 are possible.
Targets, and what passes, come from a seed: the same figures each time. What the protocol does is what `next_trial`
and `observe` say; only their answers are kept, since thousands of targets ask the same.
"""

import argparse
import math
import random
from collections.abc import Callable, Sequence

from skillrt.profiler import (
    Bounds,
    Budget,
    Chart,
    Design,
    Prior,
    Row,
    State,
    judge,
    mean_trials,
    next_trial,
    observe,
    shortest_chart,
    verdict,
)

HELD, MISSING = 0.8, 0.5
Rates = tuple[float, float, float]
Rows = tuple[Row, Row, Row]
SAYS = {"held": True, "missing": False}
ERRORS = (0.49, 0.45, 0.4, 0.35, 0.33, 0.31, 0.3, 0.25, 0.2, 0.15, 0.1, 0.05)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--targets", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=8)
    asked = parser.parse_args()
    print("one level: shortest chart found, beside Wald's test ended at as many trials and the fixed test")
    for error in (0.2, 0.1, 0.05):
        designs(error)
    for name, draw in POPULATIONS.items():
        rng = random.Random(f"{asked.seed} {name}")
        targets = [draw(rng) for _ in range(asked.targets)]
        print(f"\n{name}: {asked.targets:,} targets, seed {asked.seed}")
        print(f"{'':44} trials  errors  +-2se   wrong held  wrong missing  open  worst")
        curves(targets, asked.seed)


def curves(targets: Sequence[Rates], seed: int) -> None:
    for passed, of in ((3, 3), (2, 3), (4, 5)):
        row(f"fixed: {passed} of {of}, always {3 * of} trials", fixed(targets, passed, of, seed))
    for error in ERRORS:
        bounds = Bounds(HELD, MISSING, error, error)
        row(f"sequential, bounds {error:g}", protocol(targets, Design(bounds), Budget(), seed))
    for trials in (6, 9, 12):
        label = f"sequential, bounds 0.2, budget {trials} trials"
        row(label, protocol(targets, Design(Bounds(HELD, MISSING, 0.2, 0.2)), Budget(trials=trials), seed))
    loose = Bounds(HELD, MISSING, 0.2, 0.2)
    for label, prior in PRIORS.items():
        row(f"sequential, bounds 0.2, {label}", protocol(targets, Design(loose, prior=prior), Budget(), seed))
    for error in (0.45, 0.4, 0.3, 0.2, 0.1):
        every = Design(Bounds(HELD, MISSING, error, error), ordered=False)
        row(f"all levels tested, bounds {error:g}", protocol(targets, every, Budget(), seed))


class Tally:
    """Sums over targets; `worst` is the most trials of one target."""

    def __init__(self) -> None:
        self.targets = self.trials = self.open = self.worst = self.squares = 0
        self.false_held = [0, 0]
        self.false_missing = [0, 0]

    def add(self, rates: Rates, said: Sequence[bool | None], trials: int) -> None:
        """One target: its rates, what was said of each level (None: doubt), and the trials that it took."""
        errors = 0
        for rate, held in zip(rates, said, strict=True):
            side = self.false_missing if rate >= HELD else self.false_held if rate <= MISSING else None
            if side is None:
                continue
            wrong = held is not None and held != (rate >= HELD)
            side[0] += wrong
            side[1] += 1
            errors += wrong
            self.open += held is None
        self.targets += 1
        self.trials += trials
        self.squares += errors * errors
        self.worst = max(self.worst, trials)


def row(label: str, tally: Tally) -> None:
    wrong = tally.false_held[0] + tally.false_missing[0]
    mean = wrong / tally.targets
    doubled = 2 * math.sqrt((tally.squares / tally.targets - mean * mean) / tally.targets)
    shares = [side[0] / max(side[1], 1) for side in (tally.false_held, tally.false_missing)]
    print(
        f"  {label:42} {tally.trials / tally.targets:6.2f}  {mean:6.4f}  {doubled:.4f}"
        f"  {shares[0]:10.3f}  {shares[1]:13.3f}  {tally.open / tally.targets:.2f}  {tally.worst:5}"
    )


def fixed(targets: Sequence[Rates], needed: int, of: int, seed: int) -> Tally:
    rng, tally = random.Random(f"{seed} fixed"), Tally()
    for rates in targets:
        said = [sum(rng.random() < rate for _ in range(of)) >= needed for rate in rates]
        tally.add(rates, said, 3 * of)
    return tally


def protocol(targets: Sequence[Rates], design: Design, budget: Budget, seed: int) -> Tally:
    rng, tally = random.Random(f"{seed} protocol"), Tally()
    asked: dict[Rows, int | None] = {}
    after: dict[tuple[Rows, bool], State] = {}
    said: dict[Rows, tuple[bool | None, ...]] = {}
    for rates in targets:
        state = State(design, budget)
        while True:
            if state.rows not in asked:
                asked[state.rows] = next_trial(state)
            level = asked[state.rows]
            if level is None:
                break
            passed = rng.random() < rates[level - 1]
            if (state.rows, passed) not in after:
                after[state.rows, passed] = observe(state, level, passed)
            state = after[state.rows, passed]
        if state.rows not in said:
            said[state.rows] = tuple(SAYS.get(item.status) for item in verdict(state).levels)
        tally.add(rates, said[state.rows], sum(item.trials for item in state.rows))
    return tally


def designs(error: float) -> None:
    bounds = Bounds(HELD, MISSING, error, error)
    best = shortest_chart(bounds)
    wald = _wald(bounds, best.most)
    for name, chart in (("shortest", best), ("Wald", wald)):
        alpha, beta = judge(chart, MISSING)[0], 1 - judge(chart, HELD)[0]
        print(
            f"  bounds {error:4}: {name:9} errors {alpha:.3f} {beta:.3f}, trials {mean_trials(chart):5.2f} over all,"
            f" {judge(chart, MISSING)[1]:5.2f} at {MISSING}, {judge(chart, HELD)[1]:5.2f} at {HELD}; of {chart.most}"
        )
    print(f"  bounds {error:4}: fixed     {best.most // 2} trials")


def _wald(bounds: Bounds, most: int) -> Chart:
    """Wald's test by likelihood ratio with his limits; at its end the likelier rate is taken."""
    up, down = math.log((1 - bounds.beta) / bounds.alpha), math.log(bounds.beta / (1 - bounds.alpha))
    plus, minus = math.log(bounds.held / bounds.missing), math.log((1 - bounds.held) / (1 - bounds.missing))
    low: list[int] = []
    high: list[int] = []
    for n in range(most + 1):
        ratios = [k * plus + (n - k) * minus for k in range(n + 1)]
        limits = (up, down) if n < most else (0.0, -1e-12)
        high.append(next((k for k in range(n + 1) if ratios[k] >= limits[0]), n + 1))
        low.append(max((k for k in range(n + 1) if ratios[k] <= limits[1]), default=-1))
    return Chart(tuple(low), tuple(high))


def _falling(rng: random.Random) -> Rates:
    """Three rates of 0 to 1, the highest first."""
    one, two, three = sorted((rng.random() for _ in range(3)), reverse=True)
    return one, two, three


def _on_the_edge(rng: random.Random) -> Rates:
    """The hardest there are: each level at just 0.8 or just 0.5, with each highest level as often."""
    highest = rng.randrange(4)
    one, two, three = (HELD if level <= highest else MISSING for level in (1, 2, 3))
    return one, two, three


def _strong(rng: random.Random) -> Rates:
    """Like most published profiles: three of five hold all levels, the rest one level fewer each."""
    highest = rng.choices(range(4), (1, 1, 2, 6))[0]
    high = sorted((rng.uniform(HELD, 1) for _ in range(3)), reverse=True)
    low = sorted((rng.uniform(0, MISSING) for _ in range(3)), reverse=True)
    one, two, three = (high[level - 1] if level <= highest else low[level - 1] for level in (1, 2, 3))
    return one, two, three


def _unordered(rng: random.Random) -> Rates:
    """Three rates that have nothing to do with one another: nothing real is this far out of order."""
    return rng.random(), rng.random(), rng.random()


POPULATIONS: dict[str, Callable[[random.Random], Rates]] = {
    "falling": _falling,
    "on the edge": _on_the_edge,
    "strong": _strong,
    "unordered": _unordered,
}
PRIORS = {
    "prior for L3": Prior((0.1, 0.1, 0.1, 0.7), "benchmark"),
    "prior for L0": Prior((0.7, 0.1, 0.1, 0.1), "benchmark"),
}


if __name__ == "__main__":
    main()
