"""The row of a transfer, as the rest of the program knows it."""

from typing import Any

from interview.casework.transfers import Side, Transfer, TransferState


def transfer_of(row: Any) -> Transfer:
    """The transfer in a row. Whether anybody vouches for it is not looked at here."""
    return Transfer(
        id=row.id,
        organisation_id=row.organisation_id,
        case_id=row.case_id,
        sender=Side(row.sender_id, row.sender_team_id),
        receiver=Side(row.receiver_id, row.receiver_team_id),
        sender_key_id=row.sender_key_id,
        receiver_key_id=row.receiver_key_id,
        state=TransferState(row.state),
        proposed_by=row.proposed_by,
        proposed_on=row.proposed_on,
        changed_on=row.changed_on,
        answered_by=row.answered_by,
        caseworker_id=row.caseworker_id,
    )


def columns_of(transfer: Transfer, mac: bytes) -> dict[str, Any]:
    """What stands in clear about a transfer, and who vouches for it."""
    return {
        "organisation_id": transfer.organisation_id,
        "id": transfer.id,
        "case_id": transfer.case_id,
        "sender_id": transfer.sender.organisation_id,
        "sender_team_id": transfer.sender.team_id,
        "sender_key_id": transfer.sender_key_id,
        "receiver_id": transfer.receiver.organisation_id,
        "receiver_team_id": transfer.receiver.team_id,
        "receiver_key_id": transfer.receiver_key_id,
        "state": transfer.state.value,
        "proposed_by": transfer.proposed_by,
        "proposed_on": transfer.proposed_on,
        "changed_on": transfer.changed_on,
        "answered_by": transfer.answered_by,
        "caseworker_id": transfer.caseworker_id,
        "mac": mac,
    }
