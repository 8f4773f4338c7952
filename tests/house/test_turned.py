"""Every sealed column and every MAC is either brought under a new master key, or says why it need not be."""

import ast

from builders.source import dotted, modules

from interview.store.columns import SealedColumn
from interview.store.tables.every import CASES, KEYSTORE
from interview.store.turned import SEALED, VOUCHED
from interview.vault.master import TURNED, Purpose

UNDER_OTHERS = {
    "kept": "under a key of the server that outlives the master key",
    "case": "under a key of the case",
    "file": "under a key of the file, which lies in a manifest under a key of the case",
    "referral": "under a key of the referral, which lies in the record and is granted to who was asked",
    "grant": "under the server lock of the case, which is brought under the new key itself",
    "extract": "under a key of the extract, which lies beside it under a lock that is turned",
    "public": "sealed to somebody's public key",
    "shares": "under two recovery shares",
}
WHY = {
    "organisations.name_sealed": "kept",
    "teams.name_sealed": "kept",
    "offices.name_sealed": "kept",
    "wanted_offices.name_sealed": "kept",
    "former_team_keys.secret_sealed": "public",
    "accounts.name_sealed": "kept",
    "cases.reference_sealed": "kept",
    "audit_events.detail_sealed": "kept",
    "cases.link_key_sealed": "case",
    "grants.grant_sealed": "grant",
    "recovery_copies.secret_sealed": "shares",
    "teams.recovery_sealed": "public",
    "memberships.secret_sealed": "public",
    "factors.secret_sealed": "public",
    "kept_bodies.body_sealed": "public",
    "contacts.contact_sealed": "kept",
    "attachments.manifest_sealed": "case",
    "attachment_chunks.content_sealed": "file",
    "clocks.content_sealed": "case",
    "referrals.preview_sealed": "referral",
    "referrals.reply_sealed": "referral",
    "referrals.package_sealed": "referral",
    "referral_keys.key_sealed": "grant",
    "postponements.reason_sealed": "case",
    "erasure_requests.reason_sealed": "case",
    "canaries.canary_sealed": "public",
    "ledgers.key_sealed": "grant",
    "ledgers.extract_sealed": "extract",
    "ledger_records.record_sealed": "grant",
    "transfers.proposal_sealed": "case",
    "transfers.notice_sealed": "public",
    "transfers.answer_sealed": "public",
}
OF_A_CASE = {"interviews", "interview_entries", "judgements", "decision_steps"}
"""Tables whose sealed columns all lie under keys of the case."""


def tables() -> dict[str, list[str]]:
    return {
        table.name: [column.name for column in table.columns if isinstance(column.type, SealedColumn)]
        for database in (CASES, KEYSTORE)
        for table in database.tables.values()
    }


def test_every_sealed_column_is_turned_or_says_why_not() -> None:
    turned = {f"{one.table}.{one.column}" for one in SEALED}
    every = {f"{table}.{column}" for table, columns in tables().items() for column in columns if table not in OF_A_CASE}

    assert turned | set(WHY) == every
    assert not turned & set(WHY)
    assert set(WHY.values()) <= set(UNDER_OTHERS)


def test_every_mac_is_vouched_for_anew() -> None:
    # The head of the trail is vouched for by a key of the hour, which is turned as a sealed column.
    elsewhere = {"audit_heads"}

    with_mac = {
        table.name for database in (CASES, KEYSTORE) for table in database.tables.values() if "mac" in table.columns
    }

    assert {one.table for one in VOUCHED} == with_mac - elsewhere


def test_only_what_is_turned_is_sealed_with_purposes_that_turn() -> None:
    # Whoever seals under a purpose that turns has to stand in `SEALED`, or a rotation would lose what they sealed.
    may = {"store/keystore.py", "store/turned.py", "store/rotating.py", "vault/locks.py", "vault/master.py"}
    may |= {"vault/turning.py", "store/hour_keys.py", "store/signing_keys.py"}
    words = {f"Purpose.{purpose.name}" for purpose in TURNED}

    users = {
        module.place
        for module in modules()
        if any(isinstance(node, ast.Attribute) and dotted(node) in words for node in module.nodes)
    }

    assert users <= may


def test_purposes_that_turn_are_few() -> None:
    assert {Purpose.KEYSTORE, Purpose.ACCOUNT_LOCK, Purpose.SESSION, Purpose.MAC} == TURNED
