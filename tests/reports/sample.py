"""A whole needs assessment to try the writers on: twelve needs, four languages, texts that break files."""

from __future__ import annotations

import dataclasses
import tomllib
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from consult.domain.mixing import RowKind
from consult.domain.suppression import more_than
from consult.domain.words import Kind
from consult.reports.report import (
    Framework,
    FrameworkItem,
    Grid,
    GridCell,
    Language,
    Meeting,
    MetGroup,
    Mixing,
    Need,
    Objection,
    Point,
    PointVotes,
    Question,
    Quote,
    Report,
    Resource,
    Round,
    RoundMixing,
    SetAside,
    StakeholderGroup,
    TableRecord,
    VotesByGroup,
    WhoMetWhom,
    Writing,
)
from consult.reports.writing import Form, Speaker

LONG_WORD = "Antidiskriminierungsberatungsstellenverordnung" * 4

NASTY = (
    '=HYPERLINK("http://example.org","click")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+33 and -1 are not sums",
    "<script>alert(1)</script> & <b>bold</b>",
    "#import typst *markup* _under_ $x^2$ `raw` @label <label> // comment",
    "[[link]] ![image](http://example.org/x.png) [text](javascript:alert(1)) | pipe | # heading",
    f"A very long word: {LONG_WORD}",
    "An emoji 👩🏽‍🏫 and a flag 🇫🇷, and a name: محمد عبد الله",
    "nul \x00 bell \x07 escape \x1b[31m, bidi \u202eesrever\u202c, isolate \u2066x\u2069, \ud800 \ufffe non",
    "First line\nsecond line\n\nfourth line",
    "é ñ ã ç œ “quoted” ’ – … {placeholder} %s",
    "_x000D_ and ]]> and {{ jinja }}",
)

_THEMES: tuple[tuple[int, int, str, dict[str, str]], ...] = (
    (
        7,
        3,
        "Landlords turn people away because of their name",
        {
            "fr": "J’ai appelé pour un appartement ; dès que j’ai dit mon nom, il n’était plus libre.",
            "es": "Llamé por un piso con acento y ya estaba alquilado; llamó mi compañera y seguía libre.",
            "pt": "O senhorio disse que não aluga a estrangeiros e ninguém faz nada.",
            "en": "The city should test landlords with paired phone calls and fine those who discriminate.",
        },
    ),
    (
        3,
        1,
        "Nobody knows where to report discrimination",
        {
            "en": "I was insulted on the tram and did not know who to tell.",
            "fr": "Il faudrait un seul numéro, dans plusieurs langues, et une personne qui rappelle.",
            "es": "Hay oficinas, pero nadie en mi barrio sabe que existen.",
            "pt": "Quando fui à polícia, disseram-me para voltar noutro dia.",
        },
    ),
    (
        6,
        3,
        "City jobs are not open to everybody",
        {
            "pt": "Na recepção da câmara não trabalha ninguém que se pareça connosco.",
            "fr": "Les diplômes obtenus ailleurs ne sont jamais reconnus dans les concours.",
            "en": "Anonymous applications would be a start.",
        },
    ),
    (
        8,
        2,
        "Schools look away from racist insults",
        {
            "es": "A mi hija le dicen cosas en el patio y el colegio dice que son bromas.",
            "fr": "Former le personnel des écoles, pas seulement une affiche dans le couloir.",
            "en": "Our class did a theatre project about it. It changed how we talk.",
        },
    ),
    (
        2,
        4,
        "There are no figures on discrimination in city services",
        {
            "en": "How can you fight something you never measured?",
            "fr": "Publier chaque année combien de plaintes et ce qu’elles sont devenues.",
            "pt": "Precisamos de dados por bairro e por serviço.",
        },
    ),
    (
        4,
        1,
        "Letters from the city cannot be understood",
        {
            "es": "Las cartas del ayuntamiento no se entienden ni en español.",
            "en": "Send a text message in simple words with a phone number.",
        },
    ),
    (
        10,
        3,
        "Identity checks always hit the same people",
        {
            "fr": "Mon fils est contrôlé trois fois par semaine devant le lycée.",
            "pt": "Um recibo de cada controlo, como noutras cidades.",
        },
    ),
    (
        5,
        2,
        "Shops and bars refuse people at the door",
        {
            "es": "En la discoteca nos dijeron que era una fiesta privada.",
            "en": "The chamber of commerce offers to talk with its members about a charter.",
        },
    ),
    (
        9,
        2,
        "Culture programmes tell only one story",
        {
            "fr": "La fête de quartier de l’association Soleil réunit déjà tout le monde : soutenons-la.",
            "pt": "Os museus podiam contar também a história da escravatura.",
        },
    ),
    (
        3,
        3,
        "Complaints have no consequence",
        {"en": "Every report should get a case number and an answer within a month."},
    ),
    (
        1,
        2,
        "Hate messages stay online and on walls for weeks",
        {
            "es": "La pintada frente a la mezquita lleva dos meses.",
            "en": "Our group removes graffiti together with the caretakers.",
        },
    ),
    (
        4,
        4,
        "People without the right to vote are never asked",
        {"pt": "Vivo aqui há doze anos e é a primeira vez que me perguntam alguma coisa."},
    ),
)

_KINDS = (Kind.EXPERIENCE, Kind.NEED, Kind.PROPOSAL, Kind.INITIATIVE, Kind.PRACTICE, Kind.COOPERATION)


def sample(language: Language = "en", nasty: bool = True) -> Report:
    """Return the report of a World Café, 48 people at 12 tables; `nasty` adds the texts that break files."""
    commitments, tracks, name = framework(language)
    needs = tuple(_need(rank, commitments, tracks) for rank in range(1, len(_THEMES) + 1))
    loose = tuple(_quote(text, "en", place) for place, text in enumerate(NASTY if nasty else NASTY[-2:-1]))
    total = sum(need.note_count for need in needs) + len(loose)
    title = {
        "fr": "Vivre la ville à égalité",
        "es": "Vivir la ciudad en igualdad",
        "pt": "Viver a cidade em igualdade",
    }
    report = Report(
        language=language,
        title=title.get(language, "Living in the city as equals"),
        purpose="What stands between people in our city and equal treatment, told by those who live here.",
        date=date(2026, 11, 21),
        framework=Framework(name, "2.0 (February 2017)", "Only the English titles are an official wording."),
        meetings=(_meeting(),),
        needs=needs,
        grid=_grid(commitments, tracks, needs, len(loose)),
        how_themes_were_found="A program put notes of related meaning together; people then checked them.",
        generated_at=datetime(2026, 11, 21, 20, 15, tzinfo=UTC),
        tables=tuple(_table(number) for number in range(1, 13)),
        kinds={kind: sum(need.kinds.get(kind, 0) for need in needs) for kind in Kind},
        note_count=total,
        notes_withheld=3,
        notes_without_theme=loose,
        city="Graz",
        organiser="City of Graz, Human Rights Office",
        place="City Hall",
        prepared_for="the Mayor and the City Council",
        how_needs_were_ranked="By votes first, then by the number of people and of tables.",
        software="Consult 0.1",
        who_met_whom=_who_met_whom(),
        confirmed_share=0.61,
        set_aside=(SetAside("about something else", 2), SetAside("", 1)),
        resources=(
            Resource(
                "practice", "Theatre against racism", "School of the north", "Plays once a year.", (3, 4, 5)
            ),
            Resource("cooperation", LONG_WORD[:90]),
        ),
        objections=(
            Objection("One number to call", "en", "all", 24, 0, number=2),
            Objection(
                "Anonymous applications",
                "en",
                "objections",
                None,
                None,
                ("Estate agents",),
                (("Demasiado lento", "es"),),
            ),
            Objection("A charter", "fr", "few", None, None),
        ),
        votes=(
            VotesByGroup(
                1,
                ("Residents", "Associations and NGOs", "Other groups"),
                (
                    PointVotes("One number to call", "en", 30, (14, 9, 7), 2),
                    PointVotes("Un seul accueil pour tout le monde", "fr", 12, (None, None, None), 5),
                    PointVotes("Anonymous applications", "en", 6, (6, 0, 0), 3),
                    PointVotes("A charter", "en", 0, (0, 0, 0), 4),
                ),
            ),
        ),
    )
    return _numbered(report)


def _numbered(report: Report) -> Report:
    """Return the report with its notes numbered in the order of the appendix."""
    numbers = count(1)

    def notes(given: tuple[Quote, ...]) -> tuple[Quote, ...]:
        return tuple(dataclasses.replace(note, number=next(numbers)) for note in given)

    needs = []
    for need in report.needs:
        own = notes(need.notes)
        needs.append(dataclasses.replace(need, notes=own, quotes=own[: len(need.quotes)]))
    return dataclasses.replace(
        report, needs=tuple(needs), notes_without_theme=notes(report.notes_without_theme)
    )


def two_meetings(language: Language = "en") -> Report:
    """Return a report of two meetings, without tables, small groups suppressed everywhere."""
    report = sample(language)
    first = report.meetings[0]
    second = dataclasses.replace(
        first, date=date(2026, 11, 28), people_joined=None, mixing=None, title="Housing"
    )
    needs = tuple(
        dataclasses.replace(need, people_more_than=None, votes=None, confirmed=False) for need in report.needs
    )
    return dataclasses.replace(
        report, meetings=(first, second), needs=needs, tables=(), resources=(), objections=(), votes=()
    )


def empty(language: Language = "en") -> Report:
    """Return a report of a meeting where nobody wrote anything."""
    report = sample(language)
    grid = _grid(report.grid.commitments, report.grid.tracks, (), 0)
    return dataclasses.replace(
        report,
        needs=(),
        grid=grid,
        tables=(),
        kinds={},
        who_met_whom=None,
        note_count=0,
        notes_without_theme=(),
        notes_withheld=0,
        confirmed_share=None,
        set_aside=(),
        resources=(),
        objections=(),
        votes=(),
    )


def written(form: Form, language: Language = "en", **by_hand: str) -> Report:
    """Return the sample in a form, with texts by hand."""
    speakers = (Speaker("Amanda Flety", "Coordinator", "UCLG-CSIPDHR"), Speaker("محمد عبد الله"))
    writing = Writing(form, by_hand=by_hand, speakers=speakers if form == "session" else ())
    return dataclasses.replace(sample(language), writing=writing)


def framework(language: str) -> tuple[tuple[FrameworkItem, ...], tuple[FrameworkItem, ...], str]:
    """Return commitments, tracks and name of the ten-point plan in `language`."""
    path = Path(__file__).parents[2] / "consult" / "frameworks" / "eccar-2017.toml"
    plan = tomllib.loads(path.read_text(encoding="utf-8"))

    def items(key: str) -> tuple[FrameworkItem, ...]:
        return tuple(FrameworkItem(row["id"], int(row["id"]), row["titles"][language]) for row in plan[key])

    return items("commitments"), items("tracks"), plan["names"][language]


def _need(rank: int, commitments: tuple[FrameworkItem, ...], tracks: tuple[FrameworkItem, ...]) -> Need:
    commitment, track, label, texts = _THEMES[rank - 1]
    notes = tuple(
        _quote(text, language, place + rank)
        for place, (language, text) in enumerate(list(texts.items()) * max(1, 5 - rank // 3))
    )
    last = rank == len(_THEMES)
    return Need(
        rank=rank,
        label=label,
        commitment=None if last else commitments[commitment - 1],
        track=None if last else tracks[track - 1],
        confirmed=rank <= 8,
        note_count=len(notes),
        people_more_than=more_than(len(notes) - 1),
        table_count=len({note.table for note in notes}),
        round_count=len({note.round for note in notes}),
        languages={language: sum(note.language == language for note in notes) for language in texts},
        kinds={kind: sum(note.kind == kind for note in notes) for kind in Kind},
        quotes=notes[: min(4, len(texts))],
        notes=notes,
        votes=40 - 3 * rank,
        statement="Today a name or an accent decides. Equal chances would mean that it does not."
        if rank == 1
        else "",
    )


def _quote(text: str, language: str, place: int) -> Quote:
    return Quote(
        text=text,
        language=language,
        table=place % 12 + 1,
        round=place % 3 + 1,
        kind=_KINDS[place % len(_KINDS)],
        main_point=place % 4 == 1,
        votes=(place * 3) % 8,
    )


def _grid(
    commitments: tuple[FrameworkItem, ...],
    tracks: tuple[FrameworkItem, ...],
    needs: tuple[Need, ...],
    unplaced: int,
) -> Grid:
    def cell(row: FrameworkItem, column: FrameworkItem) -> GridCell:
        there = [need for need in needs if need.commitment == row and need.track == column]
        return GridCell(sum(need.note_count for need in there), len(there))

    cells = tuple(tuple(cell(row, column) for column in tracks) for row in commitments)
    return Grid(commitments, tracks, cells, unplaced)


def _meeting() -> Meeting:
    rounds = (
        Round(1, 20, (Question("What are the experiences regarding access and participation in the city?"),)),
        Round(2, 20, (Question("How can barriers concerning access and participation be addressed?"),)),
        Round(
            3,
            15,
            (
                Question("Welche guten Beispiele gibt es?", table=1, language="de"),
                Question("What good practices exist and what are their essential elements?", table=2),
            ),
        ),
    )
    groups = (
        StakeholderGroup("Migrant council", 8, 7),
        StakeholderGroup("Associations and NGOs", 20, 16),
        StakeholderGroup("City departments", 12, 9),
        StakeholderGroup("Estate agents", 6, None),
        StakeholderGroup("Residents", None, 14),
    )
    return Meeting(
        date=date(2026, 11, 12),
        people_joined=48,
        tables=12,
        rounds=rounds,
        languages={"en": 31, "fr": 14, "es": 11, "pt": 7, "ar": None},
        stakeholder_groups=groups,
        mixing=Mixing(
            people_seated=48,
            pairs_met=204,
            repeated_meetings=0,
            table_returns=0,
            fewest_met=7,
            median_met=9.0,
            average_met=8.5,
            rounds=(
                RoundMixing(1, 0.61, 0.76, 0.8),
                RoundMixing(2, 0.83, 0.76, 1.09),
                RoundMixing(3, None, None, None),
            ),
        ),
        place="City Hall",
    )


def _who_met_whom() -> WhoMetWhom:
    """Five rows; associations and city departments never met, nor were others and those of no group together."""
    named = ("Migrant council", "Associations and NGOs", "City departments", "Residents")
    groups = (
        *(MetGroup(RowKind.GROUP, name) for name in named),
        MetGroup(RowKind.OTHERS, "Other groups"),
        MetGroup(RowKind.UNSAID, "Group not stated"),
    )
    pairs = (
        (4, 21, 9, 18, 3, 1),
        (21, 26, 0, 31, 7, 6),
        (9, 0, 5, 15, 4, 0),
        (18, 31, 15, 20, 12, 8),
        (3, 7, 4, 12, 2, None),
        (1, 6, 0, 8, None, 10),
    )
    return WhoMetWhom(groups, pairs, pairs_met=202, pairs_across=120)


def _table(number: int) -> TableRecord:
    said = _THEMES[number - 1][3]
    points = [Point(text, language) for language, text in said.items()]
    rounds = [Point(text, language, place % 2 + 1) for place, (language, text) in enumerate(said.items())]
    return TableRecord(number, tuple(points[:2]), tuple(rounds[2:]))
