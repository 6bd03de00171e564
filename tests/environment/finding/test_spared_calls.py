import ast

import pytest

from skillrt.environment.finding.spared_calls import spared
from tests.growth import require_proportion


def _is_spared(handler: str) -> bool:
    tree = ast.parse(f"def f():\n    try:\n        subprocess.run(['lsof'])\n{handler}")
    call = next(node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return id(call) in spared(tree)


@pytest.mark.parametrize(
    "handler",
    [
        "    except FileNotFoundError:\n        pass\n",
        "    except (OSError, TimeoutExpired):\n        print('Note: lsof not found, the port is not checked')\n",
        "    except TimeoutExpired:\n        raise\n    except OSError:\n        return\n",
    ],
)
def test_a_program_that_goes_on(handler):
    assert _is_spared(handler)


def _asking(rest: str) -> tuple[bool, ...]:
    tree = ast.parse(
        "def has_x():\n    try:\n        run(['x', '--version'])\n        return True\n"
        f"    except FileNotFoundError:\n        return False\n{rest}"
    )
    commands = [node for node in ast.walk(tree) if isinstance(node, ast.List)]
    return tuple(id(node) in spared(tree) for node in sorted(commands, key=lambda node: node.lineno))


def test_a_program_that_is_only_asked_for_is_no_need():
    assert _asking("") == (True,)
    assert _asking("if mac and has_x():\n    command = ['x', '30']\n") == (True, True)
    # what runs it anyway does not do without it
    assert _asking("command = ['x', '30']\n") == (True, False)
    assert _asking("if not has_x():\n    command = ['x', '30']\n") == (True, False)


def test_a_caller_that_ends_without_it_needs_it():
    assert _asking("if not has_x():\n    sys.exit(1)\n") == (False,)
    assert _asking("if not has_x():\n    print('please install x')\n") == (False,)


@pytest.mark.parametrize(
    "handler",
    [
        "    except FileNotFoundError:\n        sys.exit(1)\n",
        "    except FileNotFoundError as error:\n        raise Missing from error\n",
        "    except FileNotFoundError:\n        print('lsof not found: please install it')\n",
        "    except FileNotFoundError:\n        return False\n",
        "    except Exception:\n        pass\n",
        "    except ValueError:\n        pass\n",
    ],
)
def test_a_program_that_does_not(handler):
    assert not _is_spared(handler)


def test_many_functions_take_time_in_proportion():
    one = "def f{0}():\n    try:\n        run(['x', '--version'])\n    except FileNotFoundError:\n        return 0\n"
    require_proportion(lambda size: spared(ast.parse("".join(one.format(number) for number in range(size)))), 200)
