"""What a person says is sealed, or it is nowhere.

Words in several scripts are typed into every question of every form and into every other field, on every path that a
person or a mishap takes. Then they are looked for, in whatever shape: in the bytes of both databases and in a dump of
them, in logs, in the audit trail, in sessions, in headers, cookies, addresses and titles, in files on the way.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from builders.canary import MARKERS, TYPED, WORDS, files_beneath, shapes, sightings, sightings_in
from builders.canary_walk import Walk
from builders.deployments import deployment_in
from builders.dumping import dumped
from builders.filling import WITH_WORDS
from builders.postgres import Cluster
from builders.serving import closing_databases, served
from builders.watching import watched_files, watched_logs
from sqlalchemy import select

from interview.audit.chain import AuditRow
from interview.audit.events import Event
from interview.forms import library
from interview.questionnaire.answers import parts_of
from interview.services import interviewing, signing_in
from interview.store.engines import open_engine
from interview.store.tables.trail import AuditEventRow
from interview.store.trail import open_detail

FILLED_IN = {"a_pay_approved_by"}
"""Whatever is typed here, the name of whoever approved the payment is what is kept."""


@dataclass(frozen=True, slots=True)
class Walked:
    """A walk that is over, and what was seen of it from outside. `dump` is empty for SQLite."""

    walk: Walk
    folder: Path
    temporary: Path
    logged: list[str]
    written: list[str]
    dump: bytes
    raw: dict[str, bytes]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def walked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    folder, temporary = tmp_path_factory.mktemp("deployment"), tmp_path_factory.mktemp("temporary")
    if request.param == "sqlite":
        with _walk(folder, temporary) as walked:
            yield walked
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    with (
        cluster.database("template0") as cases,
        cluster.database("template0") as keystore,
        _walk(folder, temporary, database_url=cases, keystore_url=keystore) as walked,
    ):
        yield walked


@pytest.fixture(scope="module")
def walk(walked: Walked) -> Walk:
    return walked.walk


@contextmanager
def _walk(folder: Path, temporary: Path, **changes: str) -> Iterator[Walked]:
    with watched_logs("sqlalchemy.engine", "alembic", "werkzeug", "interview") as logged:
        deployment = deployment_in(folder, detail="yes", **changes)
        with served(deployment.app) as place, closing_databases(deployment.app):
            walk = Walk(deployment, place)
            with watched_files(str(temporary)) as written:
                walk.go()
            cluster = changes.get("database_url", "").partition("host=")[2]
            dump = b"".join(map(dumped, changes.values()))
            raw = files_beneath(folder, *([Path(cluster)] if cluster else []))
            yield Walked(walk, folder, temporary, logged, written, dump, raw)


def test_every_question_holds_the_canary_as_its_kind_allows(walk: Walk) -> None:
    kept: dict[str, str] = {}
    with walk.deployment.app.open_work() as work:
        signed_in = signing_in.sign_in(work, walk.author.name, walk.author.passphrase)
        assert isinstance(signed_in, signing_in.SignedIn)
        for interview_id in walk.interviews:
            opened = interviewing.open_interview(work, signed_in.actor, UUID(interview_id))
            said = [
                *opened.answers.values.items(),
                *(one for was in opened.loaded.draft.earlier for one in was.values.items()),
            ]
            for key, value in said:
                item = parts_of(key).question_id
                kept[item] = kept.get(item, "") + repr(value)

    forms = [library.load(form) for form in ("screening", "urgent", "assistance")]
    on_pages = {key: form.questions[key] for form in forms for page in form.pages.values() for key in page.question_ids}
    typed = {key: question for key, question in on_pages.items() if question.computed is None}
    assert set(kept) == set(typed)
    silent = {key for key, question in typed.items() if question.kind in WITH_WORDS and not sightings(kept[key])}
    assert silent == FILLED_IN


def test_the_bytes_of_the_databases_hold_nothing(walked: Walked) -> None:
    assert any(data.startswith(b"SQLite format") for data in walked.raw.values()) or walked.dump
    assert sightings_in(walked.raw) == {}


def test_a_dump_of_the_databases_holds_nothing(walked: Walked) -> None:
    # SQLite has none: its files were searched as they are.
    assert (b"COPY public.interviews" in walked.dump) is any("pg_wal" in path for path in walked.raw)
    assert sightings(walked.dump) == []


def test_the_logs_hold_nothing(walked: Walked) -> None:
    text = "\n".join(walked.logged)

    assert "POST /interviews/<uuid:interview_id>/pages/" in text
    assert "builtins.ValueError" in text
    assert sightings(text) == []


def test_the_audit_trail_holds_nothing_even_when_it_is_opened(walk: Walk) -> None:
    engine = open_engine(walk.deployment.settings.database_url)
    columns = [column for column in AuditEventRow.__table__.columns if column.name != "link"]
    with engine.connect() as connection:
        rows = connection.execute(select(*columns)).mappings().all()
    engine.dispose()

    with walk.deployment.app.open_work() as work:
        keys = work._desk.master
        opened = [open_detail(keys, AuditRow(**{**row, "event": Event(row["event"])})) for row in rows]

    happened = {Event(row["event"]) for row in rows}
    assert {Event.ANSWERS_READ, Event.SIGN_IN_FAILED, Event.PAGE_KEPT} <= happened
    assert {Event.ATTACHMENT_READ, Event.ATTACHMENT_COPIED, Event.ATTACHMENT_REMOVED} <= happened
    assert {Event.DECISION_RETURNED, Event.DECISION_OVERRIDDEN, Event.RECONSIDERATION_ASKED} <= happened
    assert sightings(repr([dict(row) for row in rows])) == []
    assert sightings(repr(opened)) == []


def test_headers_cookies_addresses_and_titles_hold_nothing(walk: Walk) -> None:
    seen = {f"{number} {answer.status}": answer.in_the_open for number, answer in enumerate(walk.answers())}
    cookies = {who: json.dumps(visitor.cookies) for who, visitor in walk.visitors.items()}

    assert len(seen) > 700
    assert sightings_in(seen) == {}
    assert sightings_in(cookies) == {}


def test_nothing_is_written_to_disk_on_the_way(walked: Walked) -> None:
    # The ledger of what was taken back lies outside the databases; it is searched with all other files.
    assert [one for one in walked.written if "-ledger" not in one] == []
    assert list(walked.temporary.iterdir()) == []


def test_a_page_that_says_something_broke_repeats_nothing(walk: Walk) -> None:
    assert [answer.status for answer in walk.broken[:3]] == [500, 503, 500]
    # What could not be kept while the database was away comes back to who sent it alone, to be sent again.
    others = [answer for answer in walk.broken if answer.status != 503]
    assert [sightings(answer.body) for answer in others] == [[] for _ in others]


@pytest.mark.parametrize("who", ["interpreter", "analyst", "administrator", "other caseworker"])
def test_who_has_no_business_with_a_case_gets_none_of_it(walk: Walk, who: str) -> None:
    visitor = walk.visitor(who)
    app, before = walk.deployment.app, len(visitor.answers)
    for interview_id in dict.fromkeys((walk.interviews[0], walk.submitted, walk.urgent, walk.interviews[-1])):
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if "interview_id" not in rule.arguments:
                continue
            values: dict[str, object] = {"interview_id": UUID(interview_id), "page_key": "s6_1"}
            method = "GET" if "GET" in (rule.methods or ()) else "POST"
            address = adapter.build(
                rule.endpoint, {key: values.get(key) or uuid4() for key in rule.arguments}, method=method
            )
            answer = (
                visitor.get(address)
                if method == "GET"
                else visitor.post(address, [("s_story", "x"), ("ending", "finished")])
            )
            assert answer.status == 404, address
    for address in ("/", "/interviews/new", "/urgent/", "/calendar", f"/urgent/?back=/interviews/{walk.submitted}"):
        visitor.get(address)

    bodies = {answer.asked: answer.body for answer in visitor.answers[before:]}
    assert len(bodies) > 40
    assert sightings_in(bodies) == {}


def test_the_person_who_asked_still_gets_the_words_back(walk: Walk) -> None:
    page = walk.visitor("author").get(f"/interviews/{walk.submitted}/check").body

    assert len(sightings(page)) >= len(MARKERS)


@pytest.mark.parametrize("word", range(len(WORDS)))
def test_the_search_finds_each_word_in_each_shape(word: int) -> None:
    for shape, name in shapes(WORDS[word]).items():
        assert f"{name} of word {word}" in sightings(b"\x00\xffbefore" + shape + b"after\xff"), name


def test_the_search_finds_what_lies_in_a_database_that_does_not_seal(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "plain.db")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE answers (told TEXT)")
    connection.execute("INSERT INTO answers VALUES (?)", (json.dumps({"story": TYPED}),))
    connection.commit()

    found = sightings_in(files_beneath(tmp_path))

    connection.close()
    assert [Path(path).name for path in found] == ["plain.db-wal"]
