"""Episodes in and out of the store: folders, lines of JSON, spans of OpenTelemetry."""

from skillrt.store.traces.sharing.folders import Folder, is_folder, read_folder, write_folder
from skillrt.store.traces.sharing.lines import read_lines, write_lines
from skillrt.store.traces.sharing.spans import spans_of

__all__ = ["Folder", "is_folder", "read_folder", "read_lines", "spans_of", "write_folder", "write_lines"]
