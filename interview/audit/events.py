"""What is worth recording: a closed list, in the past tense. Each event declares exactly the keys of its detail.

Who did it, when, and to which case, interview or account stands beside the detail, as ids. A detail holds ids, codes,
counts and links: never an answer, a name, a passphrase, a search, or the page or question that would give an answer
away. What an event's flags or set-aside answers were is read in the interview, by those who may.
"""

from enum import StrEnum


class Event(StrEnum):
    """Everything that is recorded. The value stands in the trail and is never used again with another meaning."""

    detail_keys: frozenset[str]

    def __new__(cls, value: str, *detail_keys: str) -> "Event":
        event = str.__new__(cls, value)
        event._value_ = value
        event.detail_keys = frozenset(detail_keys)
        return event

    @property
    def saves(self) -> bool:
        """Whether the event comes with a new revision of an interview, whose link stands in its detail."""
        return "link" in self.detail_keys

    INTERVIEW_BEGUN = "interview:begun", "link"
    INTERVIEW_PAGE_SAVED = "interview:page:saved", "link"
    INTERVIEW_LANGUAGES_CHANGED = "interview:languages:changed", "link"
    INTERVIEW_PAUSED = "interview:paused", "link"
    INTERVIEW_RESUMED = "interview:resumed", "link"
    INTERVIEW_STOPPED = "interview:stopped", "link"
    INTERVIEW_NOT_STARTED = "interview:not_started", "link"
    INTERVIEW_SUBMITTED = "interview:submitted", "link"
    INTERVIEW_RETURNED = "interview:returned", "link"
    INTERVIEW_ACCEPTED = "interview:accepted", "link"
    INTERVIEW_WITHDRAWN = "interview:withdrawn", "link"
    INTERVIEW_AMENDED = "interview:amended", "link"
    INTERVIEW_RECEIVED = "interview:received", "link"
    INTERVIEW_REASSIGNED = "interview:reassigned"

    ANSWERS_SET_ASIDE = "answers:set_aside", "count"
    ANSWERS_RESTORED = "answers:restored", "count"
    ANSWERS_DROPPED = "answers:dropped", "count"
    ANSWERS_READ = "answers:read", "class"

    IDENTITY_OPENED = "identity:opened", "purpose"
    IDENTITY_HIDDEN = "identity:hidden"

    CARD_WRITTEN = "card:written", "digest"
    CARD_SHOWN = "card:shown"
    PEOPLE_SEARCHED = "people:searched", "count"
    OWN_PEOPLE_SEARCHED = "people:own:searched", "count"
    LEDGER_FOLDED = "ledger:folded", "count"
    LOOK_ALIKE_FOUND = "look_alike:found"
    LOOK_ALIKE_DECIDED = "look_alike:decided", "decision"

    RETENTION_SET = "retention:set"
    RETENTION_POSTPONED = "retention:postponed"
    ERASURE_WISHED = "erasure:wished"
    ERASURE_ASKED = "erasure:asked"
    ERASURE_APPROVED = "erasure:approved"
    ERASURE_CALLED_OFF = "erasure:called_off"

    CONSENT_RECORDED = "consent:recorded"
    CONSENT_REFUSED = "consent:refused"

    ASSESSMENT_MADE = "assessment:made", "rule_version", "weights_version"
    ASSESSMENT_READ = "assessment:read"
    PROPOSAL_RECORDED = "proposal:recorded", "digest"
    FLAGS_RAISED = "flags:raised", "count"

    DECISION_ASKED = "decision:asked", "decision", "digest"
    DECISION_READ = "decision:read", "decision"
    DECISION_TAKEN = "decision:taken", "decision"
    DECISION_CONFIRMED = "decision:confirmed", "decision"
    DECISION_OVERRIDDEN = "decision:overridden", "decision"
    DECISION_RETURNED = "decision:returned", "decision", "count"
    DECISION_PIN_ANSWERED = "decision:pin:answered", "decision"
    DECISION_ESCALATED = "decision:escalated", "decision"
    DECISION_VOIDED = "decision:voided", "decision"
    ELIGIBILITY_DECIDED = "decision:eligibility:decided", "decision"
    DECISION_TOLD = "decision:told", "decision"
    DECISION_COPY_GIVEN = "decision:copy:given", "decision"
    DECISION_LEFT_STANDING = "decision:left_standing", "decision"
    RECONSIDERATION_ASKED = "decision:reconsideration:asked", "decision"

    RECORD_BEGUN = "record:begun", "link"
    SUMMARY_MADE = "record:summary:made"
    CASE_LINKED = "case:linked", "link"
    RECORD_SAVED = "record:saved", "link"
    ENTRY_AMENDED = "entry:amended", "link"
    ENTRY_STRUCK = "entry:struck", "link"
    CLOSURE_ASKED = "closure:asked", "link"
    CLOSURE_APPROVED = "closure:approved", "link"
    CLOSURE_SENT_BACK = "closure:sent_back", "link"
    JOURNEY_ASKED = "journey:asked", "link"
    JOURNEY_ALLOWED = "journey:allowed", "link"
    JOURNEY_NOT_ALLOWED = "journey:not_allowed", "link"
    PAYMENT_ASKED = "payment:asked", "link"
    PAYMENT_APPROVED = "payment:approved", "link"
    PAYMENT_NOT_APPROVED = "payment:not_approved", "link"
    ITINERARY_SHOWN = "journey:itinerary:shown"
    CASE_REOPENED = "case:reopened", "link"

    REFERRAL_SENT = "referral:sent", "referral", "link"
    REFERRAL_HANDED_OVER = "referral:handed_over", "referral", "link"
    REFERRAL_REVOKED = "referral:revoked", "referral", "link"
    REFERRAL_PRINTED = "referral:printed", "referral", "link"
    REFERRAL_ASKED = "referral:asked", "referral"
    REFERRAL_READ = "referral:read", "referral"
    REFERRAL_ACCEPTED = "referral:accepted", "referral"
    REFERRAL_DECLINED = "referral:declined", "referral"
    REFERRAL_GIVEN_ON = "referral:given_on", "referral"
    REFERRAL_RECEIVED = "referral:received", "referral"
    REFERRAL_OPENED = "referral:opened", "referral"
    REFERRAL_TAKEN_ON = "referral:taken_on", "referral"
    REFERRAL_DONE = "referral:done", "referral"
    REFERRAL_STOPPED = "referral:stopped", "referral"
    REFERRAL_EXPIRED = "referral:expired", "referral"
    REFERRAL_TAKEN_BACK = "referral:taken_back", "referral"
    REFERRAL_SETTLED = "referral:settled", "referral"
    REFERRALS_TAKEN = "referral:takers:changed", "team"

    URGENT_BEGUN = "urgent:begun", "link"
    URGENT_SAVED = "urgent:saved", "link"

    CASE_OPENED = "case:opened"
    CASE_DESTROYED = "case:destroyed"
    CASE_GRANTED = "case:granted", "principal", "epoch"
    CASE_GRANT_REMOVED = "case:grant:removed", "principal", "epoch"

    TRANSFER_PROPOSED = "transfer:proposed", "transfer"
    TRANSFER_ACCEPTED = "transfer:accepted", "transfer"
    TRANSFER_DECLINED = "transfer:declined", "transfer"
    TRANSFER_WITHDRAWN = "transfer:withdrawn", "transfer"
    TRANSFER_STOPPED = "transfer:stopped", "transfer"
    TRANSFER_COMPLETED = "transfer:completed", "transfer", "key_id"
    TRANSFER_RECEIVED = "transfer:received", "transfer"

    ATTACHMENT_ADDED = "attachment:added", "attachment", "kind"
    ATTACHMENTS_LISTED = "attachment:listed"
    ATTACHMENT_READ = "attachment:read", "attachment", "class", "step"
    ATTACHMENT_COPIED = "attachment:copied", "attachment", "copy", "step"
    ATTACHMENT_REMOVED = "attachment:removed", "attachment", "reason"
    ATTACHMENTS_MOVED = "attachment:moved", "count"

    ALERT_RAISED = "alert:raised", "about"
    ALERT_PASSED_ON = "alert:passed_on"
    ALERT_ACKNOWLEDGED = "alert:acknowledged"
    SHIFT_PLANNED = "duty:shift:planned", "team"
    SHIFT_REMOVED = "duty:shift:removed", "team"
    CONTACT_CHANGED = "duty:contact:changed"
    CLOCK_STARTED = "clock:started"
    CLOCK_STOPPED = "clock:stopped"
    ABSENCE_PLANNED = "absence:planned", "team", "cover"
    ABSENCE_ENDED = "absence:ended", "team", "cover"

    ACCESS_DENIED = "access:denied"

    SIGNED_IN = "session:signed_in"
    SIGN_IN_FAILED = "session:sign_in:failed"
    SIGNED_OUT = "session:signed_out"
    SESSION_LOCKED = "session:locked", "reason"
    SESSION_UNLOCKED = "session:unlocked"
    UNLOCK_FAILED = "session:unlock:failed"
    SESSION_CONFIRMED = "session:confirmed"
    CONFIRM_FAILED = "session:confirm:failed"
    SESSION_ENDED = "session:ended", "reason"
    PAGE_KEPT = "session:page:kept"
    PAGE_GIVEN_BACK = "session:page:given_back"

    ACCOUNT_CREATED = "account:created", "roles"
    ACCOUNT_DISABLED = "account:disabled"
    ACCOUNT_ENABLED = "account:enabled"
    ACCOUNT_RESET = "account:reset", "key_id"
    ACCOUNT_ROLES_CHANGED = "account:roles:changed", "roles"
    ACCOUNT_OFFICE_CHANGED = "account:office:changed", "office"
    FACTOR_SET_UP = "factor:set_up"
    FACTOR_REMOVED = "factor:removed"
    FACTOR_TAKEN_AWAY = "factor:taken_away"
    SPARE_CODES_MADE = "factor:codes:made"
    SPARE_CODE_USED = "factor:code:used"
    CODE_REFUSED = "factor:code:refused"
    PASSPHRASE_CHANGED = "account:passphrase:changed"  # noqa: S105 - an event, not a secret

    ORGANISATION_CREATED = "organisation:created"
    TEAM_CREATED = "team:created", "team"
    TEAM_MEMBER_ADMITTED = "team:member:admitted", "team"
    TEAM_MEMBER_REMOVED = "team:member:removed", "team"
    OFFICE_CREATED = "office:created", "office", "team"
    OFFICE_TEAM_CHANGED = "office:team:changed", "office", "team"

    KEY_CHANGED = "key:changed", "principal", "key_id"
    KEY_CHANGE_SEEN = "key:change:seen", "principal", "key_id"
    TEAM_KEY_CHANGED = "team:key:changed", "team", "key_id"
    TEAM_CASES_SEALED = "team:cases:sealed", "team", "count"

    APPROVAL_ASKED = "approval:asked", "approval", "kind"
    APPROVAL_GIVEN = "approval:given", "approval", "kind"
    APPROVAL_REFUSED = "approval:refused", "approval", "kind"
    APPROVAL_USED = "approval:used", "approval", "kind"

    MASTER_KEY_REPLACED = "keys:master:replaced", "key_id"
    RECOVERY_REHEARSED = "recovery:rehearsed"
    RECOVERY_USED = "recovery:used", "principal", "count"
    RECOVERY_SHARES_MADE = "recovery:shares:made", "key_id"

    BACKUP_MADE = "backup:made"
    BACKUP_RESTORED = "backup:restored", "count"

    SEALED_BYTES_REFUSED = "sealed:refused", "kind"
    TRAIL_EXPORTED = "trail:exported", "count"
