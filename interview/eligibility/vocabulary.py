"""The closed words of an assessment. Sources are named where a word comes from a rule of law or an instrument."""

from enum import StrEnum


class Status(StrEnum):
    """What is known of one indicator, act or fact. `ABSENT` is only ever said after a question was asked and denied."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"
    REFUSED = "refused"

    @property
    def possible(self) -> bool:
        """Whether a further answer could still make it present."""
        return self in (Status.UNKNOWN, Status.REFUSED)


class Truth(StrEnum):
    """A three-valued finding."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Dimension(StrEnum):
    """The six dimensions of the ILO / European Commission operational indicators (2009)."""

    D1 = "D1"
    D2 = "D2"
    D3 = "D3"
    D4 = "D4"
    D5 = "D5"
    D6 = "D6"


RECRUITMENT = (Dimension.D1, Dimension.D2, Dimension.D3)
MEANS_DIMENSIONS = (Dimension.D1, Dimension.D2, Dimension.D3, Dimension.D5, Dimension.D6)


class DimensionStatus(StrEnum):
    POSITIVE = "positive"
    NEGATIVE = "negative"
    UNDETERMINED = "undetermined"


class Weight(StrEnum):
    """Strength of an indicator in one set."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"


class IndicatorSet(StrEnum):
    """The four sets of the operational indicators: adult or child, labour or sexual exploitation."""

    ADULT_LABOUR = "AL"
    ADULT_SEXUAL = "AS"
    CHILD_LABOUR = "CL"
    CHILD_SEXUAL = "CS"

    @property
    def child(self) -> bool:
        return self in (IndicatorSet.CHILD_LABOUR, IndicatorSet.CHILD_SEXUAL)


class ExploitationKind(StrEnum):
    """Which pair of sets a record states for itself."""

    LABOUR = "labour"
    SEXUAL = "sexual"


class Act(StrEnum):
    """Palermo Protocol, Art. 3(a): the five acts."""

    RECRUITMENT = "recruitment"
    TRANSPORTATION = "transportation"
    TRANSFER = "transfer"
    HARBOURING = "harbouring"
    RECEIPT = "receipt"


class Fact(StrEnum):
    """What is not an ILO indicator and still carries an element, an alternative finding or a risk flag."""

    # Exploitation (Palermo, Art. 3(a); EU Directive 2011/36, Art. 2(3), as amended by Directive (EU) 2024/1712).
    SEXUAL_EXPLOITATION = "sexual_exploitation"
    SALE = "sale"
    SLAVERY = "slavery"
    SERVITUDE = "servitude"
    FORCED_BEGGING = "forced_begging"
    COMPELLED_CRIME = "compelled_crime"
    SERVILE_MARRIAGE = "servile_marriage"
    ORGAN_REMOVAL = "organ_removal"
    ARMED_GROUP = "armed_group"
    ILLEGAL_ADOPTION = "illegal_adoption"
    SURROGACY = "surrogacy"
    INTENT = "intent"
    # Means (Palermo, Art. 3(a)): payments or benefits to a person having control over another.
    PAYMENT = "payment"
    # Context: carries alternative findings, never an element.
    MIGRANT = "migrant"
    SMUGGLING_FEE = "smuggling_fee"
    IRREGULAR_ENTRY = "irregular_entry"
    ENDED_ON_ARRIVAL = "ended_on_arrival"
    CHILD_LABOUR = "child_labour"
    CHILD_ABUSE = "child_abuse"
    DOMESTIC_OR_SEXUAL_VIOLENCE = "domestic_or_sexual_violence"
    PROTECTION_NEED = "protection_need"
    RANSOM = "ransom"
    # Risk, now.
    IN_CONTROL_NOW = "in_control_now"
    THREAT_NOW = "threat_now"
    CHILD_AT_RISK = "child_at_risk"
    HEALTH_EMERGENCY = "health_emergency"
    SELF_HARM = "self_harm"
    NOWHERE_SAFE = "nowhere_safe"
    DETENTION_OR_REMOVAL = "detention_or_removal"
    OTHERS_HELD = "others_held"
    INTERPRETER_SUSPECT = "interpreter_suspect"
    RETRAFFICKING_RISK = "retrafficking_risk"


EXPLOITATION_FACTS = (
    Fact.SEXUAL_EXPLOITATION,
    Fact.SALE,
    Fact.SLAVERY,
    Fact.SERVITUDE,
    Fact.FORCED_BEGGING,
    Fact.COMPELLED_CRIME,
    Fact.SERVILE_MARRIAGE,
    Fact.ORGAN_REMOVAL,
    Fact.ARMED_GROUP,
    Fact.ILLEGAL_ADOPTION,
    Fact.SURROGACY,
    Fact.INTENT,
)
MEANS_FACTS = (Fact.PAYMENT,)
CONTEXT_FACTS = (
    Fact.MIGRANT,
    Fact.SMUGGLING_FEE,
    Fact.IRREGULAR_ENTRY,
    Fact.ENDED_ON_ARRIVAL,
    Fact.CHILD_LABOUR,
    Fact.CHILD_ABUSE,
    Fact.DOMESTIC_OR_SEXUAL_VIOLENCE,
    Fact.PROTECTION_NEED,
    Fact.RANSOM,
)
RISK_FACTS = (
    Fact.IN_CONTROL_NOW,
    Fact.THREAT_NOW,
    Fact.CHILD_AT_RISK,
    Fact.HEALTH_EMERGENCY,
    Fact.SELF_HARM,
    Fact.NOWHERE_SAFE,
    Fact.DETENTION_OR_REMOVAL,
    Fact.OTHERS_HELD,
    Fact.INTERPRETER_SUSPECT,
    Fact.RETRAFFICKING_RISK,
)

# Rule set 6.2, step 3: one of these is a means by itself, although no dimension is positive.
DIRECT_INDICATORS = frozenset(
    {
        "D1.NATURE",
        "D2.VIOLENCE",
        "D5.VIOLENCE",
        "D2.THREATV",
        "D5.THREATV",
        "D2.DEBT",
        "D5.DEBT",
        "D2.ISOL",
        "D5.ISOL",
        "D2.ABDUCT",
        "D5.CONFDOC",
        "D5.DENOUNCE",
        "D5.VIOLFAM",
    }
)


class Means(StrEnum):
    YES = "yes"
    YES_DIRECT = "yes_direct"
    NO = "no"
    UNKNOWN = "unknown"


class Result(StrEnum):
    """What the system proposes. A person decides."""

    INDICATED = "indicated"
    NOT_INDICATED = "not_indicated"
    INSUFFICIENT = "insufficient_information"


class Strength(StrEnum):
    A = "A"
    B = "B"
    B_MINUS = "B-"
    C = "C"
    D = "D"


class Profile(StrEnum):
    """`ILO_STRICT` is for statistics, never for access to help: it misses most sexual-exploitation and child cases."""

    STANDARD = "standard"
    ILO_STRICT = "ilo_strict"
