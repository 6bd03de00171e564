from skillrt.code.readers.argparse_parts import UNKNOWN, GroupParts, ParserParts, add_argument, items_of, to_interface


def test_arguments_of_an_exclusive_group_are_remembered():
    parser = ParserParts()
    names: list[str] = []
    parser.exclusive.append((names, True))
    add_argument(GroupParts(parser, names), ["--a"], {}, conditional=False)
    interface = to_interface(parser)
    assert interface.exclusive == ((("--a",), True),)


def test_unknown_names_open_the_parser():
    parser = ParserParts()
    add_argument(parser, [UNKNOWN], {}, conditional=False)
    assert (parser.open_options, parser.open_positionals) == (True, True)


def test_unknown_settings_make_an_option_loose():
    parser = ParserParts()
    add_argument(parser, ["--a"], {"**": UNKNOWN}, conditional=False)
    add_argument(parser, ["--b"], {"action": UNKNOWN}, conditional=False)
    assert [option.loose for option in parser.options] == [True, True]


def test_items():
    assert items_of(("a",)) == ["a"]
    assert items_of({"a": 1}) == ["a"]
    assert items_of("a") is None
