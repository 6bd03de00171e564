from skillrt.code.readers.shell_case import read

LOOP = """#!/bin/bash
while [[ $# -gt 0 ]]; do
  case "$1" in
    -o|--out) OUT="$2"; shift 2 ;;
    --dry-run) DRY=1; shift ;;
    -h|--help) usage; exit 0 ;;
    -*) echo "Unknown option: $1"; exit 1 ;;
    *) FILES+=("$1"); shift ;;
  esac
done
"""


def test_option_loop():
    found = read(LOOP)
    assert found is not None
    assert found.source == "case"
    assert not found.open_options
    out, dry, help_ = found.option("-o"), found.option("--dry-run"), found.option("--help")
    assert out is not None
    assert (out.names, out.minimum) == (("-o", "--out"), 1)
    assert dry is not None
    assert dry.maximum == 0
    assert help_ is not None
    assert help_.terminal


def test_a_loop_that_lets_options_pass_is_open():
    found = read(LOOP.replace('    -*) echo "Unknown option: $1"; exit 1 ;;\n', ""))
    assert found is not None
    assert found.open_options


def test_options_that_a_case_beside_the_loop_knows():
    found = read(f'parse() {{\n{LOOP}}}\ncase "${{1:-}}" in\n --where) echo here ;;\n *) parse "$@" ;;\nesac\n')
    assert found is not None
    assert found.option("--where") is not None
    assert found.option("--nowhere") is None
    assert not found.open_options


def test_dispatch():
    text = 'CMD="${1:-help}"\ncase "$CMD" in\n list|ls) a ;;\n get) b ;;\n *) echo "Unknown: $1"; exit 1 ;;\nesac\n'
    found = read(text)
    assert found is not None
    assert found.positionals[0].choices == ("list", "ls", "get")
    assert read(text.replace('echo "Unknown: $1"; exit 1', "run")) is None


def test_getopts():
    found = read('while getopts ":a:vh" o; do\n case $o in\n a) A=$OPTARG ;;\n *) exit 1 ;;\n esac\ndone\n')
    assert found is not None
    assert found.source == "getopts"
    assert [(item.names, item.minimum) for item in found.options] == [(("-a",), 1), (("-v",), 0), (("-h",), 0)]
    assert not found.open_options


def test_needed_arguments():
    for text in (
        "if [ $# -lt 2 ]; then\n  echo usage\n  exit 1\nfi\n",
        'if [[ -z "$1" || -z "$2" ]]; then exit 1; fi\n',
        'A="${1:?need a}"\nB="${2:?need b}"\n',
    ):
        found = read(text)
        assert found is not None
        assert sum(item.minimum for item in found.positionals) == 2
    assert read("if [ $# -lt 2 ]; then\n  A=default\nfi\n") is None


def test_what_is_assigned_is_no_option_that_is_compared():
    text = "FLAGS='-r -n'\n"
    text += 'while [ $# -gt 0 ]; do\n  case "$1" in\n    --name) N=$2; shift 2 ;;\n    *) exit 1 ;;\n  esac\ndone\n'
    interface = read(text)
    assert interface is not None
    assert [option.names for option in interface.options] == [("--name",)]
