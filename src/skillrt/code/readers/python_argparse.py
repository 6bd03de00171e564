"""The interface of a Python program that uses argparse."""

import re

from skillrt.code.interface import Interface
from skillrt.code.readers.argparse_parts import ParserParts, to_interface
from skillrt.code.readers.python_flow import ParserFlow
from skillrt.code.syntax import parse_python

_DECLARES = re.compile(r"\.(?:add_argument|add_parser)\b")
# Ways of reading or changing the command line beside the parser: what they accept is out of sight.
_BESIDE = re.compile(
    r"sys\.argv\[(?!\s*(?:0|1\s*:)\s*\])|\bin\s+sys\.argv|sys\.argv(?:\[[^\]\n]*\])?\s*\+?=(?!=)|sys\.argv\.(?!copy)"
)


def read(text: str) -> Interface | None:
    """The interface that argparse calls declare; None where there is none or which parser counts is not clear."""
    if "ArgumentParser" not in text:
        return None
    tree = parse_python(text)
    if tree is None:
        return None
    try:
        flow = ParserFlow(tree, text)
    except RecursionError:
        return None
    parser = _used(flow)
    if parser is None:
        return None
    if len(_DECLARES.findall(text)) > len(flow.calls.declared):
        _open_all(flow)
    if "sys.argv" in text and _BESIDE.search(text):
        parser.open()
        if parser.subparsers:
            parser.subparsers.open = True
    return to_interface(parser)


def _used(flow: ParserFlow) -> ParserParts | None:
    """The parser that the program parses its command line with."""
    calls = flow.calls
    if calls.odd_arguments:
        return None
    whole = _distinct([parser for parser, name in calls.parsed if "known" not in name])
    partly = _distinct([parser for parser, name in calls.parsed if "known" in name])
    if len(whole) == 1:
        if any(parser is not whole[0] for parser in partly):
            whole[0].open()
        return whole[0]
    if not whole and len(partly) == 1:
        return partly[0]
    roots = [parser for parser in calls.parsers if not parser.child]
    return roots[0] if not calls.parsed and len(roots) == 1 and "parse_args" in flow.text else None


def _distinct(parsers: list[ParserParts]) -> list[ParserParts]:
    found: list[ParserParts] = []
    for parser in parsers:
        if all(parser is not other for other in found):
            found.append(parser)
    return found


def _open_all(flow: ParserFlow) -> None:
    """Some declaration was not followed: any parser may have more than was seen."""
    for parser in flow.calls.parsers:
        parser.open()
        if parser.subparsers:
            parser.subparsers.open = True
