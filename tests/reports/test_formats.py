"""All formats: one table, one call, no private detail."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.domain.words import Kind
from consult.reports import FORMATS, write
from consult.reports.report import Quote

from .sample import empty

STARTS = {"docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF", "json": b"{", "md": b"# "}


def test_formats_are_named_by_their_extension():
    assert {name: format.extension for name, format in FORMATS.items()} == {name: name for name in STARTS}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_a_file(name):
    assert FORMATS[name].write(empty()).startswith(STARTS[name])


def test_unknown_format_is_refused():
    with pytest.raises(KeyError):
        write(empty(), "odt")


def test_importing_the_package_loads_no_writer_library():
    code = "import consult.reports, sys; print({'docx', 'xlsxwriter', 'typst'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=120))
def test_no_text_breaks_a_file(name, text):
    note = Quote(text, text[:3], None, None, Kind.NEED)
    report = replace(empty(), title=text, notes_without_theme=(note,), note_count=1, city=text)

    data = write(report, name)

    assert data.startswith(STARTS[name])
    assert name != "pdf" or b"pdfuaid:part" in data
