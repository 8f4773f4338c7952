"""What may stand in clear, and what only the vault may fill."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from builders.store import Databases
from sqlalchemy import Table, insert, select
from sqlalchemy.exc import StatementError

from interview.store.columns import SealedColumn
from interview.store.engines import open_engine
from interview.store.tables.every import CASES, CLEAR, KEYSTORE
from interview.store.tables.people import AttemptRow, RecoveryCopyRow

TABLES = [*CASES.sorted_tables, *KEYSTORE.sorted_tables]

SEALED = {
    "organisations.name_sealed",
    "recovery_copies.secret_sealed",
    "teams.name_sealed",
    "teams.recovery_sealed",
    "offices.name_sealed",
    "accounts.name_sealed",
    "accounts.secret_sealed",
    "factors.secret_sealed",
    "memberships.secret_sealed",
    "sessions.secret_sealed",
    "kept_bodies.body_sealed",
    "cases.reference_sealed",
    "cases.link_key_sealed",
    "grants.grant_sealed",
    "interviews.content_sealed",
    "judgements.content_sealed",
    "decision_steps.content_sealed",
    "audit_events.detail_sealed",
    "server_locks.lock_sealed",
    "head_keys.key_sealed",
    "signing_keys.key_sealed",
    "canaries.canary_sealed",
    "server_keys.key_sealed",
    "former_team_keys.secret_sealed",
    "wanted_offices.name_sealed",
    "contacts.contact_sealed",
    "attachments.manifest_sealed",
    "attachment_chunks.content_sealed",
    "clocks.content_sealed",
    "referrals.preview_sealed",
    "referrals.reply_sealed",
    "referrals.package_sealed",
    "referral_keys.key_sealed",
    "postponements.reason_sealed",
    "erasure_requests.reason_sealed",
    "ledgers.key_sealed",
    "ledgers.extract_sealed",
    "ledger_records.record_sealed",
    "transfers.proposal_sealed",
    "transfers.notice_sealed",
    "transfers.answer_sealed",
}


def sealed_columns(table: Table) -> set[str]:
    return {column.name for column in table.columns if isinstance(column.type, SealedColumn)}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_every_column_is_sealed_or_on_the_closed_list_of_what_is_clear(table: Table) -> None:
    clear = {column.name for column in table.columns} - sealed_columns(table)

    assert clear == CLEAR[table.name]


def test_the_closed_list_names_no_table_that_is_not_there() -> None:
    assert set(CLEAR) == {table.name for table in TABLES}


def test_every_sealed_column_is_listed() -> None:
    found = {f"{table.name}.{name}" for table in TABLES for name in sealed_columns(table)}

    assert found == SEALED


@pytest.mark.parametrize("table", CASES.sorted_tables, ids=lambda table: str(table.name))
def test_keys_of_case_data_begin_with_the_organisation(table: Table) -> None:
    of_no_case = {"organisations", "sessions", "attempts", "ticks"}

    first = next(iter(table.primary_key.columns)).name

    assert first == "organisation_id" or table.name in of_no_case


def test_a_sealed_column_takes_only_what_the_vault_sealed(databases: Databases) -> None:
    engine = open_engine(databases.cases)
    plain = insert(RecoveryCopyRow).values(organisation_id=None, pair=1, secret_sealed=b"an answer")

    with engine.connect() as connection, pytest.raises(StatementError) as refused:
        connection.execute(plain)

    engine.dispose()
    assert isinstance(refused.value.orig, TypeError)
    assert "an answer" not in str(refused.value)


def test_a_moment_keeps_its_microseconds_and_comes_back_in_utc(databases: Databases) -> None:
    engine = open_engine(databases.cases)
    in_bangkok = datetime(2026, 11, 24, 16, 0, 0, 123456, tzinfo=timezone(timedelta(hours=7)))

    with engine.connect() as connection:
        connection.execute(insert(AttemptRow).values(lookup=b"x", count=1, last_at=in_bangkok))
        moment = connection.execute(select(AttemptRow.last_at)).scalar_one()

    engine.dispose()
    assert moment == in_bangkok
    assert moment.tzinfo is UTC


def test_a_moment_without_a_time_zone_is_refused(databases: Databases) -> None:
    engine = open_engine(databases.cases)
    naive = datetime(2026, 11, 24, 9, 0)  # noqa: DTZ001 - what must be refused

    with engine.connect() as connection, pytest.raises(StatementError):
        connection.execute(insert(AttemptRow).values(lookup=b"x", count=1, last_at=naive))

    engine.dispose()
