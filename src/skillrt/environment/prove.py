"""Proofs: that what was installed works, by trying it with the commands that the skill's text uses.

Nothing is proven while compiling; `bind` asks for it, on the user's word. The trials run in a scratch folder, with
clean variables and no way to the network, through the variant's own launcher, so that what is proven is what is used.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from skillrt.config import Environment, environment
from skillrt.environment.bound import Bound
from skillrt.environment.needs import Needs
from skillrt.environment.proving.packages import prove_packages
from skillrt.environment.proving.programs import prove_programs
from skillrt.environment.proving.scripts import prove_scripts
from skillrt.environment.proving.services import prove_services
from skillrt.environment.proving.trial import Proof, Trials

__all__ = ["Proof", "prove"]


def prove(
    variant: Path, needs: Needs, bound: Bound, *, timeout: float = 60.0, probe_services: bool = False
) -> tuple[Proof, ...]:
    """Try everything that is required: packages are imported, programs answer, bundled scripts show their help or are
    free of errors in their syntax, variables are set, and with `probe_services` hosts answer.

    `timeout` is in seconds, for each trial. What fails is a proof that is not `ok`; nothing is raised for it.
    """
    known = environment()
    with tempfile.TemporaryDirectory(prefix="skillrt-proof-") as folder:
        trials = Trials(variant.absolute(), bound, Path(folder), timeout)
        trials.prepare(needs, known)
        proofs = [*prove_packages(needs, trials), *prove_programs(needs, trials), *prove_scripts(trials)]
    proofs += _variables(needs, known)
    if probe_services:
        proofs += prove_services(needs)
    return tuple(proofs)


def _variables(needs: Needs, known: Environment) -> Iterator[Proof]:
    """Whether each required variable is set; its value is never looked at."""
    for need in needs.of("env", required=True):
        ok = need.name in known.names
        yield Proof("env", need.name, f'test -n "${need.name}"', ok, "" if ok else "it is not set")
