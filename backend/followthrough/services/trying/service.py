"""Trying a draft out: begun, entered, its clock moved on, ended. Nothing of it is stored in the real house."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from followthrough.core.kit.durations import span_of
from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import decode_app
from followthrough.core.rules import instant_text
from followthrough.services import clock
from followthrough.services.designing.desk import Desk, answered, open_desk
from followthrough.services.designing.finding import Findings, forbidding
from followthrough.services.ids import new_id
from followthrough.services.refusal import Abandoned, Refusal, refuse
from followthrough.services.registry import Registry
from followthrough.services.views_trying import TrialAnswer, TrialPassed, TrialView
from followthrough.services.who import Who, who_is
from followthrough.settings import Settings
from followthrough.store.database import Database
from followthrough.store.tx import Tx

from . import cast
from .folder import Folders, Kept
from .opened import Opened, Over, Trial
from .passing import next_stop, pass_time, settle
from .samples import Samples, make_samples
from .showing import shown, told_since

if TYPE_CHECKING:
    from followthrough.services.wiring import Services

MOST = 20
"""So many trials there are at a time."""
LIFE_MS = 86_400_000
"""How long one stays."""
LONGEST_S = 366 * 86_400
"""The farthest a clock is moved at a time."""
_GONE = refuse("trial_gone")


@dataclass(frozen=True, slots=True)
class Entered:
    """Whose services answer a request made in a trial, and as whom."""

    services: Services
    who: Who


class Trying:
    """Trials of drafts: one per person and app, for who designs it; everybody else is answered not_found."""

    def __init__(self, db: Database, registry: Registry, findings: Findings, settings: Settings, over: Over) -> None:
        self.db = db
        self.registry = registry
        self.findings = findings
        self.folders = Folders(settings.data_dir / "trials")
        self.opened = Opened(self.folders, settings, over)
        self._beginning = threading.Lock()

    def begin(self, who: Who, app: str, *, sample: bool) -> TrialAnswer | Refusal:
        """Make a trial of the draft as it stands, in place of the one there was. Codes: not_found, findings_forbid
        {findings}, trial_limit {most}."""

        def work(tx: Tx) -> tuple[Desk, AppDocument, cast.Around, int]:
            desk = open_desk(tx, self.registry, who, app)
            decoded = decode_app(desk.documents)
            wrong = forbidding(self.findings.of(desk, decoded))
            if wrong:
                raise Abandoned(refuse("findings_forbid", count=len(wrong), findings=msgspec.to_builtins(wrong)))
            return desk, decoded, cast.around(tx, self.registry.organisation(tx)), tx.now_ms()

        read = answered(self.db, work)
        if isinstance(read, Refusal):
            return read
        desk, decoded, around, now_ms = read
        with self._beginning:
            self.tidy(now_ms)
            known = self.folders.all()
            mine = [one for one in known if (one.person, one.app) == (who.person, app)]
            if len(known) - len(mine) >= MOST:
                return refuse("trial_limit", most=MOST)
            kept = Kept(
                id=new_id(), person=who.person, app=app, revision=desk.draft.revision, begun_ms=now_ms // 1000 * 1000
            )
            self._make(kept, decoded, around, sample=sample)
            for one in mine:
                self._remove(one.id)
        return self.state(who, app)

    def state(self, who: Who, app: str) -> TrialAnswer | Refusal:
        """My trial of an app. Codes: not_found."""
        desk = answered(self.db, lambda tx: open_desk(tx, self.registry, who, app))
        if isinstance(desk, Refusal):
            return desk
        trial = self._mine(who, app)
        return TrialAnswer(trial=None if trial is None else self._shown(trial, desk))

    def advance(self, who: Who, app: str, seen: str, by: str | None) -> TrialPassed | Refusal:
        """Let the time of my trial go on `by` a duration; None: to the next deadline, until just after it. `seen` is the time
        as the client knows it: where it has gone on since, nothing is done, so that a request sent twice is done once.
        Codes: not_found, trial_gone, bad_request {reason: by}."""
        desk = answered(self.db, lambda tx: open_desk(tx, self.registry, who, app))
        if isinstance(desk, Refusal):
            return desk
        trial = self._mine(who, app)
        if trial is None:
            return _GONE
        services = trial.services
        with trial.moving:
            before = told_since(services, trial.kept.app, 0)
            now = self.folders.clock(trial.kept.id)
            if instant_text(now() // 1000) == seen:
                until = _until(now(), by) if by is not None else next_stop(services)
                if until is None and by is not None:
                    return refuse("bad_request", reason="by")
                if until is not None:
                    pass_time(services, now, until)
        last = max((one.notice.seq for one in before), default=0)
        happened = told_since(services, trial.kept.app, last)[::-1]
        return TrialPassed(trial=self._shown(trial, desk), happened=happened)

    def end(self, who: Who, app: str) -> Refusal | None:
        """Take my trial away; nothing where there is none. Codes: not_found."""
        desk = answered(self.db, lambda tx: open_desk(tx, self.registry, who, app))
        if isinstance(desk, Refusal):
            return desk
        for one in self.folders.all():
            if (one.person, one.app) == (who.person, app):
                self._remove(one.id)
        return None

    def enter(self, who: Who, trial: str, person: str) -> Entered | None:
        """The services of a trial and one of its people, for who began it and still designs its app; None for everybody
        else and when it is over."""
        found = self.opened.get(trial)
        if found is None or found.kept.person != who.person:
            return None
        if isinstance(answered(self.db, lambda tx: open_desk(tx, self.registry, who, found.kept.app)), Refusal):
            return None
        with found.services.db.read() as tx:
            acting = who_is(tx, person)
        return None if acting is None else Entered(found.services, acting)

    def tidy(self, now_ms: int | None = None) -> int:
        """Take away what is older than LIFE_MS; how many trials."""
        now = clock.now_ms() if now_ms is None else now_ms
        old = [one.id for one in self.folders.all() if one.begun_ms < now - LIFE_MS]
        for trial in [*old, *self.folders.stray(clock.now_ms() / 1000 - LIFE_MS / 1000)]:
            self._remove(trial)
        return len(old)

    def close(self) -> None:
        """Close what is open."""
        self.opened.close()

    def _mine(self, who: Who, app: str) -> Trial | None:
        for one in self.folders.all():
            if (one.person, one.app) == (who.person, app):
                return self.opened.get(one.id)
        return None

    def _make(self, kept: Kept, app: AppDocument, around: cast.Around, *, sample: bool) -> None:
        """The database with all that is in it; what is known of it last, so that nobody enters half a trial."""
        self.folders.clock(kept.id).put(kept.begun_ms)
        services = self.opened.make(kept.id)
        try:
            services.db.transact(lambda tx: cast.settle(tx, around))
            services.publishing.documents(app, note="trial")
            with services.db.read() as tx:
                compiled = services.registry.app(tx, app.app.key)
            assert compiled is not None, "it was just published"
            ids = services.db.transact(lambda tx: cast.move_in(tx, compiled))
            samples = Samples(0, ())
            if sample:
                with services.db.read() as tx:
                    people = [one for key in ids if (one := who_is(tx, key)) is not None]
                samples = make_samples(services, compiled, people)
            settle(services)
        except BaseException:
            services.close()
            self.folders.remove(kept.id)
            raise
        services.close()
        self.folders.keep(msgspec.structs.replace(kept, made=samples.made, refused=samples.left_out))

    def _remove(self, trial: str) -> None:
        self.opened.forget(trial)
        self.folders.remove(trial)

    def _shown(self, trial: Trial, desk: Desk) -> TrialView:
        return shown(trial.services, trial.kept, stale=desk.draft.revision != trial.kept.revision)


def _until(now_ms: int, by: str) -> int | None:
    """The moment a duration later (a day has 24 hours here); None for what is none, is not forward, or too far."""
    try:
        span = span_of(by)
    except ValueError:
        return None
    seconds = span.days * 86_400 + span.seconds
    return now_ms + seconds * 1000 if 0 < seconds <= LONGEST_S else None
