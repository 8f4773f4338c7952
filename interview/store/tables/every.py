"""Every table of both databases, and the closed list of columns that stand in clear."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import MetaData

from interview.store.tables import (
    approvals,
    attachments,
    canaries,
    cases,
    decisions,
    factors,
    keeping,
    kept_keys,
    ledgers,
    locks,
    people,
    referrals,
    signing,
    trail,
    transfers,
    watch,
)
from interview.store.tables.rows import Row

CASES: MetaData = Row.metadata
"""The case database. (Importing the modules above is what fills it.)"""

KEYSTORE: MetaData = locks.LockRow.metadata
"""The keystore."""

MODULES = (
    people,
    factors,
    approvals,
    cases,
    decisions,
    attachments,
    transfers,
    referrals,
    trail,
    watch,
    locks,
    kept_keys,
    keeping,
    ledgers,
    signing,
    canaries,
)

CLEAR: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        table: frozenset(columns.split())
        for table, columns in {
            # Who works here. Ids, roles, and what is vouched for by a MAC: public keys, epochs.
            "organisations": "id demonstration team_id public_key epoch mac",
            "recovery_copies": "organisation_id pair",
            "canaries": "organisation_id",
            "teams": "organisation_id id public_key epoch mac",
            "offices": "organisation_id id team_id epoch mac",
            "accounts": "organisation_id id name_lookup roles office_id active public_key key_id epoch mac "
            "lock_id factor_id",
            "memberships": "organisation_id team_id account_id key_id epoch mac",
            # What needs two people: who asked for what kind of thing, how far it is; keys that have changed.
            "approvals": "organisation_id id kind subject_id other_id asked_by answered_by state ends_at epoch mac",
            "wanted_offices": "organisation_id id team_id",
            "changed_keys": "organisation_id principal_id key_id principal_kind changed_by changed_on seen_by",
            "former_team_keys": "organisation_id team_id key_id",
            # Sessions: left out of backups.
            "sessions": "lookup id organisation_id account_id account_epoch level begun_at authenticated_at seen_at "
            "ends_at",
            "kept_bodies": "organisation_id id account_id kept_at",
            "attempts": "lookup count last_at",
            # Second factors: the time step used last, HMACs of spare codes. Notices: of which kind, and the day.
            "factors": "organisation_id id account_id last_step mac",
            "spare_codes": "organisation_id factor_id lookup",
            "account_notices": "organisation_id id account_id kind noted_on",
            # P0 of cases: random ids, coarse state, urgent flag, form and version, office, assignee, authors, days.
            "cases": "organisation_id id founding_id reference_lookup stage urgent team_id office_id creator_id "
            "opened_on changed_on retain_until",
            "grants": "organisation_id case_id principal_id principal_kind key_id epoch",
            "interviews": "organisation_id id case_id form version digest state revision assignee_id team_id urgent "
            "changed_on",
            "interview_authors": "organisation_id interview_id account_id",
            "judgements": "organisation_id interview_id revision case_id author_id",
            "read_marks": "organisation_id interview_id session_id sensitivity noted_at",
            # Decisions: ids, where one stands and what it waits for, days and due moments; an HMAC of what it is about.
            "decisions": "organisation_id id case_id interview_id revision team_id state steps waiting urgent "
            "proposer_id taken_by decided_by previous_id digest asked_at due_at open_pins",
            "decision_steps": "organisation_id decision_id number actor_id kind happened_on",
            "decision_parties": "organisation_id decision_id account_id part",
            "erasures": "organisation_id case_id asked_on certificate_id",
            # Files: ids, the day, whether all of it is here. Never what it is called, what it is, or its exact size.
            "attachments": "organisation_id id case_id interview_id added_by changed_on revision whole",
            "attachment_chunks": "organisation_id attachment_id number",
            # Transfers: which team gives a case to which, the ids of their keys, how far it is, days. Never why.
            "transfers": "organisation_id id case_id sender_id sender_team_id sender_key_id receiver_id "
            "receiver_team_id receiver_key_id state proposed_by proposed_on changed_on answered_by caseworker_id mac",
            # Referrals: who asked whom, where it stands, whose turn it is, days. Never what for, and never about whom.
            "referrals": "organisation_id id case_id interview_id team_id sent_by to_organisation_id to_team_id "
            "to_account_id state waits_for handed opened sent_on due_on changed_on epoch mac",
            "referral_keys": "organisation_id referral_id principal_id principal_kind key_id",
            "receiving_teams": "organisation_id team_id since_on",
            # Keeping: ids, days, and until when a session sees who somebody is. Never why.
            "identity_openings": "organisation_id case_id session_id until_at",
            "postponements": "organisation_id id case_id account_id decided_on until_on",
            "erasure_requests": "organisation_id case_id team_id asked_by asked_on approval_id",
            "certificates": "organisation_id id team_id asked_by approved_by asked_on destroyed_on unreadable_from",
            # Ledgers: ids, whose team reads one, how often it was folded and when last; which cases wait for it.
            "ledgers": "organisation_id kind team_id mac generation extract_id former_id key_id folded_on",
            "ledger_records": "organisation_id id kind case_id written_on key_id",
            "ledger_tombstones": "organisation_id case_id erased_on",
            "look_alikes": "organisation_id case_id team_id found_on",
            # The watch: who is on duty, who was called, that something is due and when. Never what it is.
            "shifts": "organisation_id id team_id account_id from_at until_at",
            "contacts": "organisation_id id",
            "alerts": "organisation_id id team_id case_id interview_id about raised_at first_id next_id everyone "
            "told_at acknowledged_at acknowledged_by",
            "calls": "organisation_id id alert_id account_id channel due_at tries",
            "clocks": "organisation_id id case_id interview_id due_at",
            "absences": "organisation_id id team_id account_id cover_id until_on ended_on",
            "ticks": "name at",
            # The trail: ids, event, day.
            "audit_heads": "organisation_id sequence link key_id mac",
            "audit_events": "organisation_id sequence id event actor_id case_id interview_id account_id revision "
            "happened_on link",
            # The keystore.
            "server_locks": "organisation_id case_id epoch pending",
            "destroyed_locks": "organisation_id case_id destroyed_on",
            "epochs": "organisation_id principal_id epoch pending",
            "head_keys": "id hour",
            "high_water": "organisation_id sequence",
            "signing_keys": "organisation_id public_key sequence",
            "server_keys": "purpose",
            "rotations": "key_id began_at ended_at",
            "revocation_marks": "id number link",
        }.items()
    }
)
"""P0: table → the columns in clear. Everything else is sealed; adding one here is a decision."""
