"""What was interpreted is a fact of the report and of its JSON file; who needed it is not."""

from __future__ import annotations

import json

from services.people import join_one

from consult.extensions import db
from consult.models import Consultation, Meeting
from consult.services.reports import publish


def test_report_names_languages_interpreted_and_no_channel_or_table(
    consultation: Consultation, meeting: Meeting
) -> None:
    meeting.interpretation = [{"language": "fr", "how": "Channel 2"}, {"language": "en", "how": "Channel 1"}]
    meeting.tables[1].interpretation = [{"language": "pt", "how": "https://interpret.example/pt"}]
    meeting.phase = "harvest"
    db.session.commit()
    join_one(meeting, language="fr", languages=["pt"])

    content = publish.export(consultation.id, "json", "en").content.decode()
    told = json.loads(content)["meetings"][0]

    assert (told["interpretation"], told["table_interpretation"]) == (["en", "fr"], ["pt"])
    assert told["languages"] == {"pt": None}
    assert "Channel" not in content
    assert "interpret.example" not in content
