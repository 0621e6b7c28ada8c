"""The services of one process, put together: what a server, the command line and the tests open."""

from __future__ import annotations

from dataclasses import dataclass

from followthrough.settings import Settings
from followthrough.store.blobs import BlobStore
from followthrough.store.database import Database
from followthrough.store.errors import StoreError as StoreError  # web maps it without knowing the store
from followthrough.store.migrate import initialise, require_current

from .approving import Approving
from .attaching import Attaching
from .catalogue import Catalogue
from .channels import Channels
from .composing import Composing
from .delegating import Delegating
from .delivering import Delivering
from .designing import Drafting, Files, FromFile, Planning, Publishing, Starting
from .evidence import Evidence
from .exporting import Exporting
from .filling import Filling
from .foreseeing import Foreseeing
from .heartbeat import Heartbeat
from .importing import Importing
from .managing import Managing
from .noticing import Noticing
from .opening import Opening
from .owing import Owing
from .previewing import Previewing
from .registry import Registry
from .replaying import Replaying
from .rosters import Rosters
from .secrets import Vault
from .setting_calendars import Calendars
from .signing_in import SigningIn
from .sweeping import Sweeping
from .talking import Talking
from .timeline import Timeline
from .today import TodayOf
from .trying import Trying
from .watching import Watching


@dataclass(frozen=True, slots=True)
class Services:
    """One object per user job, over one database."""

    settings: Settings
    db: Database
    registry: Registry
    catalogue: Catalogue
    filling: Filling
    importing: Importing
    signing_in: SigningIn
    opening: Opening
    watching: Watching
    timeline: Timeline
    today: TodayOf
    owing: Owing
    sweeping: Sweeping
    heartbeat: Heartbeat
    exporting: Exporting
    managing: Managing
    attaching: Attaching
    approving: Approving
    delegating: Delegating
    evidence: Evidence
    calendars: Calendars
    rosters: Rosters
    noticing: Noticing
    channels: Channels
    previewing: Previewing
    composing: Composing
    delivering: Delivering
    replaying: Replaying
    drafting: Drafting
    publishing: Publishing
    planning: Planning
    foreseeing: Foreseeing
    starting: Starting
    from_file: FromFile
    app_files: Files
    trying: Trying
    talking: Talking

    def organisation(self) -> dict[str, str]:
        """`name` and `zone` of the organisation."""
        with self.db.read() as tx:
            return self.registry.organisation(tx)

    def ready(self) -> bool:
        """Whether the database answers and is at this code's revision."""
        try:
            require_current(self.db)
        except StoreError:
            return False
        return True

    def close(self) -> None:
        """Let imports end and replays stop, close the connections, those of open trials too."""
        self.replaying.close()
        self.trying.close()
        self.importing.close()
        self.db.close()


def services_over(db: Database, settings: Settings) -> Services:
    """The services over an open database."""
    registry = Registry()
    watching = Watching(db, registry)
    filling = Filling(db, registry)
    noticing = Noticing(db, registry)
    catalogue = Catalogue(settings.templates)
    drafting = Drafting(db, registry, catalogue)
    starting = Starting(db, registry, catalogue, drafting)
    publishing = Publishing(db, registry, drafting.findings)
    vault = Vault(settings.data_dir, settings.secret_key)
    return Services(
        settings=settings,
        db=db,
        registry=registry,
        catalogue=catalogue,
        filling=filling,
        importing=Importing(db, registry, filling),
        signing_in=SigningIn(db, idle_s=settings.session_idle_s, life_s=settings.session_life_s),
        opening=Opening(db, registry),
        watching=watching,
        timeline=Timeline(watching),
        today=TodayOf(watching),
        owing=Owing(watching, filling),
        sweeping=Sweeping(db, registry),
        heartbeat=Heartbeat(db, registry),
        exporting=Exporting(watching),
        managing=Managing(db, registry),
        approving=Approving(watching, filling),
        delegating=Delegating(db),
        attaching=Attaching(db, registry, BlobStore(settings.data_dir / "files"), settings.max_upload_bytes),
        evidence=Evidence(db, registry),
        calendars=Calendars(db, registry),
        rosters=Rosters(db, registry),
        noticing=noticing,
        channels=Channels(db, registry, vault),
        previewing=Previewing(db, registry),
        composing=Composing(db, registry, noticing, settings.base_url),
        delivering=Delivering(db, registry, vault),
        replaying=Replaying(db, registry),
        drafting=drafting,
        publishing=publishing,
        planning=Planning(db, registry, publishing),
        foreseeing=Foreseeing(db, registry),
        starting=starting,
        from_file=FromFile(db, drafting, starting),
        app_files=Files(db, registry),
        trying=Trying(db, registry, drafting.findings, settings, services_over),
        talking=Talking(db, registry),
    )


def open_database(settings: Settings) -> Database:
    """The database the settings name; the folder of an SQLite file is made."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return Database(settings.database_url, settings.database_schema)


def open_services(settings: Settings) -> Services:
    """The services for serving. Raises SchemaOutdated when the database is not at this code's revision."""
    db = open_database(settings)
    try:
        require_current(db)
    except BaseException:
        db.close()
        raise
    return services_over(db, settings)


def prepare_database(settings: Settings) -> Database:
    """The database, made or migrated."""
    db = open_database(settings)
    try:
        initialise(db)
    except BaseException:
        db.close()
        raise
    return db
