"""What is decided about an interview, step by step. The database itself keeps deciders apart from authors."""

import sqlalchemy as sa
from alembic import op

revision = "cases_0002"
down_revision = "cases_0001"
branch_labels = None
depends_on = None

# Nobody decides on what they wrote, interpreted, asked for, passed on, or decided before.
_HAD_A_PART = """
    EXISTS (
        SELECT 1 FROM interview_authors
        WHERE interview_authors.organisation_id = NEW.organisation_id
            AND interview_authors.interview_id = NEW.interview_id
            AND interview_authors.account_id = NEW.decided_by
    )
    OR EXISTS (
        SELECT 1 FROM decision_parties
        WHERE decision_parties.organisation_id = NEW.organisation_id
            AND decision_parties.decision_id = NEW.id
            AND decision_parties.account_id = NEW.decided_by
    )
"""
# A later decision about the same interview follows the one before, and so knows who had a part in it.
_FOLLOWS_NOTHING = """
    NEW.previous_id IS NULL AND EXISTS (
        SELECT 1 FROM decisions
        WHERE decisions.organisation_id = NEW.organisation_id AND decisions.interview_id = NEW.interview_id
    )
"""
_REMEMBER = """
    INSERT INTO decision_parties (organisation_id, decision_id, account_id, part)
    VALUES (OLD.organisation_id, OLD.id, OLD.decided_by, 'decided')
    ON CONFLICT DO NOTHING
"""
_CARRY_OVER = """
    INSERT INTO decision_parties (organisation_id, decision_id, account_id, part)
    SELECT organisation_id, NEW.id, account_id, part FROM decision_parties
    WHERE decision_parties.organisation_id = NEW.organisation_id AND decision_parties.decision_id = NEW.previous_id
    ON CONFLICT DO NOTHING
"""
_NOT_ERASED = """
    NOT EXISTS (
        SELECT 1 FROM erasures
        WHERE erasures.organisation_id = OLD.organisation_id AND erasures.case_id = {case_id}
    )
"""
_FIXED = ("organisation_id", "id", "case_id", "interview_id", "revision", "proposer_id", "previous_id", "digest")
_NEVER_CHANGED = ("judgements", "interview_authors", "decision_steps", "decision_parties")
# Whose case a row is. Rows go with their case, when it is erased, and in no other way.
_DECISION = "(SELECT case_id FROM decisions WHERE organisation_id = OLD.organisation_id AND id = OLD.decision_id)"
_INTERVIEW = "(SELECT case_id FROM interviews WHERE organisation_id = OLD.organisation_id AND id = OLD.interview_id)"
_CASE_OF = {
    "decisions": "OLD.case_id",
    "decision_steps": _DECISION,
    "decision_parties": _DECISION,
    "judgements": "OLD.case_id",
    "interview_authors": _INTERVIEW,
}

_APART = "nobody decides on what they had a part in"
_KEPT = "this is never changed"


def upgrade() -> None:
    _tables()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _tables() -> None:
    op.create_table(
        "decisions",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Text(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("proposer_id", sa.Uuid(), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("previous_id", sa.Uuid(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("decided_by <> proposer_id", name=op.f("ck_decisions_decider")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "interview_id"],
            ["interviews.organisation_id", "interviews.id"],
            name=op.f("fk_decisions_interviews"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_decisions")),
    )
    op.create_index(
        "ix_decisions_waiting",
        "decisions",
        ["organisation_id", "team_id", "waiting", "urgent", "asked_at", "id"],
        unique=False,
    )
    op.create_index("uq_decisions_revision", "decisions", ["organisation_id", "interview_id", "revision"], unique=True)
    op.create_table(
        "decision_parties",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "decision_id"],
            ["decisions.organisation_id", "decisions.id"],
            name=op.f("fk_decision_parties_decisions"),
        ),
        sa.PrimaryKeyConstraint(
            "organisation_id", "decision_id", "account_id", "part", name=op.f("pk_decision_parties")
        ),
    )
    op.create_table(
        "decision_steps",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "decision_id"],
            ["decisions.organisation_id", "decisions.id"],
            name=op.f("fk_decision_steps_decisions"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "decision_id", "number", name=op.f("pk_decision_steps")),
    )


def _guard_sqlite() -> None:
    decided = f"NEW.decided_by IS NOT NULL AND ({_HAD_A_PART})"
    refuse_decider = f"SELECT RAISE(ABORT, '{_APART}');"
    refuse_change = f"SELECT RAISE(ABORT, '{_KEPT}');"
    _trigger("decisions_made", "BEFORE INSERT ON decisions", decided, refuse_decider)
    _trigger(
        "decisions_decided",
        "BEFORE UPDATE OF decided_by ON decisions",
        f"NEW.decided_by IS NOT OLD.decided_by AND {decided}",
        refuse_decider,
    )
    _trigger("decisions_follow", "BEFORE INSERT ON decisions", _FOLLOWS_NOTHING, refuse_decider)
    _trigger(
        "decisions_remember",
        "AFTER UPDATE OF decided_by ON decisions",
        "OLD.decided_by IS NOT NULL AND OLD.decided_by IS NOT NEW.decided_by",
        f"{_REMEMBER};",
    )
    _trigger("decisions_carry_over", "AFTER INSERT ON decisions", "NEW.previous_id IS NOT NULL", f"{_CARRY_OVER};")
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in _FIXED)
    _trigger("decisions_fixed", "BEFORE UPDATE ON decisions", changed, refuse_change)
    for table in _NEVER_CHANGED:
        _trigger(f"{table}_never_changed", f"BEFORE UPDATE ON {table}", "1", refuse_change)

    for table, case_id in _CASE_OF.items():
        _trigger(f"{table}_kept", f"BEFORE DELETE ON {table}", _not_erased(case_id), refuse_change)


def _not_erased(case_id: str) -> str:
    return _NOT_ERASED.replace("{case_id}", case_id)


def _trigger(name: str, moment: str, when: str, what: str) -> None:
    op.execute(sa.text(f"CREATE TRIGGER {name} {moment} FOR EACH ROW WHEN {when} BEGIN {what} END"))


def _guard_postgresql() -> None:
    refuse_decider = f"RAISE EXCEPTION '{_APART}' USING ERRCODE = 'check_violation';"
    _function(
        "decisions_made",
        f"""
        IF NEW.decided_by IS NOT NULL AND ({_HAD_A_PART}) THEN {refuse_decider} END IF;
        IF {_FOLLOWS_NOTHING} THEN {refuse_decider} END IF;
        RETURN NEW;
        """,
    )
    _function(
        "decisions_decided",
        f"""
        IF NEW.decided_by IS NOT NULL AND NEW.decided_by IS DISTINCT FROM OLD.decided_by AND ({_HAD_A_PART})
        THEN {refuse_decider} END IF;
        RETURN NEW;
        """,
    )
    _function(
        "decisions_remember",
        f"""
        IF OLD.decided_by IS NOT NULL AND OLD.decided_by IS DISTINCT FROM NEW.decided_by THEN {_REMEMBER}; END IF;
        RETURN NULL;
        """,
    )
    _function("decisions_carry_over", f"{_CARRY_OVER}; RETURN NULL;")
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in _FIXED)
    refuse_change = f"RAISE EXCEPTION '{_KEPT}' USING ERRCODE = 'check_violation';"
    _function("decisions_fixed", f"IF {changed} THEN {refuse_change} END IF; RETURN NEW;")
    _function("never_changed", f"{refuse_change} RETURN NULL;")
    _call("decisions_made", "BEFORE INSERT ON decisions", "decisions_made")
    _call("decisions_decided", "BEFORE UPDATE OF decided_by ON decisions", "decisions_decided")
    _call("decisions_remember", "AFTER UPDATE OF decided_by ON decisions", "decisions_remember")
    _call("decisions_carry_over", "AFTER INSERT ON decisions", "decisions_carry_over")
    _call("decisions_fixed", "BEFORE UPDATE ON decisions", "decisions_fixed")
    for table in _NEVER_CHANGED:
        _call(f"{table}_never_changed", f"BEFORE UPDATE ON {table}", "never_changed")
    for table, case_id in _CASE_OF.items():
        _function(f"{table}_kept", f"IF {_not_erased(case_id)} THEN {refuse_change} END IF; RETURN OLD;")
        _call(f"{table}_kept", f"BEFORE DELETE ON {table}", f"{table}_kept")


def _function(name: str, body: str) -> None:
    # The path is pinned: a table that somebody makes for a session, under the name of a real one, is not looked at.
    path = "SET search_path = public, pg_temp"
    op.execute(sa.text(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {path} AS $$ BEGIN {body} END $$"))


def _call(name: str, moment: str, function: str) -> None:
    op.execute(sa.text(f"CREATE TRIGGER {name} {moment} FOR EACH ROW EXECUTE FUNCTION {function}()"))
