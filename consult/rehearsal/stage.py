"""The meeting a rehearsal plays in: a copy of the ready-made one, in a consultation of its own."""

from __future__ import annotations

from consult.domain.languages import LANGUAGES
from consult.models import Meeting
from consult.services.accounts import sign_in
from consult.services.preparation import prepare
from consult.services.preparation.drafts import ConsultationDraft, MeetingDraft, RoundDraft

TITLE = {
    "en": "Rehearsal: housing",
    "fr": "Répétition : logement",
    "es": "Ensayo: vivienda",
    "pt": "Ensaio: habitação",
}
PURPOSE = {
    "en": "A dress rehearsal with simulated people. Nothing here was said by anybody.",
    "fr": "Une répétition générale avec des personnes simulées. Rien de ceci n’a été dit par quelqu’un.",
    "es": "Un ensayo general con personas simuladas. Nada de esto lo ha dicho nadie.",
    "pt": "Um ensaio geral com pessoas simuladas. Nada disto foi dito por alguém.",
}


def rehearsal_meeting(people: int) -> Meeting:
    """A fresh meeting for that many people, three rounds of twenty minutes, questions on housing."""
    consultation = prepare.create_consultation(
        sign_in.first_facilitator(),
        ConsultationDraft(
            title=TITLE,
            purpose=PURPOSE,
            languages=list(LANGUAGES),
            field="housing",
            groups=prepare.suggested_group_drafts("housing"),
            questions=prepare.bank_questions("housing"),
        ),
    )
    rounds = [RoundDraft(minutes=20, question_id=question.id) for question in consultation.questions[:3]]
    return prepare.create_meeting(
        consultation, MeetingDraft(title=TITLE, expected_people=people, rounds=rounds)
    )
