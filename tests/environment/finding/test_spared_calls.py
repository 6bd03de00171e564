import ast

import pytest

from skillrt.environment.finding.spared_calls import spared


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
