"""When a case is erased, every row of it goes, in whatever table: a new table takes a side here."""

from interview.store.erasing import KEPT, tables_of_cases
from interview.store.tables.every import CASES

NOT_OF_CASES = """
    organisations recovery_copies teams former_team_keys offices wanted_offices accounts account_notices factors
    spare_codes changed_keys memberships sessions kept_bodies attempts approvals audit_heads certificates
    shifts contacts absences ticks canaries ledgers receiving_teams
"""
"""Tables without a row of a case. (An approval names one by id alone, and says who agreed that it went.)"""


def test_every_table_holds_rows_of_cases_and_is_emptied_of_them_or_holds_none() -> None:
    of_cases = {table.name for table in tables_of_cases()}
    naming = {
        name for name, table in CASES.tables.items() if {"case_id", "interview_id", "decision_id"} & {*table.c.keys()}
    }

    assert naming <= of_cases | KEPT
    assert set(CASES.tables) - of_cases - KEPT == set(NOT_OF_CASES.split())


def test_what_hangs_on_others_is_erased_before_them() -> None:
    order = [table.name for table in tables_of_cases()]

    for table in tables_of_cases():
        for key in table.foreign_key_constraints:
            if key.referred_table.name in order and key.referred_table is not table:
                assert order.index(table.name) < order.index(key.referred_table.name)
    assert order[-1] == "cases"
