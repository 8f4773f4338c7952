"""What was done to an account by somebody else: kept until its owner has read it."""

from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select

from interview.casework.actors import Actor
from interview.store.desk import Desk
from interview.store.records import AccountNotice, AccountNoticeKind
from interview.store.tables.factors import AccountNoticeRow


class AccountNotices:
    """The notices of accounts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def add(self, organisation_id: UUID, account_id: UUID, kind: AccountNoticeKind) -> None:
        """Tell the owner of an account, at their next sign-in."""
        self._desk.transaction.write(
            insert(AccountNoticeRow),
            {
                "organisation_id": organisation_id,
                "id": uuid4(),
                "account_id": account_id,
                "kind": kind.value,
                "noted_on": self._desk.now.date(),
            },
        )

    def unread(self, actor: Actor) -> tuple[AccountNotice, ...]:
        """What the person at work has not read, oldest first."""
        mine = (
            AccountNoticeRow.organisation_id == actor.organisation_id,
            AccountNoticeRow.account_id == actor.account_id,
        )
        columns = select(AccountNoticeRow.kind, AccountNoticeRow.noted_on).where(*mine)
        rows = self._desk.transaction.rows(columns.order_by(AccountNoticeRow.noted_on, AccountNoticeRow.id))
        return tuple(AccountNotice(AccountNoticeKind(row.kind), row.noted_on) for row in rows)

    def read(self, actor: Actor) -> None:
        """The person at work has read them all."""
        here = (
            AccountNoticeRow.organisation_id == actor.organisation_id,
            AccountNoticeRow.account_id == actor.account_id,
        )
        self._desk.transaction.write(delete(AccountNoticeRow).where(*here))
