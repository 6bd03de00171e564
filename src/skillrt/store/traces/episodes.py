"""Episodes in the store: saved by the scope that they were put together from, found by what is asked for, marked."""

import sqlite3
import time
from typing import Any, Final, Literal

import msgspec

from skillrt.errors import Diagnostic, MachineError, UsageError
from skillrt.store.traces.blobs import pack, unpack
from skillrt.store.traces.database import transaction
from skillrt.store.traces.episode import Episode, Evidence, Outcome

Mark = Literal["right", "wrong"]
_COLUMNS: Final = (
    "id, scope, run, harness, model, parent, started, took, turns, outcome, failure, input, output, cost, retries, "
    "packed, data"
)
_SAVE: Final = f"INSERT OR REPLACE INTO episodes ({_COLUMNS}) VALUES ({', '.join('?' * 17)})"
_SELECT: Final = "SELECT e.packed, e.data, m.kind, m.note FROM episodes e LEFT JOIN marks m ON m.episode = e.id"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which episodes: everything that is given has to fit. `since` is in ms since the epoch; `limit` 0: all."""

    run: str = ""
    harness: str = ""
    model: str = ""
    skill: str = ""
    outcome: str = ""
    failure: str = ""
    parent: str = ""
    since: int = 0
    limit: int = 0


class Episodes:
    """The episodes of the store behind a connection. Raises MachineError where it cannot be used."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def stale(self, rules: str) -> list[tuple[str, int]]:
        """The scopes that have exchanges beyond what was put together, or by other rules, with the last of them."""
        statement = (
            "SELECT x.scope, max(x.seq) AS last FROM exchanges x LEFT JOIN scopes s ON s.scope = x.scope "
            "GROUP BY x.scope HAVING s.seq IS NULL OR s.seq < last OR s.rules != ? ORDER BY last"
        )
        return [(row[0], row[1]) for row in self._rows(statement, (rules,))]

    def save(self, scope: str, seq: int, rules: str, episodes: list[Episode]) -> None:
        """Put the episodes of a scope in the place of those that it had; marks stay with their ids."""
        try:
            with transaction(self._connection):
                ids = [
                    row[0] for row in self._connection.execute("SELECT id FROM episodes WHERE scope = ?", (scope,))
                ]
                self._delete(ids)
                for episode in episodes:
                    self._put(scope, episode)
                self._connection.execute("INSERT OR REPLACE INTO scopes VALUES (?, ?, ?)", (scope, seq, rules))
        except sqlite3.Error as error:
            raise _unusable(error) from error

    def put(self, episode: Episode) -> None:
        """Save one episode that comes from elsewhere; one of the same id is replaced."""
        try:
            with transaction(self._connection):
                self._delete([episode.id])
                self._put("", episode)
        except sqlite3.Error as error:
            raise _unusable(error) from error

    def get(self, id: str) -> Episode:
        """The episode of an id, or of the beginning of one. Raises UsageError where there is none, or several."""
        escaped = id.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found = self._rows(
            f"{_SELECT} WHERE e.id = ? OR e.id LIKE ? ESCAPE '\\' ORDER BY e.id != ? LIMIT 2", (id, f"{escaped}%", id)
        )
        episodes = [_episode(row) for row in found]
        if not id or not episodes:
            raise UsageError(Diagnostic.of("usage.no-episode", f"no episode has the id `{id[:80]}`"))
        if len(episodes) > 1 and episodes[0].id != id:
            raise UsageError(
                Diagnostic.of("usage.no-episode", f"several episodes have an id that begins with `{id[:80]}`")
            )
        return episodes[0]

    def find(self, wanted: Wanted) -> list[Episode]:
        """Episodes, newest first."""
        terms: list[tuple[str, object]] = [
            (f"e.{name} = ?", value)
            for name in ("run", "harness", "model", "failure", "parent")
            if (value := getattr(wanted, name))
        ]
        if wanted.skill:
            terms.append(("e.id IN (SELECT episode FROM episode_skills WHERE name = ?)", wanted.skill))
        if wanted.since:
            terms.append(("e.started >= ?", wanted.since))
        where = f" WHERE {' AND '.join(term for term, _ in terms)}" if terms else ""
        rows = self._rows(f"{_SELECT}{where} ORDER BY e.started DESC, e.id", tuple(value for _, value in terms))
        found: list[Episode] = []
        for row in rows:
            episode = _episode(row)
            if wanted.outcome and episode.outcome.kind != wanted.outcome:
                continue  # marks count, and the column does not know them
            found.append(episode)
            if wanted.limit and len(found) >= wanted.limit:
                break
        return found

    def outcomes(self) -> list[tuple[str, str, str, str, int]]:
        """Skill, harness, model, outcome and how many episodes in which the skill's text was fetched; marks count."""
        statement = (
            "SELECT s.name, e.harness, e.model, "
            "CASE m.kind WHEN 'right' THEN 'right' WHEN 'wrong' THEN 'failed' ELSE e.outcome END AS ended, count(*) "
            "FROM episode_skills s JOIN episodes e ON e.id = s.episode LEFT JOIN marks m ON m.episode = e.id "
            "WHERE s.loaded_at >= 0 GROUP BY s.name, e.harness, e.model, ended "
            "ORDER BY s.name, e.harness, e.model, ended"
        )
        return [(row[0], row[1], row[2], row[3], row[4]) for row in self._rows(statement, ())]

    def mark(self, id: str, kind: Mark, note: str = "") -> Episode:
        """Say that an episode is right or wrong, whatever was found; the episode as it is then."""
        episode = self.get(id)
        try:
            self._connection.execute(
                "INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?)",
                (episode.id, kind, note, time.time_ns() // 1_000_000),
            )
        except sqlite3.Error as error:
            raise _unusable(error) from error
        return self.get(episode.id)

    def unmark(self, id: str) -> Episode:
        """Take a mark back."""
        episode = self.get(id)
        self._connection.execute("DELETE FROM marks WHERE episode = ?", (episode.id,))
        return self.get(episode.id)

    def _put(self, scope: str, episode: Episode) -> None:
        self._connection.execute(_SAVE, (
            episode.id, scope, episode.run, episode.harness, episode.model, episode.parent, episode.started,
            episode.took, len(episode.turns), episode.outcome.kind, episode.outcome.failure or "",
            episode.usage.input,
            episode.usage.output, episode.cost, episode.retries, *pack(msgspec.json.encode(episode)),
        ))  # fmt: skip
        self._connection.executemany(
            "INSERT OR REPLACE INTO episode_skills VALUES (?, ?, ?, ?)",
            [(episode.id, skill.name, skill.loaded_at, skill.variant) for skill in episode.skills],
        )

    def _delete(self, ids: list[str]) -> None:
        values = [(id,) for id in ids]
        self._connection.executemany("DELETE FROM episodes WHERE id = ?", values)
        self._connection.executemany("DELETE FROM episode_skills WHERE episode = ?", values)

    def _rows(self, statement: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise _unusable(error) from error


def marked(outcome: Outcome, kind: str, note: str) -> Outcome:
    """The outcome after a person said what it is: that counts, and what was found stays as evidence."""
    said = Evidence(source="user", text=note or f"marked as {kind}")
    if kind == "right":
        return Outcome(kind="right", evidence=(said, *outcome.evidence), marked=True)
    return Outcome(kind="failed", failure=outcome.failure or "task", evidence=(said, *outcome.evidence), marked=True)


def _episode(row: tuple[Any, ...]) -> Episode:
    packed, data, kind, note = row
    try:
        episode = msgspec.json.decode(unpack(packed, data), type=Episode)
    except (ValueError, msgspec.MsgspecError) as error:
        raise _unusable(error) from error
    if not isinstance(kind, str):
        return episode
    return msgspec.structs.replace(episode, outcome=marked(episode.outcome, kind, str(note)))


def _unusable(error: Exception) -> MachineError:
    return MachineError(Diagnostic.of("machine.traces", f"the trace store cannot be used: {error}"))
