"""Cases: made with two locks, and destroyed by destroying one of them."""

import secrets
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, insert, select, update

from interview.casework.actors import Actor
from interview.casework.cases import CaseStage
from interview.store import granting, names, principals
from interview.store.casekeys import CaseKeys, grant_columns, new_keys, open_keys
from interview.store.desk import Desk, at_work
from interview.store.erasing import erase
from interview.store.granted import GRANT, by_name, granted, to_me
from interview.store.keystore import FIRST_EPOCH
from interview.store.principals import Principal
from interview.store.records import Case
from interview.store.revocation_file import RevocationKind, Taken
from interview.store.tables.cases import CaseRow, GrantRow
from interview.vault.refusals import Broken

REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What a reference is made of: nothing that is misread or misheard for another."""

_COLUMNS = (
    CaseRow.id.label("case_id"),
    CaseRow.organisation_id,
    CaseRow.founding_id,
    CaseRow.reference_sealed,
    CaseRow.link_key_sealed,
    CaseRow.stage,
    CaseRow.team_id,
    CaseRow.office_id,
    CaseRow.creator_id,
    CaseRow.urgent,
    CaseRow.opened_on,
    CaseRow.changed_on,
)
_CASE = granted(select(*_COLUMNS, *GRANT).select_from(CaseRow), CaseRow.organisation_id, CaseRow.id).where(
    CaseRow.id == bindparam("case_id")
)


class Cases:
    """The cases of an organisation."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._keys: dict[UUID, CaseKeys] = {}

    def create(self, actor: Actor) -> Case:
        """A new case, granted to its creator, to the supervising team and to recovery.

        Its server lock is durable in the keystore before the case is in the database: no case is ever without one.
        Raises `LookupError` when no team supervises the actor's office.
        """
        desk, organisation_id, case_id = self._desk, actor.organisation_id, uuid4()
        to = self._granted_to(actor)
        lock = desk.keystore.add_lock(organisation_id, case_id)
        keys, link_key_sealed = new_keys(organisation_id, case_id)
        reference = self._new_reference(organisation_id)
        team_id = to[1].id
        today = desk.now.date()
        desk.transaction.write(
            insert(CaseRow),
            {
                "organisation_id": organisation_id,
                "id": case_id,
                "founding_id": organisation_id,
                "reference_lookup": names.reference_lookup(desk.master, reference),
                "reference_sealed": desk.seal_name("case", organisation_id, case_id, reference),
                "link_key_sealed": link_key_sealed,
                "stage": CaseStage.OPEN.value,
                "urgent": False,
                "team_id": team_id,
                "office_id": actor.office_id,
                "creator_id": actor.account_id,
                "opened_on": today,
                "changed_on": today,
            },
        )
        grants = [grant_columns(keys, principal, lock, FIRST_EPOCH) for principal in to]
        desk.transaction.write(insert(GrantRow), [{"organisation_id": organisation_id, **one} for one in grants])
        self._keys[case_id] = keys
        return Case(
            id=case_id,
            organisation_id=organisation_id,
            founding_id=organisation_id,
            reference=reference,
            stage=CaseStage.OPEN,
            team_id=team_id,
            office_id=actor.office_id,
            creator_id=actor.account_id,
            urgent=False,
            opened_on=today,
            changed_on=today,
        )

    def get(self, case_id: UUID) -> Case | None:
        """A case that was granted to the person at work or a team of theirs; None for every other. Raises `Broken`."""
        row = self._row(case_id)
        return None if row is None else self._read(row)

    def move(self, case_id: UUID, stage: CaseStage) -> None:
        """Set the stage."""
        self._change(case_id, {"stage": stage.value})

    def flag(self, case_id: UUID, *, urgent: bool) -> None:
        """Say whether help is urgent."""
        self._change(case_id, {"urgent": urgent})

    def keys(self, case_id: UUID) -> CaseKeys:
        """What opens a case. Raises `Broken`, also without a grant."""
        if case_id not in self._keys:
            row = self._row(case_id)
            if row is None:
                raise Broken
            with self._desk.suspecting("case", row.organisation_id, case_id=case_id):
                self._keys[case_id] = open_keys(self._desk, row.organisation_id, row)
        return self._keys[case_id]

    def let_in(self, case_id: UUID, account_id: UUID) -> int:
        """Let an account into a case; gives the epoch of its grants. Raises `Broken`."""
        return granting.admit(self._desk, self.keys(case_id), account_id)

    def remove_grant(self, case_id: UUID, principal_id: UUID) -> int:
        """Take an account or a team out of a case; gives the new epoch. Raises `LookupError`, `Broken`."""
        return granting.remove(self._desk, self.keys(case_id), principal_id)

    def forget(self, case_id: UUID) -> None:
        """The keys of a case were replaced: they are looked up anew."""
        self._keys.pop(case_id, None)

    def destroy(self, case_id: UUID, certificate_id: UUID | None = None) -> None:
        """Make a case unreadable for everybody, at once and for good, and take its rows away.

        First it stands in the revocation ledger, so that no restored backup brings it back. Then intent, destruction,
        completion: whatever is cut off in between is finished at the next start. What was changed before in this work
        is committed first. May be repeated. `certificate_id`: the certificate that this completes.
        """
        organisation_id = at_work(self._desk).actor.organisation_id
        self._desk.revoking.append((Taken(RevocationKind.ERASURE, organisation_id, case_id), False))
        self._desk.commit()
        erase(self._desk, organisation_id, case_id, certificate_id)
        self._keys.pop(case_id, None)

    def _granted_to(self, actor: Actor) -> tuple[Principal, Principal, Principal]:
        desk, organisation_id = self._desk, actor.organisation_id
        recovery, team_id = principals.recovery(desk, organisation_id)
        if actor.office_id is not None:
            team_id = principals.team_of_office(desk, organisation_id, actor.office_id)
        if team_id is None:
            raise LookupError("no team supervises here")
        creator = principals.account(desk, organisation_id, actor.account_id)
        return creator, principals.team(desk, organisation_id, team_id), recovery

    def _new_reference(self, organisation_id: UUID) -> str:
        """Nine letters in groups of three, for people to say; random, and in use nowhere else here."""
        known = select(CaseRow.id).where(CaseRow.organisation_id == organisation_id)
        while True:
            letters = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(9))
            reference = "-".join((letters[:3], letters[3:6], letters[6:]))
            lookup = names.reference_lookup(self._desk.master, reference)
            if self._desk.transaction.row(known.where(CaseRow.reference_lookup == lookup)) is None:
                return reference

    def _row(self, case_id: UUID) -> Any:
        return self._desk.transaction.row(_CASE, {**to_me(self._desk), "case_id": case_id})

    def _read(self, row: Any) -> Case:
        with self._desk.suspecting("name", row.organisation_id, case_id=row.case_id):
            reference = self._desk.open_name("case", row.founding_id, row.case_id, row.reference_sealed)
        return Case(
            id=row.case_id,
            organisation_id=row.organisation_id,
            founding_id=row.founding_id,
            reference=reference,
            stage=CaseStage(row.stage),
            team_id=row.team_id,
            office_id=row.office_id,
            creator_id=row.creator_id,
            urgent=row.urgent,
            opened_on=row.opened_on,
            changed_on=row.changed_on,
            granted_to=by_name(row),
        )

    def _change(self, case_id: UUID, values: dict[str, Any]) -> None:
        here = (CaseRow.organisation_id == at_work(self._desk).actor.organisation_id, CaseRow.id == case_id)
        self._desk.write_one(update(CaseRow).where(*here).values(**values, changed_on=self._desk.now.date()))
