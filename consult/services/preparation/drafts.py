"""What somebody has typed about a consultation or a meeting, before it is stored: shapes and limits.

Building a draft raises pydantic's ValidationError with the place and a stable code of all that is wrong.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from consult import frameworks
from consult.domain import channels
from consult.domain.languages import LANGUAGES
from consult.domain.times import known_zones
from consult.domain.words import Format, HostPolicy, QuestionPolicy, RemotePolicy
from consult.services.preparation.tables import TABLES, RemoteChoice, most_remote_tables, number_of_tables

TITLE_LENGTH: Final = 160
PURPOSE_LENGTH: Final = 1000
CONSENT_LENGTH: Final = 2000
QUESTION_LENGTH: Final = 400
NAME_LENGTH: Final = 120
AGENDA_LENGTH: Final = 2000
# A day: whatever is longer is more than one meeting.
LONGEST_MINUTES: Final = 24 * 60
# A hall of a thousand, and room beyond; planned and printed within the times that are waited for.
PEOPLE: Final = (2, 2000)
MINUTES: Final = (1, 120)
ROUNDS: Final = {Format.WORLD_CAFE: (3, 8), Format.FOCUS_GROUP: (1, 12)}
QUESTIONS: Final = 30
OWN_GROUPS: Final = 20
# The toolkit recommends a World Café for many stakeholders; practitioners' guides say not under 12 people.
CAFE_FROM: Final = 12


def clean(value: object) -> object:
    """Composed letters, no control or direction-changing characters, no spaces around."""
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
    return "".join(
        letter for letter in text if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
    ).strip()


def _refuse(code: str, **values: object) -> PydanticCustomError:
    return PydanticCustomError(code, code, values)


def _texts(limit: int, *, needed: bool) -> AfterValidator:
    def check(texts: dict[str, str]) -> dict[str, str]:
        for code, text in texts.items():
            if code not in LANGUAGES:
                raise _refuse("unknown_choice")
            if len(text) > limit:
                raise _refuse("too_long", limit=limit, language=code)
        kept = {code: texts[code] for code in LANGUAGES if texts.get(code)}
        if needed and not kept:
            raise _refuse("needed")
        return kept

    return AfterValidator(check)


def _known(values: list[str]) -> AfterValidator:
    def check(value: str) -> str:
        if value not in values:
            raise _refuse("unknown_choice")
        return value

    return AfterValidator(check)


def _sound_how(how: str) -> str:
    if problem := channels.problem_with(how):
        limit = channels.LINK_LENGTH if problem == "link_too_long" else channels.HOW_LENGTH
        raise _refuse(problem, limit=limit)
    return how


def _sound_start(start: str) -> str:
    """A date and a time of day, whole minutes, as "2027-03-28T15:00"; whether clocks show it is for the zone to say."""
    try:
        found = datetime.strptime(start, "%Y-%m-%dT%H:%M")
    except ValueError as error:
        raise _refuse("date_and_time") from error
    if not 2000 <= found.year < 2200:
        raise _refuse("far_year")
    return found.strftime("%Y-%m-%dT%H:%M")


def _sound_zone(zone: str) -> str:
    if zone not in known_zones():
        raise _refuse("unknown_choice")
    return zone


Line = Annotated[str, BeforeValidator(clean)]
Title = Annotated[dict[str, Line], _texts(TITLE_LENGTH, needed=True)]
Purpose = Annotated[dict[str, Line], _texts(PURPOSE_LENGTH, needed=False)]
Consent = Annotated[dict[str, Line], _texts(CONSENT_LENGTH, needed=False)]
Wording = Annotated[dict[str, Line], _texts(QUESTION_LENGTH, needed=True)]
Agenda = Annotated[dict[str, Line], _texts(AGENDA_LENGTH, needed=False)]
Language = Annotated[str, _known(list(LANGUAGES))]
How = Annotated[Line, AfterValidator(lambda text: " ".join(text.split())), AfterValidator(_sound_how)]
Start = Annotated[str, AfterValidator(_sound_start)]
Zone = Annotated[str, AfterValidator(_sound_zone)]
OtherZone = Annotated[str, AfterValidator(lambda zone: zone and _sound_zone(zone))]
GroupName = Annotated[dict[str, Line], _texts(NAME_LENGTH, needed=True)]


class Draft(BaseModel):
    """The common settings of every draft."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class GroupDraft(Draft):
    """A stakeholder group to invite. `key` is an id of the product's list, or empty for an own group."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9_-]{0,60}$")] = ""
    name: GroupName
    invited: Annotated[int, Field(ge=0, le=PEOPLE[1])] = 0


class QuestionDraft(Draft):
    """A question; `id` of the stored one it changes, None for a new one."""

    id: int | None = None
    text: Wording
    bank_key: Annotated[str | None, Field(max_length=40)] = None
    slot: Annotated[str | None, Field(max_length=40)] = None


class ConsultationDraft(Draft):
    """Everything the set-up form of a consultation asks for."""

    title: Title
    purpose: Purpose = {}
    consent: Consent = {}
    city: Annotated[Line, Field(max_length=NAME_LENGTH)] = ""
    time_zone: Zone = "Europe/Brussels"
    second_zone: OtherZone = ""
    languages: Annotated[list[str], Field(min_length=1)] = list(LANGUAGES)
    field: str = "general"
    framework_id: Annotated[str, _known(frameworks.frameworks())] = "eccar-2017"
    groups: Annotated[list[GroupDraft], Field(max_length=60)] = []
    questions: Annotated[list[QuestionDraft], Field(max_length=QUESTIONS)] = []

    @model_validator(mode="after")
    def _choices_exist(self) -> ConsultationDraft:
        if self.field not in {field.id for field in frameworks.fields()}:
            raise _refuse("unknown_choice", field="field")
        if not set(self.languages) <= set(LANGUAGES):
            raise _refuse("unknown_choice", field="languages")
        return self


class RoundDraft(Draft):
    """A round: its length in minutes, and the id of its question where rounds have questions."""

    minutes: Annotated[int, Field(ge=MINUTES[0], le=MINUTES[1])] = 20
    question_id: int | None = None


class ChannelDraft(Draft):
    """A language that is interpreted in plenary, and how it can be heard: a link, a channel, or nothing."""

    language: Language
    how: How = ""


class InterpretedTableDraft(Draft):
    """A table where these languages are interpreted, and how they can be heard. A table may be named more than once."""

    number: Annotated[int, Field(ge=1, le=TABLES)]
    languages: Annotated[list[Language], Field(min_length=1)]
    how: How = ""


class MeetingDraft(Draft):
    """Everything the form of a meeting asks for. `tables` None means: by the rule of the toolkit."""

    title: Title
    format: Format = Format.WORLD_CAFE
    place: Annotated[Line, Field(max_length=NAME_LENGTH)] = ""
    expected_people: Annotated[int, Field(ge=PEOPLE[0], le=PEOPLE[1])] = 20
    tables: Annotated[int | None, Field(ge=1, le=TABLES)] = None
    host_policy: HostPolicy = HostPolicy.FIXED
    question_policy: QuestionPolicy = QuestionPolicy.ROUND
    rounds: list[RoundDraft] = [RoundDraft(), RoundDraft(), RoundDraft()]
    # The question of table 1, 2, …; tables beyond the list take the consultation's questions in turn.
    table_questions: Annotated[list[int | None], Field(max_length=TABLES)] = []
    # Where people online sit, and at how many tables; nothing to choose in a focus group, like the aims below.
    remote_policy: RemotePolicy = RemotePolicy.ANY
    remote_tables: Annotated[int | None, Field(ge=1, le=TABLES)] = None
    fresh_tables: bool = True
    mix_groups: bool = True
    # What the clocks of the consultation's zone will show, "2027-03-28T15:00".
    planned_start: Start | None = None
    planned_minutes: Annotated[int | None, Field(ge=1, le=LONGEST_MINUTES)] = None
    # Instead of the consultation's.
    second_zone: OtherZone = ""
    agenda: Agenda = {}
    interpretation: list[ChannelDraft] = []
    interpreted_tables: Annotated[list[InterpretedTableDraft], Field(max_length=TABLES * len(LANGUAGES))] = []

    @property
    def plenary_channels(self) -> list[dict[str, str]]:
        """As it is stored in a meeting."""
        return channels.in_order((one.language, one.how) for one in self.interpretation)

    @property
    def table_channels(self) -> dict[int, list[dict[str, str]]]:
        """As it is stored in the tables that have interpretation, by number."""
        found: dict[int, list[tuple[str, str]]] = {}
        for row in self.interpreted_tables:
            found.setdefault(row.number, []).extend((code, row.how) for code in row.languages)
        return {number: channels.in_order(given) for number, given in found.items()}

    @property
    def table_count(self) -> int:
        """The tables chosen, else those of the rule."""
        if self.tables is not None:
            return self.tables
        return 1 if self.format is Format.FOCUS_GROUP else number_of_tables(self.expected_people)

    @property
    def remote_choice(self) -> RemoteChoice:
        """Which tables take people online."""
        if self.format is Format.FOCUS_GROUP:
            return RemoteChoice()
        return RemoteChoice(self.remote_policy, self.remote_tables or 0)

    @model_validator(mode="after")
    def _fits_the_format(self) -> MeetingDraft:
        fewest, most = ROUNDS[self.format]
        if not fewest <= len(self.rounds) <= most:
            raise _refuse("rounds", field="rounds", fewest=fewest, most=most)
        if self.format is Format.WORLD_CAFE and self.tables == 1:
            raise _refuse("one_table", field="tables")
        if self.tables is not None and self.tables > max(self.expected_people // 2, 1):
            raise _refuse("too_many_tables", field="tables")
        self._check_remote_tables()
        self._check_interpreted_tables()
        return self

    def _check_remote_tables(self) -> None:
        policy, chosen = self.remote_choice
        if policy is RemotePolicy.ANY:
            return
        most = most_remote_tables(policy, self.table_count)
        if not chosen:
            raise _refuse("int_type", field="remote_tables")
        if chosen > most:
            code = "too_many_own" if policy is RemotePolicy.OWN else "too_many_screens"
            raise _refuse(code, field="remote_tables", limit=most)

    def _check_interpreted_tables(self) -> None:
        taken: set[tuple[int, str]] = set()
        for place, row in enumerate(self.interpreted_tables):
            if row.number > self.table_count:
                at = ("interpreted_tables", place, "number")
                raise _refuse("no_such_table", at=at, limit=self.table_count)
            given = {(row.number, code) for code in row.languages}
            if given & taken:
                raise _refuse("language_twice", at=("interpreted_tables", place, "languages"))
            taken |= given
