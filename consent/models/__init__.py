"""The nouns of the product and what the database holds true of them. No behaviour lives here."""

from consent.models.card import Card
from consent.models.checkpoint import Checkpoint
from consent.models.choices import (
    HIGH_VISIBILITY,
    ON_SCREEN,
    OPTIONS,
    SOCIAL,
    AccountType,
    AgeGroup,
    Capacity,
    Channel,
    ChildsSay,
    Identity,
    MarkKind,
    Medium,
    Question,
    SubjectKind,
    Way,
)
from consent.models.contact import Contact
from consent.models.desk import Assignment, Reminding, RemindingRequest, SavedView
from consent.models.document import Document, DocumentKind
from consent.models.enrolment import Enrolled, Enrolment
from consent.models.event import Access, Action, ChainHead, Event, EventFacts
from consent.models.hook import Delivery, Hook, Told
from consent.models.house_rule import HouseRule, Upkeep
from consent.models.identity_proof import IdentityProof
from consent.models.invitation import Code, Invitation, LastingLink
from consent.models.paper import PaperDraft, PaperForm, ScanType, Wish, WishKind
from consent.models.preview import Preview, PreviewAnswer
from consent.models.proof import PROVEN, Proof, ProofHead
from consent.models.publication import ENDS, OPEN_TAKE_DOWN, Form, Gone, Publication, TakeDown
from consent.models.request import (
    Acknowledgement,
    AddedRow,
    Origin,
    PermittedParty,
    Programme,
    Request,
    RequestedMedium,
)
from consent.models.retention import (
    DestroyedFile,
    DestroyedRow,
    Destruction,
    LegalHold,
    LegalHoldEnd,
    Renewal,
    Rule,
    TermReminder,
)
from consent.models.review import Outcome, Review, Stage
from consent.models.rights import HowKnown, PersonRequest, Right, RightStatus
from consent.models.signature import Answer, Refusal, SecondYes, Signature, Voiding, Withdrawal
from consent.models.step import Office, Step, StepLink, StepStatus
from consent.models.subject import Freeze, Postponement, Signer, Subject
from consent.models.swept_file import SweptFile
from consent.models.system import Scope, System
from consent.models.timestamp import SealLevel, Timestamp
from consent.models.use import Ambassador, Use
from consent.models.who_signs import ComingOfAge, RepresentativeRoute
from consent.models.wording import (
    Wording,
    WordingCondition,
    WordingEvent,
    WordingLanguage,
    WordingPart,
    WordingText,
)

__all__ = [
    "ENDS",
    "HIGH_VISIBILITY",
    "ON_SCREEN",
    "OPEN_TAKE_DOWN",
    "OPTIONS",
    "PROVEN",
    "SOCIAL",
    "Access",
    "AccountType",
    "Acknowledgement",
    "Action",
    "AddedRow",
    "AgeGroup",
    "Ambassador",
    "Answer",
    "Assignment",
    "Capacity",
    "Card",
    "ChainHead",
    "Channel",
    "Checkpoint",
    "ChildsSay",
    "Code",
    "ComingOfAge",
    "Contact",
    "Delivery",
    "DestroyedFile",
    "DestroyedRow",
    "Destruction",
    "Document",
    "DocumentKind",
    "Enrolled",
    "Enrolment",
    "Event",
    "EventFacts",
    "Form",
    "Freeze",
    "Gone",
    "Hook",
    "HouseRule",
    "HowKnown",
    "Identity",
    "IdentityProof",
    "Invitation",
    "LastingLink",
    "LegalHold",
    "LegalHoldEnd",
    "MarkKind",
    "Medium",
    "Office",
    "Origin",
    "Outcome",
    "PaperDraft",
    "PaperForm",
    "PermittedParty",
    "PersonRequest",
    "Postponement",
    "Preview",
    "PreviewAnswer",
    "Programme",
    "Proof",
    "ProofHead",
    "Publication",
    "Question",
    "Refusal",
    "Reminding",
    "RemindingRequest",
    "Renewal",
    "RepresentativeRoute",
    "Request",
    "RequestedMedium",
    "Review",
    "Right",
    "RightStatus",
    "Rule",
    "SavedView",
    "ScanType",
    "Scope",
    "SealLevel",
    "SecondYes",
    "Signature",
    "Signer",
    "Stage",
    "Step",
    "StepLink",
    "StepStatus",
    "Subject",
    "SubjectKind",
    "SweptFile",
    "System",
    "TakeDown",
    "TermReminder",
    "Timestamp",
    "Told",
    "Upkeep",
    "Use",
    "Voiding",
    "Way",
    "Wish",
    "WishKind",
    "Withdrawal",
    "Wording",
    "WordingCondition",
    "WordingEvent",
    "WordingLanguage",
    "WordingPart",
    "WordingText",
]
