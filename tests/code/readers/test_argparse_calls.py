import ast

from skillrt.code.readers.argparse_calls import ParserCalls
from skillrt.code.readers.argparse_parts import UNKNOWN, ParserParts, SubparserParts


def call(text: str) -> ast.Call:
    node = ast.parse(text, mode="eval").body
    assert isinstance(node, ast.Call)
    return node


def test_what_is_parsed():
    calls = ParserCalls()
    parser = calls.construct({}, conditional=False)
    calls.method(parser, "parse_args", call("p.parse_args(argv or sys.argv[1:])"), ([UNKNOWN], {}), conditional=False)
    assert [item for item, _ in calls.parsed] == [parser]
    assert not calls.odd_arguments
    calls.method(parser, "parse_args", call("p.parse_args(sys.argv[2:])"), ([UNKNOWN], {}), conditional=False)
    assert calls.odd_arguments


def test_parents_and_unknown_parents():
    calls = ParserCalls()
    base = calls.construct({"add_help": False}, conditional=False)
    calls.construct({"parents": [base]}, conditional=False)
    assert base.child
    assert calls.construct({"parents": [UNKNOWN]}, conditional=False).open_options


def test_a_subparser_of_unknown_name_leaves_the_choice_open():
    calls = ParserCalls()
    parts = calls.method(ParserParts(), "add_subparsers", call("p.add_subparsers()"), ([], {}), conditional=False)
    assert isinstance(parts, SubparserParts)
    calls.method(parts, "add_parser", call("s.add_parser(x)"), ([UNKNOWN], {}), conditional=False)
    assert parts.open
    assert parts.choices == []
