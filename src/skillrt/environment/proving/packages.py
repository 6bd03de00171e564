"""Packages: what the code imports of each is imported in the bound interpreter, all at once, then singly."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from skillrt.environment.needs import Need, Needs
from skillrt.environment.proving.trial import Proof, Trials, proof_of, shown

_IMPORT: Final = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]"
_LOAD: Final = "for (const name of process.argv.slice(1)) await import(name)"


def prove_packages(needs: Needs, trials: Trials) -> Iterator[Proof]:
    """A proof for each required package of Python and of Node."""
    yield from _python(needs.of("python", required=True), trials)
    yield from _node(needs.of("node", required=True), trials)


def _python(needs: Sequence[Need], trials: Trials) -> Iterator[Proof]:
    imported = [(need, _importable(need.modules)) for need in needs]
    several = [need for need, modules in imported if modules]
    together = _together(trials, ["python", "-c", _IMPORT], [name for _, names in imported for name in names])
    for need, modules in imported:
        if not modules:
            words = ["python", "-c", f"from importlib.metadata import version; version({need.name!r})"]
            yield proof_of("python", need.name, words, trials.run(words))
        elif together is not None:
            yield Proof(
                "python", need.name, _import_shown(modules), ok=True, seconds=round(together / len(several), 3)
            )
        else:
            proof = proof_of("python", need.name, [], trials.run(["python", "-c", _IMPORT, *modules]))
            yield _named(proof, _import_shown(modules))


def _node(needs: Sequence[Need], trials: Trials) -> Iterator[Proof]:
    words = ["node", "--input-type=module", "-e", _LOAD]
    loaded = [(need, need.modules) for need in needs]
    several = [need for need, modules in loaded if modules]
    together = _together(trials, words, [name for _, names in loaded for name in names], mark="--")
    for need, modules in loaded:
        how = shown(["node", "--input-type=module", "-e", "; ".join(f'import "{name}"' for name in modules)])
        if not modules:
            file = f"node/node_modules/{need.name}/package.json"
            there = (trials.bound.folder / file).is_file()
            yield Proof("node", need.name, f"test -f {file}", there, "" if there else "it is not installed")
        elif together is not None:
            yield Proof("node", need.name, how, ok=True, seconds=round(together / len(several), 3))
        else:
            yield _named(proof_of("node", need.name, [], trials.run([*words, "--", *modules])), how)


def _together(trials: Trials, words: Sequence[str], names: Sequence[str], mark: str = "") -> float | None:
    """The seconds that all take in one process; None where that fails, so that each has to be tried by itself."""
    if not names:
        return None
    result = trials.run([*words, *([mark] if mark else []), *names])
    return result.seconds if result.status == 0 else None


def _importable(modules: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in modules if name.replace(".", "_").isidentifier())


def _import_shown(modules: Iterable[str]) -> str:
    return shown(["python", "-c", "; ".join(f"import {name}" for name in modules)])


def _named(proof: Proof, how: str) -> Proof:
    return Proof(proof.kind, proof.name, how, proof.ok, proof.detail, proof.seconds)
