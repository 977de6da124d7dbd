"""What orjson does not take goes through the standard library: no text of a phone may end its connection."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.live import packets

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
HALF_A_LETTER = "\ud83d"


@given(VALUES)
def test_packets_say_the_same_as_json(value):
    assert json.loads(packets.dumps(value)) == json.loads(json.dumps(value))


@given(VALUES)
def test_packets_hear_the_same_as_json(value):
    assert packets.loads(json.dumps(value)) == value


def test_half_a_letter_is_heard_and_said():
    heard = packets.loads(json.dumps([HALF_A_LETTER]))

    assert heard == [HALF_A_LETTER]
    assert json.loads(packets.dumps(heard)) == heard


def test_packets_that_cannot_be_read_are_refused():
    with pytest.raises(ValueError, match="Expecting"):
        packets.loads("[1,")


@pytest.mark.parametrize("sent", ["", b"", "2", "2{}", "2[]", "2[1]", "20-[]", "51-[]"])
def test_message_that_is_no_event_of_ours_is_refused(sent):
    with pytest.raises(ValueError, match=r"empty|no list|without a name|bytes"):
        packets.Packet(encoded_packet=sent)
