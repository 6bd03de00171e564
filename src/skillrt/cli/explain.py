"""`skillrt explain`: say what a diagnostic code means."""

import argparse
import sys

from skillrt.errors import Diagnostic, UsageError, catalogue
from skillrt.report.codes import explain, nearest_codes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("codes", nargs="*", metavar="CODE", help="a code, or a family of codes (`text`)")
    parser.add_argument("--list", action="store_true", help="list codes with severity and title: all, or those named")


def run(options: argparse.Namespace) -> int:
    """Print the entries of the codes."""
    if not options.codes and not options.list:
        hint = "for example `skillrt explain text.bom`"
        raise UsageError(Diagnostic.of("usage.missing-argument", "name a code, or use `--list`", hint=hint))
    chosen = dict.fromkeys(code for given in options.codes for code in _chosen(given))
    if options.list:
        sys.stdout.write("".join(_row(code) for code in chosen or catalogue()))
    else:
        sys.stdout.write("\n".join(explain(code) for code in chosen))
    return 0


def _chosen(given: str) -> list[str]:
    """The code itself, or the codes of a family."""
    if given in catalogue():
        return [given]
    family = [code for code in catalogue() if code.split(".", 1)[0] == given]
    if not family:
        near = ", ".join(f"`{code}`" for code in nearest_codes(given))
        hint = f"did you mean {near}?" if near else "`skillrt explain --list` lists the codes"
        raise UsageError(Diagnostic.of("usage.unknown-code", f"there is no code `{given}`", hint=hint))
    return family


def _row(code: str) -> str:
    info = catalogue()[code]
    weight = info.severity if info.default else f"{info.severity} (off)"
    return f"{code:34} {weight:14} {info.title}\n"
