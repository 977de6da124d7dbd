"""What is stored, one noun per file."""

from consult.models.consultation import Consultation, Question, StakeholderGroup
from consult.models.lease import Lease
from consult.models.meeting import CafeTable, Meeting, Round
from consult.models.need import Need, NeedNote, Resource, ResourceDismissal, ResourceNote
from consult.models.note import Announcement, HandOver, Note, Stance, Vote
from consult.models.participant import HeadCount, Participant, Seat, SlowerRequest
from consult.models.report import ReportDraft
from consult.models.seating import SeatingReview, SeatingStep, SeatingWish
from consult.models.theme import AnalysisRun, NoteMark, NoteMeaning, NotePivot, Theme, ThemeChange, ThemeNote
from consult.models.told import ToldFigures
from consult.models.translation import HandOverTranslation, NoteTranslation
from consult.models.user import Membership, SignInLink, User

__all__ = [
    "AnalysisRun",
    "Announcement",
    "CafeTable",
    "Consultation",
    "HandOver",
    "HandOverTranslation",
    "HeadCount",
    "Lease",
    "Meeting",
    "Membership",
    "Need",
    "NeedNote",
    "Note",
    "NoteMark",
    "NoteMeaning",
    "NotePivot",
    "NoteTranslation",
    "Participant",
    "Question",
    "ReportDraft",
    "Resource",
    "ResourceDismissal",
    "ResourceNote",
    "Round",
    "Seat",
    "SeatingReview",
    "SeatingStep",
    "SeatingWish",
    "SignInLink",
    "SlowerRequest",
    "StakeholderGroup",
    "Stance",
    "Theme",
    "ThemeChange",
    "ThemeNote",
    "ToldFigures",
    "User",
    "Vote",
]
