"""What a rehearsal of recovery opens: laid when an organisation is made, or at the next start after that."""

from contextlib import suppress
from uuid import UUID

from sqlalchemy import insert, select

from interview.store import binding, principals
from interview.store.desk import Desk
from interview.store.tables.canaries import CanaryRow
from interview.store.tables.people import OrganisationRow
from interview.vault.handing import seal_to
from interview.vault.keypairs import PublicKey
from interview.vault.kinds import SealKind
from interview.vault.refusals import Broken

CANARY = b"nothing is in here"


def lay_canary(desk: Desk, organisation_id: UUID, public: PublicKey) -> None:
    """Seal what a rehearsal opens to a new recovery key."""
    context = binding.canary(organisation_id)
    sealed = seal_to(public, CANARY, context=context, kind=SealKind.CANARY)
    desk.transaction.write(insert(CanaryRow), {"organisation_id": organisation_id, "canary_sealed": sealed})


def lay_missing_canaries(desk: Desk) -> None:
    """For organisations from before there were any."""
    known = select(CanaryRow.organisation_id)
    for (organisation_id,) in desk.transaction.rows(select(OrganisationRow.id).where(OrganisationRow.id.not_in(known))):
        # Nothing is sealed to a key that nobody vouches for.
        with suppress(Broken):
            lay_canary(desk, organisation_id, principals.recovery(desk, organisation_id)[0].public)
    desk.commit()
