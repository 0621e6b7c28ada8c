"""The command line: set up, serve, check and publish templates."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from followthrough.core.kit.errors import Problem
from followthrough.services import clock
from followthrough.services.calendars import ensure
from followthrough.services.catalogue import Checked, check_folder
from followthrough.services.demo.organisation import (
    APPS,
    Cast,
    cast_of,
    demo_noted,
    demo_people,
    found_organisation,
    note_demo,
)
from followthrough.services.demo.simulate import MONTHS, SEED, simulate
from followthrough.services.designing import NotPublished
from followthrough.services.designing.editor import editor_files
from followthrough.services.designing.files import write_folder
from followthrough.services.refusal import Refusal
from followthrough.services.secrets import BadKey, SecretUnreadable
from followthrough.services.setting_up import is_set_up, publish_templates, set_up
from followthrough.services.tidying import tidy
from followthrough.services.wiring import Services, open_services, prepare_database, services_over
from followthrough.settings import BadSetting, Settings, read_settings, terminal_language
from followthrough.store.errors import StoreError
from followthrough.store.verify import verify_all
from followthrough.workers.reach import Allowed, BadEntry


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    asked = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = asked.run
    try:
        return run(asked)
    except (BadSetting, BadKey, BadEntry, SecretUnreadable, StoreError, FileNotFoundError) as error:
        print(f"followthrough: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="followthrough", description="落实: every step of a sale, delivered and on record."
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    init = commands.add_parser("init", help="make or migrate the database; set up the organisation if there is none")
    init.add_argument(
        "--demo", action="store_true", help="an invented organisation with people and some months of data"
    )
    init.add_argument("--demo-size", type=int, default=80, help="how many opportunities the demo lives (default 80)")
    init.add_argument("--name", default="我的公司", help="name of the organisation")
    init.add_argument("--zone", default="Asia/Shanghai", help="its time zone")
    init.add_argument("--login", default="admin", help="login of the first administrator")
    init.add_argument("--template", action="append", default=None, help="template to publish (default: sales)")
    init.set_defaults(run=_init)

    more = commands.add_parser("simulate", help="let the people of the demo live more months, up to now")
    more.add_argument("--opportunities", type=int, default=80)
    more.add_argument("--months", type=int, default=MONTHS)
    more.add_argument("--seed", type=int, default=SEED + 1)
    more.set_defaults(run=_simulate)

    serve = commands.add_parser("serve", help="serve the pages and the API")
    serve.set_defaults(run=_serve)

    working = commands.add_parser(
        "work", help="remind, escalate, deliver, recompute: any number beside the servers (PostgreSQL)"
    )
    working.set_defaults(run=_work)

    _documents(commands)
    verify = commands.add_parser(
        "verify-audit", help="check the chain of every record's events and the seals over them"
    )
    verify.set_defaults(run=_verify)

    rotate = commands.add_parser("rotate-key", help="seal the secrets of channels under a new key, forget the old one")
    rotate.set_defaults(run=_rotate)

    openapi = commands.add_parser("openapi", help="print the OpenAPI document of the API (schemas/openapi.json)")
    openapi.set_defaults(run=_openapi)
    return parser


def _documents(commands: Any) -> None:
    """What is done with apps as folders of documents."""
    check = commands.add_parser("check", help="check a template folder and print what is found")
    check.add_argument("folder", type=Path)
    check.set_defaults(run=_check)

    publish = commands.add_parser("publish", help="check a template folder and put it into force")
    publish.add_argument("folder", type=Path)
    publish.add_argument("--note", default="", help="what changed")
    publish.add_argument(
        "--move",
        action="append",
        default=[],
        metavar="ENTITY/STAGE[/PATH]=STAGE",
        help="where the records of a stage go that is no more",
    )
    publish.add_argument("--over-draft", action="store_true", help="though the draft holds edits nobody published")
    publish.set_defaults(run=_publish)

    export = commands.add_parser("export", help="write an app as the folder of its documents")
    export.add_argument("app")
    export.add_argument("folder", type=Path)
    export.add_argument("--draft", action="store_true", help="what its draft says, not what is in force")
    export.add_argument("--editor", action="store_true", help="with what VS Code needs to complete and check them")
    export.set_defaults(run=_export)


@contextmanager
def _opened() -> Iterator[Services]:
    """The services over the database, made or migrated first; closed at the end."""
    settings = read_settings()
    Allowed(settings.outbound_allow)  # told now, not by a worker that does not start
    services = services_over(prepare_database(settings), settings)
    try:
        yield services
    finally:
        services.close()


def _init(asked: argparse.Namespace) -> int:
    with _opened() as services:
        publish_templates(services, list(APPS) if asked.demo else asked.template or ["sales"])
        if not is_set_up(services):
            if asked.demo:
                _live_demo(services, asked.demo_size)
            else:
                first = set_up(services, asked.name, asked.zone, asked.login)
                if first is not None:
                    print(f"Login: {first.login}   one-time password: {first.password}")
        services.channels.ensure_key()
        services.db.transact(ensure)  # a calendar of before, or of an older edition of the public holidays
        if asked.demo:
            if demo_noted(services.db) == "living":
                print(f"The demo was interrupted. Remove {services.settings.data_dir} to let it live again.")
            _print_logins(services.settings)
    return 0


def _live_demo(services: Services, size: int) -> None:
    cast = found_organisation(services.db, _demo_folder(services))
    note_demo(services.db, "living")
    _live(services, cast, size, MONTHS, SEED)
    note_demo(services.db, "lived")


def _simulate(asked: argparse.Namespace) -> int:
    with _opened() as services:
        if demo_noted(services.db) != "lived":
            print(
                "followthrough: there is no demo to go on with; begin with `followthrough init --demo`", file=sys.stderr
            )
            return 1
        _live(services, cast_of(services.db, _demo_folder(services)), asked.opportunities, asked.months, asked.seed)
    return 0


def _demo_folder(services: Services) -> Path:
    return services.settings.templates / "sales" / "demo"


def _live(services: Services, cast: Cast, size: int, months: int, seed: int) -> None:
    print(f"The demo lives {months} months with {size} opportunities …", flush=True)
    began = clock.passed_s()
    tally = simulate(
        services.settings,
        cast,
        _demo_folder(services),
        until_ms=clock.now_ms(),
        opportunities=size,
        months=months,
        seed=seed,
    )
    refused = sum(tally.refused.values())
    print(f"{tally.stored} acts stored, {refused} refused, in {clock.passed_s() - began:.0f} s")


def _print_logins(settings: Settings) -> None:
    password, people = demo_people(settings.templates / "sales" / "demo")
    print(f"\n{settings.base_url}   password of every demo login: {password}\n")
    for person in people:
        print(f"  {person.login:<12}{person.role:<12}{person.name} · {person.unit}")
    print()


def _serve(_: argparse.Namespace) -> int:
    from granian import Granian
    from granian.constants import Interfaces

    with _opened() as services:
        settings = services.settings
        tidy(services.db, services.attaching, settings)
        services.trying.tidy()
    workers = 1 if settings.sqlite else settings.workers
    print(f"Followthrough: {settings.base_url}")
    server = Granian(
        "followthrough.serving:create_app",
        factory=True,
        interface=Interfaces.ASGI,
        address=settings.host,
        port=settings.port,
        workers=workers,
        websockets=False,
        log_access=False,
    )
    server.serve()
    return 0


def _work(_: argparse.Namespace) -> int:
    import signal
    import threading

    from followthrough.web.logs import log_to_stderr
    from followthrough.workers.loop import work

    settings = read_settings()
    if settings.sqlite and settings.worker_inside:
        print(
            "followthrough: on SQLite the server does this itself (FT_WORKER_INSIDE=0 to run it apart)", file=sys.stderr
        )
        return 1
    Allowed(settings.outbound_allow)
    log_to_stderr()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    services = open_services(settings)
    try:
        work(services, stop)
    finally:
        services.close()
    return 0


def _check(asked: argparse.Namespace) -> int:
    checked = check_folder(asked.folder)
    _print_checked(checked)
    return 0 if checked.ok else 1


def _publish(asked: argparse.Namespace) -> int:
    checked = check_folder(asked.folder)
    _print_checked(checked)
    if checked.app is None or not checked.ok:
        return 1
    mapping: dict[str, dict[str, str]] = {}
    for said in asked.move:
        place, _, stage = said.partition("=")
        entity, _, gone = place.partition("/")
        mapping.setdefault(entity, {})[gone] = stage
    with _opened() as services:
        try:
            number = services.publishing.documents(
                checked.app, note=asked.note, mapping=mapping, over_draft=asked.over_draft
            )
        except NotPublished as refused:
            _print_refusal(refused.refusal)
            return 1
    print(f"{checked.app.app.key}: version {number} is in force")
    return 0


def _print_refusal(refusal: Refusal) -> None:
    print(f"{refusal.code}: {_spoken(refusal.problem.message())}", file=sys.stderr)
    for one in refusal.problem.params.get("mappings_needed", ()):
        offered = ", ".join(one["offered"])
        gone = "/".join(filter(None, (one["stage"], one.get("path"))))
        print(f"  --move {one['entity']}/{gone}=…   {one['records']} records; {offered}", file=sys.stderr)
    print(f"  {_spoken(refusal.problem.remedy())}", file=sys.stderr)


def _export(asked: argparse.Namespace) -> int:
    with _opened() as services:
        files = services.app_files.of(asked.app, draft=asked.draft)
    if files is None:
        print(f"followthrough: there is no app {asked.app}", file=sys.stderr)
        return 1
    for path in write_folder(files, asked.folder):
        print(path)
    for path, text in editor_files().items() if asked.editor else ():
        _print_beside(asked.folder / path, text)
    return 0


def _print_beside(place: Path, text: str) -> None:
    """Write what is made for an editor. Settings that somebody wrote stay as they are."""
    known = place.read_text("utf-8") if place.is_file() else text
    if known != text and place.name == "settings.json":
        print(f"{place} says something else and is left as it is", file=sys.stderr)
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")


def _verify(_: argparse.Namespace) -> int:
    with _opened() as services, services.db.read(snapshot=True) as tx:
        faults = list(verify_all(tx))
    for fault in faults[:100]:
        print(fault)
    print("ok" if not faults else f"{len(faults)} faults")
    return 1 if faults else 0


def _rotate(_: argparse.Namespace) -> int:
    with _opened() as services:
        print(f"{services.channels.rotate_key()} secrets sealed anew")
    return 0


def _openapi(_: argparse.Namespace) -> int:
    from followthrough.web.app import openapi_document

    print(json.dumps(openapi_document(), ensure_ascii=False, indent=2, sort_keys=True))
    return 0


def _spoken(text: Mapping[str, str]) -> str:
    """A text in the language of the terminal."""
    return text[terminal_language()]


def _print_checked(checked: Checked) -> None:
    for issue in checked.issues:
        problem = Problem(issue.code, issue.params)
        print(f"error    {issue.path}: {_spoken(problem.message())}. {_spoken(problem.remedy())}")
    for finding in checked.findings:
        print(f"{finding.severity:<8} {finding.path}: {_spoken(finding.message())}")
    if checked.ok:
        print("ok")
