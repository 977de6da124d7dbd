"""The report of a session, in the form in which the Observatory for Participatory Democracy (IOPD) asks for it.

Its headings, its 500 words for the summary and its one sentence for the conclusion are those of that form. What the
software proposes comes from needs, practices and main points, each sentence with the notes it rests on.
"""

from __future__ import annotations

from itertools import islice

from consult.domain.words import Kind
from consult.reports.blocks import Block, Heading, Item, Items, Outline, Paragraph, Section
from consult.reports.chosen import Lines, best, limited, lines, of_need, prose, said, words_in
from consult.reports.cities import cities_in
from consult.reports.evidence import evidence_line, numbered_notes
from consult.reports.facts import groups_present
from consult.reports.method import confirmed, made_at, put_aside, withheld
from consult.reports.report import Report
from consult.reports.words import Words
from consult.reports.writing import Sentence, count_sentences, count_words

MOST_WORDS = 500
# The parts of the summary with the words of their headings; all of them together have MOST_WORDS.
SUMMARY = {
    "discussion": "session_discussion",
    "experiences": "session_experiences",
    "messages": "session_messages",
    "cities": "session_cities",
}
PLACES = ("title", "occasion", "institutions", *SUMMARY, "conclusion", "recipient", "recommendations")
_NEEDS, _QUOTES, _CITIES, _ASKS = 4, 4, 6, 4


def session_outline(report: Report) -> Outline:
    """Return the report of a session in the order of its form, then the notes it rests on."""
    words = Words(report.language)
    title, occasion = _line(report, "title") or report.title, _line(report, "occasion")
    sections = (
        Section("title", words("session_title"), (Paragraph(title, "lead"),)),
        Section("institutions", words("session_institutions"), _institutions(report)),
        Section("speakers", words("session_speakers"), _speakers(report)),
        Section("summary", words("session_summary"), _summary(report, words)),
        Section("conclusions", words("session_conclusions"), _conclusions(report, words)),
        Section("recommendations", _recommendations_title(report, words), _recommendations(report, words)),
        Section("how_made", words("how_made"), _how_made(report, words)),
        Section(
            "session_notes",
            words("session_notes"),
            numbered_notes(report, _used(report), words),
            new_page=True,
        ),
    )
    kept = (one for one in sections if one.blocks and one.id not in report.writing.off)
    return Outline(
        language=report.language,
        kind=words("session_report"),
        title=words("quoted", text=title),
        lines=tuple(line for line in (occasion or report.place, words.day(report.date)) if line),
        purpose="",
        contents="",
        page_of=words("page_of", page="{page}", pages="{pages}"),
        sections=tuple(kept),
    )


def proposals(report: Report) -> dict[str, tuple[Sentence, ...]]:
    """Return what the software proposes for each place of the form; the summary never has more than MOST_WORDS."""
    words = Words(report.language)
    notes = report.every_note()
    used: set[int] = set()

    def quotes(*kinds: Kind, most: int, main_points: bool = False) -> tuple[Sentence, ...]:
        fresh = (
            note
            for note in best(notes, *kinds)
            if note.number not in used and (not main_points or note.main_point or note.votes)
        )
        chosen = list(islice(fresh, most))
        used.update(note.number for note in chosen)
        return tuple(said(note, words) for note in chosen)

    needs = tuple(_about(report, place, words) for place in range(min(_NEEDS, len(report.needs))))
    experiences = quotes(Kind.PRACTICE, Kind.INITIATIVE, most=_QUOTES)
    messages = quotes(most=_QUOTES, main_points=True)
    summary = {
        "discussion": needs,
        "experiences": experiences,
        "messages": messages,
        "cities": tuple(islice(_by_city(report, words), _CITIES)),
    }
    return {
        "title": (Sentence(report.title),),
        "occasion": (Sentence(report.place),) if report.place else (),
        "institutions": tuple(Sentence(name) for name in groups_present(report)),
        **_short_enough(summary),
        "conclusion": _conclusion(report, words),
        "recipient": (Sentence(words("session_recipient")),),
        "recommendations": _asks(report, words),
    }


def summary_lines(report: Report) -> dict[str, Lines]:
    """Return the parts of the summary as they stand now; what is more than MOST_WORDS is marked."""
    found = proposals(report)
    left, parts = MOST_WORDS, {}
    for place in SUMMARY:
        here = lines(report, place, found)
        parts[place] = limited(here, left)
        left -= words_in(here)
    return parts


def summary_words(report: Report) -> int:
    """Return how many words the summary has as it stands now."""
    return sum(words_in(found) for found in summary_lines(report).values())


def conclusion_sentences(report: Report) -> int:
    """Return how many sentences the conclusion has; the form asks for one."""
    found = lines(report, "conclusion", proposals(report))
    return count_sentences(" ".join(one.text for line in found for one in line))


def _summary(report: Report, words: Words) -> tuple[Block, ...]:
    blocks: list[Block] = [Paragraph(words("session_summary_prompt"), "small")]
    for place, found in summary_lines(report).items():
        if found:
            blocks += [Heading(words(SUMMARY[place])), *prose(found, bullet=True)]
    return tuple(blocks) if len(blocks) > 1 else ()


def _conclusions(report: Report, words: Words) -> tuple[Block, ...]:
    found = lines(report, "conclusion", proposals(report))
    return (Paragraph(words("session_conclusion_prompt"), "small"), *prose(found)) if found else ()


def _recommendations_title(report: Report, words: Words) -> str:
    return words(
        "session_recommendations", recipient=_line(report, "recipient") or words("session_recipient")
    )


def _recommendations(report: Report, words: Words) -> tuple[Block, ...]:
    found = lines(report, "recommendations", proposals(report))
    prompt = words(
        "session_recommendations_prompt", recipient=_line(report, "recipient") or words("session_recipient")
    )
    return (Paragraph(prompt, "small"), *prose(found, bullet=True)) if found else ()


def _institutions(report: Report) -> tuple[Block, ...]:
    text = report.writing.by_hand.get("institutions")
    names = (
        groups_present(report)
        if text is None
        else [line.strip() for line in text.splitlines() if line.strip()]
    )
    return (Items(tuple(Item(name) for name in names)),) if names else ()


def _speakers(report: Report) -> tuple[Block, ...]:
    people = (
        Item(one.name, ", ".join(part for part in (one.position, one.affiliation) if part), strong=True)
        for one in report.writing.speakers
    )
    items = tuple(people)
    return (Items(items),) if items else ()


def _how_made(report: Report, words: Words) -> tuple[Block, ...]:
    told = (
        words("session_made"),
        withheld(report, words),
        put_aside(report, words),
        confirmed(report, words),
        words("made_quotes"),
        made_at(report, words),
    )
    return (Items(tuple(Item(line) for line in told if line)),)


def _about(report: Report, place: int, words: Words) -> Sentence:
    need = report.needs[place]
    if need.statement:
        return Sentence(" ".join(need.statement.split()), of_need(need), need.statement_language)
    text = words("session_theme", label=need.label, evidence=evidence_line(need, words).rstrip("."))
    return Sentence(text, of_need(need))


def _by_city(report: Report, words: Words) -> list[Sentence]:
    """The weightiest note about each city that notes name, in the author's words."""
    told: dict[str, Sentence] = {}
    for note in best(report.every_note()):
        for city in cities_in(note.text, report.language):
            sentence = said(note, words)
            told.setdefault(
                city,
                Sentence(
                    words("city_said", city=city, text=sentence.text), sentence.notes, sentence.language
                ),
            )
    return list(told.values())


def _conclusion(report: Report, words: Words) -> tuple[Sentence, ...]:
    if not report.needs:
        return ()
    need = report.needs[0]
    if need.statement and count_sentences(need.statement) == 1:
        return (Sentence(" ".join(need.statement.split()), of_need(need), need.statement_language),)
    evidence = evidence_line(need, words).rstrip(".")
    return (Sentence(words("session_conclusion", label=need.label, evidence=evidence), of_need(need)),)


def _asks(report: Report, words: Words) -> tuple[Sentence, ...]:
    """For each of the first needs the proposal that weighs most, where there is one."""
    offered = ((best(need.notes, Kind.PROPOSAL)) for need in report.needs)
    first = (found[0] for found in offered if found)
    return tuple(said(note, words) for note in islice(first, _ASKS))


def _short_enough(summary: dict[str, tuple[Sentence, ...]]) -> dict[str, tuple[Sentence, ...]]:
    """Leave out what would not fit any more; every part may begin before one of them goes on."""
    kept: dict[str, list[Sentence]] = {place: [] for place in summary}
    left = MOST_WORDS
    for row in range(max(map(len, summary.values()), default=0)):
        for place, sentences in summary.items():
            size = count_words(sentences[row].text) if row < len(sentences) else left + 1
            if size <= left:
                kept[place].append(sentences[row])
                left -= size
    return {place: tuple(sentences) for place, sentences in kept.items()}


def _used(report: Report) -> set[int]:
    """The numbers of the notes that the report, as it stands now, names as its sources."""
    found = proposals(report)
    numbers: set[int] = set()
    for place in (*SUMMARY, "conclusion", "recommendations"):
        numbers.update(number for line in lines(report, place, found) for one in line for number in one.notes)
    return numbers


def _line(report: Report, place: str) -> str:
    return " ".join(report.writing.by_hand.get(place, "").split())
