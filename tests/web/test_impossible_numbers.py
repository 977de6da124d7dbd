"""Numbers that no row can have, in addresses and in forms: a plain answer, never a fault of the server."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.web.numbers import LARGEST, whole

ABSURD = ["0", "999", str(LARGEST), str(LARGEST + 1), str(2**63), str(10**30), "-1", "x", "²", "٣"]
MEETING = (
    "do",
    "expected_people",
    "tables",
    "round-0-question",
    "remote_tables",
    "planned_minutes",
    "interpreted-table-0-number",
)
FORMS = {
    "/consultations/new": ("do",),
    "/consultations/1/edit": ("do", "question-0-id"),
    "/consultations/1/meetings/new": MEETING,
    "/meetings/1/edit": MEETING,
    "/consultations/1/assessment/merge": ("theme",),
    "/consultations/1/assessment/notes": ("note", "theme", "to"),
}
STEPS = (
    "",
    "remove-group:",
    "remove-question:",
    "up-question:",
    "fill:",
    "take:",
    "remove-round:",
    "remove-interpreted:",
    "use-tables:",
    "use-rounds:",
)


def test_address_with_an_absurd_number_is_an_address_of_nothing(app, sign_in, facilitator, meeting):
    browser = sign_in(facilitator)

    found = {}
    for rule in app.url_map.iter_rules():
        if "<int:" not in rule.rule:
            continue
        numbers = [name for name in sorted(rule.arguments) if f"int:{name}" in rule.rule]
        for values in itertools.product(ABSURD, repeat=len(numbers)):
            path = rule.rule.replace("<format>", "docx")
            for name, value in zip(numbers, values, strict=True):
                path = path.replace(f"<int:{name}>", value)
            method = "POST" if "POST" in (rule.methods or ()) else "GET"
            found[f"{method} {path}"] = browser.open(path, method=method).status_code

    assert {path: status for path, status in found.items() if status not in (404, 405)} == {}


@pytest.mark.parametrize("absurd", [*ABSURD, "1" * 5000])
def test_form_with_an_absurd_number_is_answered(sign_in, facilitator, meeting, absurd):
    browser = sign_in(facilitator)

    found = {
        (path, field, step): browser.post(path, data={field: [step + absurd, absurd]}).status_code
        for path, fields in FORMS.items()
        for field in fields
        for step in (STEPS if field == "do" else ("",))
    }

    assert {what: status for what, status in found.items() if status >= 500} == {}


@given(st.integers(min_value=0, max_value=LARGEST))
def test_whole_reads_every_number_a_row_can_have(number):
    assert whole(str(number)) == number


@pytest.mark.parametrize("text", ["", "²", "٣", "-1", "1.0", " 1", str(LARGEST + 1), "9" * 5000])
def test_whole_refuses_the_rest(text):
    with pytest.raises(ValueError, match="not a whole number"):
        whole(text)
