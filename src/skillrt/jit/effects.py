"""Did a replay do what the episode did?"""

from collections.abc import Collection

import msgspec

from skillrt.jit.contents.read import content_of, read_content
from skillrt.jit.contents.same import same_content
from skillrt.jit.recorded import Recorded
from skillrt.jit.replay import Replayed
from skillrt.jit.requests import ending_of


def narrowed(episode: Recorded, paths: Collection[str]) -> Recorded:
    """The episode as if it had written only those of its files that are among `paths`."""
    return msgspec.structs.replace(
        episode, after={path: copy for path, copy in episode.after.items() if path in paths}
    )


def same_effects(replayed: Replayed, episode: Recorded) -> bool:
    """Whether the replay ended well, wrote the files that the episode wrote, equal in meaning, and nothing else.
    An episode that removed files is never equal: a template does not take away.

    A file that the episode wrote as it was before need not be written.
    """
    if replayed.failed or replayed.gone or episode.gone:
        return False
    if not replayed.changed.keys() <= episode.after.keys():
        return False
    for path, copy in episode.after.items():
        wanted = read_content(copy)
        data = replayed.changed.get(path)
        got = content_of(data, ending_of(path)) if data is not None else read_content(episode.before / path)
        if not same_content(got, wanted):
            return False
    return True
