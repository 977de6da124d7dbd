"""Every sentence the server says, by its stable code."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

PHRASES: dict[str, Any] = {
    # Who are you?
    "not_recognised": _l("This link is not valid here. Please scan the QR code again."),
    "not_allowed": _l("You are not allowed to do this."),
    "join_failed": _l("No open meeting was found for this code. Please check it with the facilitator."),
    "too_many_tries": _l("Too many attempts. Please wait a minute and try again."),
    "too_fast": _l("That was very fast. Please wait a moment; nothing is lost."),
    "please_wait": _l("The server is busy. Please wait a moment; nothing is lost."),
    # Is it well formed?
    "unknown_command": _l(
        "This screen asked for something the server does not know. Please reload the page."
    ),
    "malformed": _l("This could not be understood: {field}."),
    "text_missing": _l("Please write something first."),
    "text_too_long": _l("This text is too long: {length} of at most {limit} characters."),
    "language_missing": _l("Please choose at least one language you speak."),
    "language_not_offered": _l("This language is not offered in this meeting."),
    "consent_missing": _l("Please confirm that you have read how your notes are used."),
    "no_such_group": _l("This group is not in the list. Please choose again."),
    # The meeting
    "meeting_closed": _l("The meeting is closed."),
    "meeting_has_begun": _l("The meeting has begun: its rounds and tables can no longer be changed here."),
    "time_skipped": _l(
        "This time does not exist on that day: the clocks go forward and skip it. Please choose another time."
    ),
    "changed_meanwhile": _l("Somebody else was faster. Look at the meeting as it is now, then decide again."),
    "round_already_open": _l("A round is already open."),
    "no_round_left": _l("All rounds have been held."),
    "no_round_open": _l("No round is open."),
    "round_still_open": _l("Close the round first."),
    "round_not_open": _l("This round has not begun yet."),
    "not_between_rounds": _l("This is possible only between two rounds."),
    "already_paused": _l("The clock is already stopped."),
    "not_paused": _l("The clock is running."),
    "rounds_too_short": _l("Keeping the end would make a later round shorter than {minutes} minutes."),
    "not_in_harvest": _l("This is possible only in the harvest."),
    "voting_already_open": _l("Voting is already open."),
    "voting_not_open": _l("Voting is not open."),
    "voting_has_begun": _l("Voting has begun: the main points can no longer be changed."),
    "voting_still_open": _l("Close the voting first."),
    "acceptability_asked": _l("People have already been asked whether they can live with the main points."),
    "acceptability_not_open": _l("This question is not open."),
    "no_main_points": _l("There are no main points yet."),
    "not_asked_about": _l("Nobody is asked about this note."),
    "no_such_prompt": _l("This question is not offered here."),
    # Tables and people
    "no_such_table": _l("There is no such table."),
    "no_such_person": _l("This person is no longer in the meeting."),
    "never_seated": _l("Only people who sat at a table in this meeting can vote."),
    "not_seated": _l("You have no seat in this round."),
    "person_not_seated": _l("This person has no seat in this round."),
    "table_has_host": _l("This table already has a table host."),
    "nobody_speaks": _l("People are on the move. Ask again when somebody speaks to you."),
    "hosts_only": _l("Only the table host of this table can do this."),
    "no_such_round": _l("There is no such round."),
    "round_is_over": _l("This round is over: who sat where stays as it was."),
    "two_people_needed": _l("Please choose two different people."),
    "same_table": _l("They sit at the same table already."),
    "nothing_to_undo": _l("There is nothing to undo in this phase."),
    "link_not_https": _l("A link has to begin with https://."),
    "link_too_long": _l("This link is too long."),
    "how_too_long": _l("Please say in a few words how to listen, or give a link."),
    # Notes
    "no_such_note": _l("This note is no longer there."),
    "no_such_objection": _l("This objection is no longer there."),
    "not_a_main_point": _l("Only main points can be voted for."),
    "no_votes_left": _l("You have used all {votes} votes. Take one back first."),
    "key_in_use": _l("This note could not be stored. Please copy its text and write it again."),
    "already_in_language": _l("This note is written in that language already."),
    # The assessment
    "analysis_running": _l("The analysis is finding themes already."),
    "analysis_failed": _l("The analysis could not find themes. Your notes are safe; please try again."),
    "not_in_consultation": _l("This does not belong to this consultation."),
    "unknown_format": _l("This file format is not offered."),
    "analysis_stopped": _l("The analysis ended unexpectedly. Your notes are safe; please start it again."),
    "summary_too_long": _l(
        "The summary has {words} words and the form takes {limit}. Please shorten it by {over}; nothing is lost."
    ),
    "brief_too_long": _l("These texts are too long for one page. Please shorten them; nothing is lost."),
    "export_failed": _l("The report could not be written. Please try again."),
    "merge_needs_two": _l("Tick at least two themes to merge them."),
    "no_note_chosen": _l("Tick at least one note first."),
    "split_needs_rest": _l("At least one note must stay in the theme. Rename the theme instead."),
    "theme_name_missing": _l("Please give the theme a name."),
    "theme_gone": _l("This theme is no longer there. Look at the themes as they are now, then decide again."),
    "board_moved_on": _l(
        "Somebody else has changed this meanwhile. Look at the themes as they are now, then decide again."
    ),
    "reason_missing": _l("Please say why, in a few words."),
    "step_not_there": _l("This step has been undone already, or cannot be undone."),
    "step_overtaken": _l("This can no longer be undone: what it changed has been changed again since."),
    "nothing_to_regroup": _l("Nothing is left to regroup: people have moved these notes meanwhile."),
    "unknown_tag": _l("This tag is not offered."),
    "unknown_commitment": _l("This commitment is not in the framework."),
    "unknown_track": _l("This track is not in the framework."),
    "need_sentence_missing": _l("Please write the need in at least one language."),
    "need_changed": _l(
        "Somebody has changed this need meanwhile. Nothing is lost: please compare and store it again."
    ),
    "resource_name_missing": _l("Please say what it is called."),
    "resource_kind_missing": _l("Please choose what kind of resource it is."),
    # Signing in and working together
    "password_too_short": _l("A password needs at least {count} characters."),
    "password_too_long": _l("A password may have at most {count} characters."),
    "too_many_attempts": _l("Too many attempts. Please wait ten minutes and try again."),
    "name_missing": _l("Please enter a sign-in name."),
    "name_taken": _l("This sign-in name is taken."),
    "role_missing": _l("Please choose at least one role."),
    "no_such_member": _l("This person does not work on this consultation."),
    "no_link_for_member": _l("This person signs in with a password, or works on other consultations too."),
    "last_coordinator": _l("A consultation needs a coordinator. Name another one first."),
    "not_your_question": _l("Please choose questions of this consultation."),
    # On paper
    "nothing_to_print": _l("There is nothing to print here yet."),
    "pack_failed": _l("The PDF could not be written. Please try again."),
}


def sentence(code: str, **values: object) -> str:
    """The sentence of a code in the language of the moment; an unknown code is a fault of ours."""
    text = str(PHRASES[code])
    return text.format(**values) if values else text
