// What a phone does not need in its first minute. It comes by itself as soon as the page works: see seat/later.js.
// It takes what it shares from the first half: imported as a whole, that stays one file, which packs smaller than two.
import "./seat.js";
import { Translated } from "./common/translated.js";
import { arrived } from "./seat/later.js";
import { Agenda } from "./seat_later/agenda.js";
import { Closed } from "./seat_later/closed.js";
import { Correction } from "./seat_later/correction.js";
import { Foot } from "./seat_later/foot.js";
import { Gone, Left } from "./seat_later/gone.js";
import { HostPrompt } from "./seat_later/coverage.js";
import { Harvest } from "./seat_later/harvest.js";
import { HostTools } from "./seat_later/host.js";
import { Interpretation } from "./seat_later/interpretation.js";
import { NoteNews } from "./seat_later/note_news.js";
import { PastNotes } from "./seat_later/past_notes.js";
import { PlannedTime } from "./seat_later/planned.js";
import { AskSlower, PleaseSlower } from "./seat_later/slower.js";
import { SitOut, TableHelp } from "./seat_later/table_help.js";

// Nobody prints in the first minute.
const paper = document.createElement("link");
Object.assign(paper, { rel: "stylesheet", media: "print", href: document.getElementById("later").dataset.print });
document.head.append(paper);

arrived({ Agenda, AskSlower, Closed, Correction, Foot, Gone, Harvest, HostPrompt, HostTools, Interpretation, Left, NoteNews, PastNotes, PlannedTime, PleaseSlower, SitOut, TableHelp, Translated });
