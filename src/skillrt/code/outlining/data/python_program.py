# Fixed text of the programs that outlining makes from Python code. A line `# section: NAME` begins a section; what a
# program does not use is left out. The code of the skill runs at the top level, behind the command line: so it keeps
# its scopes and its text, `--help` answers without any package, and errors are told in one line.
# section: start
"""SUMMARY"""

# section: imports
import argparse
import os
import sys
from types import TracebackType


# section: show
def show(value: object, label: str = "") -> None:
    """Print what the code only computed: of a response its text, nothing for None."""
    value = getattr(value, "text", value) if hasattr(value, "status_code") else value
    if value is not None:
        print(f"{label}: {value}" if label else value)


# section: secret
def secret(name: str) -> str:
    """A key or password, from the environment variable of that name."""
    if not os.environ.get(name):
        sys.exit(f"{os.path.basename(sys.argv[0])}: error: set the environment variable {name}")
    return os.environ[name]


# section: existing
def existing(path: str) -> str:
    """The path or address, if there is something at it."""
    if "://" not in path and not os.path.exists(path):
        raise argparse.ArgumentTypeError(f"there is no {path}")
    return path


# section: number
def number(text: str) -> int | float:
    """A whole number as such, another as float."""
    try:
        return int(text)
    except ValueError:
        return float(text)


# section: errors
def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """One line about an error, in place of a traceback; none where the reader of the output is gone."""
    if issubclass(kind, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    line = 0
    while trace is not None:
        line = trace.tb_lineno if trace.tb_frame.f_code.co_filename == __file__ else line
        trace = trace.tb_next
    text = " ".join(str(error).split())[:600]
    if isinstance(error, ModuleNotFoundError) and error.name:
        text = f"the Python module {error.name} is not installed"
    elif isinstance(error, OSError) and error.strerror and error.filename:
        text = f"{error.strerror}: {error.filename}"
    else:
        text = f"{kind.__name__}: {text}" if text else kind.__name__
    sys.stderr.write(f"{os.path.basename(sys.argv[0])}: error: {text} (line {line})\n")


class OneLineParser(argparse.ArgumentParser):
    """A parser that says what is wrong without repeating the usage."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """End with status 2."""
        self.exit(2, f"{self.prog}: error: {message} (see --help)\n")


# section: parser
def parse_args() -> argparse.Namespace:
    """The options; each stands for a literal of the code."""
    parser = OneLineParser(description="SUMMARY", allow_abbrev=False)
    # arguments
    return parser.parse_args()


# section: code
sys.excepthook = tell
args = parse_args()
