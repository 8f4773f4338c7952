"""Many cases in a database: copies of one under new random ids. What is sealed in a copy can never be opened."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from sqlalchemy import Connection, Engine, text

from interview.store.engines import is_sqlite, open_engine
from interview.store.tables.every import CASES, KEYSTORE

EVENTS = 5
"""Events of the trail that each copy gets, of some hundred that a real interview leaves: 100,000 fit a laptop."""

DAYS = 900
"""Over so many days before its original a copy was changed last."""

BATCH = 5_000

SEEDS = {
    "sqlite": (
        "CREATE TEMP TABLE seeds (n INTEGER PRIMARY KEY, case_id TEXT, interview_id TEXT)",
        "INSERT INTO seeds WITH RECURSIVE more(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM more WHERE n < :last) "
        "SELECT n, lower(hex(randomblob(16))), lower(hex(randomblob(16))) FROM more",
    ),
    "postgresql": (
        "CREATE TEMP TABLE seeds (n INTEGER PRIMARY KEY, case_id UUID, interview_id UUID)",
        "INSERT INTO seeds SELECT n, gen_random_uuid(), gen_random_uuid() "
        "FROM generate_series(CAST(:first AS INTEGER), CAST(:last AS INTEGER)) AS n",
    ),
}
WORDS = {
    "sqlite": {
        "new_id": "lower(hex(randomblob(16)))",
        "lookup": "randomblob(32)",
        "late": "'2099-01-01 00:00:00.000000'",
        "earlier": f"date(old.changed_on, '-' || (1 + seeds.n % {DAYS}) || ' days')",
    },
    "postgresql": {
        "new_id": "gen_random_uuid()",
        "lookup": "decode(replace(gen_random_uuid()::text, '-', ''), 'hex')",
        "late": "TIMESTAMPTZ '2099-01-01'",
        "earlier": f"old.changed_on - (1 + seeds.n % {DAYS})",
    },
}
# Like the first ones, so that the home pages list the same at every size.
STATE = "CASE WHEN seeds.n % 2 = 0 THEN 'in_progress' ELSE 'submitted' END"

# What is stored for a measurement need not survive, and random ids touch every page of an index again and again.
BEFORE = {
    "sqlite": ("PRAGMA synchronous = OFF", "PRAGMA secure_delete = OFF", "PRAGMA cache_size = -400000"),
    "postgresql": (),
}
AFTERWARDS = {
    "sqlite": ("PRAGMA wal_checkpoint(TRUNCATE)",),
    "postgresql": ("VACUUM ANALYZE", "CHECKPOINT"),
}


def seed(urls: tuple[str, str], interview_id: UUID, decision_id: UUID, first: int, last: int) -> None:
    """Add copies number `first` to `last` of an interview, its case, grants, lock and first events.

    Those that count as handed in get a copy of the decision that waits.
    """
    cases, locks = (open_engine(url) for url in urls)
    engine = cases.dialect.name
    with cases.connect() as connection:
        for statement in BEFORE[engine]:
            connection.exec_driver_sql(statement).close()
        connection.execute(text(SEEDS[engine][0]))
        for beginning in range(first, last + 1, BATCH):
            _batch(connection, locks, (interview_id, decision_id), beginning, min(last, beginning + BATCH - 1))
        for statement in AFTERWARDS[engine]:
            connection.exec_driver_sql(statement).close()
    cases.dispose()
    locks.dispose()


def hand_in(url: str, interview_ids: list[UUID], decision_id: UUID) -> None:
    """Have these interviews count as handed in, each with a copy of the decision that waits.

    They can no longer be opened: their state is bound into their seal.
    """
    engine = open_engine(url)
    shape = (lambda one: one.hex) if is_sqlite(url) else str
    with engine.connect() as connection:
        for interview_id in interview_ids:
            change = "UPDATE interviews SET state = 'submitted' WHERE id = :id"
            connection.execute(text(change), {"id": shape(interview_id)})
            _copy_decision(connection, shape(interview_id), shape(decision_id), shape(uuid4()))
    engine.dispose()


def _copy_decision(connection: Connection, interview_id: str, decision_id: str, new_id: str) -> None:
    columns = [column.name for column in CASES.tables["decisions"].columns]
    new = {"id": ":new_id", "interview_id": "of.id", "case_id": "of.case_id"}
    values = ", ".join(new.get(name, f"old.{name}") for name in columns)
    rows = f"SELECT {values} FROM decisions AS old, interviews AS of WHERE old.id = :old AND of.id = :interview"  # noqa: S608 -- our own names
    given = {"new_id": new_id, "old": decision_id, "interview": interview_id}
    connection.execute(text(f"INSERT INTO decisions ({', '.join(columns)}) {rows}"), given)


def _batch(connection: Connection, locks: Engine, ids: tuple[UUID, UUID], first: int, last: int) -> None:
    engine = connection.dialect.name
    words, template = WORDS[engine], _template(connection, *ids)
    connection.execute(text("DELETE FROM seeds"))
    connection.exec_driver_sql("BEGIN")
    connection.execute(text(SEEDS[engine][1]), {"first": first, "last": last})
    new_case = {"id": "seeds.case_id", "reference_lookup": words["lookup"], "changed_on": words["earlier"]}
    _copy(connection, template, "cases", new_case, "old.id = :case_id")
    _copy(connection, template, "grants", {"case_id": "seeds.case_id"}, "old.case_id = :case_id")
    new_interview = {"id": "seeds.interview_id", "case_id": "seeds.case_id", "state": STATE}
    new_interview |= {"changed_on": words["earlier"]}
    _copy(connection, template, "interviews", new_interview, "old.id = :interview_id")
    author = {"interview_id": "seeds.interview_id"}
    _copy(connection, template, "interview_authors", author, "old.interview_id = :interview_id")
    decision = {"id": words["new_id"], "case_id": "seeds.case_id", "interview_id": "seeds.interview_id"}
    # Behind the real ones: the reference of a copy cannot be opened.
    decision |= {"asked_at": words["late"]}
    _copy(connection, template, "decisions", decision, "old.id = :decision_id AND seeds.n % 2 = 1")
    # Before the beginning of the trail, so that its end stays the end.
    event = {"sequence": f"-({EVENTS} * seeds.n + old.revision)", "id": words["new_id"]}
    event |= {"case_id": "seeds.case_id", "interview_id": "seeds.interview_id"}
    some = f"old.interview_id = :interview_id AND old.revision BETWEEN 1 AND {EVENTS}"
    _copy(connection, template, "audit_events", event, some)
    _copy_locks(locks, template["case_id"], connection.execute(text("SELECT case_id FROM seeds")).scalars().all())
    connection.exec_driver_sql("COMMIT")


def _template(connection: Connection, interview_id: UUID, decision_id: UUID) -> Mapping[str, object]:
    """The ids of what is copied, as this engine keeps them."""
    shape = (lambda one: one.hex) if connection.dialect.name == "sqlite" else str
    kept = shape(interview_id)
    found = text("SELECT organisation_id, case_id, id AS interview_id FROM interviews WHERE id = :id")
    return {**connection.execute(found, {"id": kept}).mappings().one(), "decision_id": shape(decision_id)}


def _copy(
    connection: Connection, template: Mapping[str, object], table: str, new: Mapping[str, str], where: str
) -> None:
    columns = [column.name for column in CASES.tables[table].columns]
    values = ", ".join(new.get(name, f"old.{name}") for name in columns)
    # Every key begins with the organisation; without it the whole table would be read.
    rows = (
        f"SELECT {values} FROM {table} AS old CROSS JOIN seeds WHERE old.organisation_id = :organisation_id AND {where}"  # noqa: S608 -- our own names
    )
    used = {name: value for name, value in template.items() if f":{name}" in rows}
    connection.execute(text(f"INSERT INTO {table} ({', '.join(columns)}) {rows}"), used)


def _copy_locks(locks: Engine, case_id: object, new_ids: Sequence[object]) -> None:
    columns = [column.name for column in KEYSTORE.tables["server_locks"].columns]
    values = ", ".join(":new" if name == "case_id" else name for name in columns)
    statement = (
        f"INSERT INTO server_locks ({', '.join(columns)}) SELECT {values} FROM server_locks WHERE case_id = :old"  # noqa: S608 -- our own names
    )
    with locks.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        connection.execute(text(statement), [{"new": new_id, "old": case_id} for new_id in new_ids])
        connection.exec_driver_sql("COMMIT")
