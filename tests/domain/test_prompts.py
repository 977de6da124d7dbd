"""The ready questions for table hosts: for every track, in every language, short enough to read aloud."""

from __future__ import annotations

import pytest

from consult.domain.languages import LANGUAGES
from consult.frameworks import fields, framework, prompts

FIELDS = [field.id for field in fields()]


@pytest.mark.parametrize("field", FIELDS)
def test_every_track_has_two_questions_or_more_in_every_language(field):
    offered = prompts("eccar-2017", field)

    for track in framework("eccar-2017").tracks:
        assert len([one for one in offered if one.track == track.id]) >= 2
    assert len({one.key for one in offered}) == len(offered)
    assert all(set(one.text) == set(LANGUAGES) for one in offered)
    assert max(len(text) for one in offered for text in one.text.values()) <= 160
    assert all(text.endswith("?") for one in offered for text in one.text.values())


@pytest.mark.parametrize("field", [field for field in FIELDS if field != "general"])
@pytest.mark.parametrize("track", ["3", "4"])
def test_the_field_of_activity_comes_first(field, track):
    first = next(one for one in prompts("eccar-2017", field) if one.track == track)

    assert first.field == field


def test_a_framework_without_tracks_has_none():
    assert prompts("turin", "housing") == ()
