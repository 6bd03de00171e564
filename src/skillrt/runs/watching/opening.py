"""Begin to watch the sessions of a gateway that serves."""

from dataclasses import dataclass

from skillrt.errors import MachineError
from skillrt.gateway.serving import Meanwhile
from skillrt.process.sandbox import open_sandbox
from skillrt.runs.interpreter import interpreter_of
from skillrt.runs.watching.beside import Beside, Settler
from skillrt.runs.watching.spool import Spool
from skillrt.runs.watching.watch import Look, Watch


@dataclass(frozen=True, slots=True)
class Watching:
    """The watch, and what settles the sessions that it has seen."""

    watch: Watch
    settler: Settler

    async def beside(self, meanwhile: Meanwhile) -> None:
        """Settle and learn beside the gateway until it is cancelled."""
        await self.settler.run(meanwhile.is_idle, meanwhile.flush)


def begin_to_watch(look: Look, python: str, *, learns: bool) -> Watching:
    """Watch with `python` as what programs run under (empty: as found). Raises MachineError where there is no
    sandbox."""
    spool = Spool(look.data)
    try:
        found = interpreter_of(spool.root, look.variables)
        open_sandbox(found.program if found else "")
    except MachineError:
        spool.close()
        raise
    settler = Settler(Beside(data=look.data, python=python, learns=learns, say=look.say), spool.left())
    return Watching(Watch(look, spool, settler.put), settler)
