from pathlib import Path

import pytest

from skillrt.jit.bundled.parameters import calls_of, words_in
from tests.jit.made_episodes import SCRIPT


def _skill(folder: Path, **scripts: str) -> Path:
    for name, text in scripts.items():
        (folder / "scripts").mkdir(exist_ok=True)
        (folder / "scripts" / name.replace("_", ".")).write_text(text)
    return folder


def test_arguments_and_options_are_places(tmp_path: Path):
    (call,) = calls_of(_skill(tmp_path, sum_py=SCRIPT))
    assert call.head == 'python3 -B "$SKILLRT_SKILL/scripts/sum.py"'
    assert [(item.name, item.takes, item.required) for item in call.parameters] == [
        ("", "", True),
        ("--column", "field", True),
        ("--output", "new-file", True),
    ]


def test_each_sub_command_is_a_call_of_its_own(tmp_path: Path):
    text = """import argparse
given = argparse.ArgumentParser()
parts = given.add_subparsers(dest='part', required=True)
one = parts.add_parser('shrink')
one.add_argument('image')
one.add_argument('--quiet', action='store_true')
parts.add_parser('grow').add_argument('--by', choices=['2', '4'])
given.parse_args()
"""
    calls = calls_of(_skill(tmp_path, size_py=text))
    assert [call.head.rpartition(" ")[2] for call in calls] == ["grow", "shrink"] or [
        call.head.rpartition(" ")[2] for call in calls
    ] == ["shrink", "grow"]
    by_name = {call.head.rpartition(" ")[2]: call for call in calls}
    assert [flag.name for flag in by_name["shrink"].flags] == ["--quiet"]
    assert by_name["grow"].parameters[0].choices == ("2", "4")


def test_scripts_of_which_nothing_is_known_are_left_out(tmp_path: Path):
    assert calls_of(_skill(tmp_path, a_py="print(1)\n", b_md="# x")) == ()
    assert calls_of(tmp_path / "nowhere") == ()


def test_shell_scripts_take_their_options_first(tmp_path: Path):
    text = """#!/usr/bin/env bash
while getopts "o:n:" opt; do
  case $opt in
    o) out=$OPTARG ;;
    n) count=$OPTARG ;;
  esac
done
shift $((OPTIND - 1))
head -n "$count" "$1" > "$out"
"""
    (call,) = calls_of(_skill(tmp_path, first_sh=text))
    assert call.head.startswith("bash ")
    assert {item.name for item in call.parameters if item.name} == {"-o", "-n"}
    assert call.early


@pytest.mark.parametrize(
    ("name", "words"),
    [("--max-widths", {"max", "width"}), ("outFile", {"out", "file"}), ("PAGE_NO", {"page", "no"}), ("-o", {"o"})],
)
def test_words_of_names(name: str, words: set[str]):
    assert words_in(name) == words
