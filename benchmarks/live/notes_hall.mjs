// What notes_hall.py serves, as a bare Node socket.io server on the very same SQLite file: `node notes_hall.mjs PORT FILE`
// (run where socket.io and libsql are installed). Phones are let in by their token, a note is looked at, stored under
// its author's key, acknowledged after the commit, and told to the table. One transaction for all notes that have come
// since the last.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";

const fetched = createRequire(join(process.cwd(), "package.json"));
const { Server } = fetched("socket.io");
const Database = fetched("libsql");
const [, , port, file] = process.argv;

const KINDS = new Set(["need", "experience", "initiative", "practice", "proposal", "cooperation"]);
const db = new Database(file);
// The same as the product asks of every connection (consult/extensions.py).
for (const wanted of ["journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"]) db.pragma(wanted);
const participant = db.prepare(
  `SELECT p.id, p.meeting_id, s.round_number, s.table_number FROM participant p JOIN seat s ON s.participant_id = p.id
   WHERE p.token_hash = ? AND p.left_at IS NULL`,
);
const insert = db.prepare(
  `INSERT INTO note (meeting_id, participant_id, client_key, round_number, table_number, kind, text, language, by_proxy,
     main_point, written_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?)
   ON CONFLICT (participant_id, client_key) DO NOTHING RETURNING id`,
);
const stored = db.prepare("SELECT id FROM note WHERE participant_id = ? AND client_key = ?");
const [begin, commit, rollback] = ["BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"].map((words) => db.prepare(words));

const io = new Server(Number(port), { serveClient: false, perMessageDeflate: false, pingInterval: 600000 });
let waiting = [];

io.use((socket, next) => {
  const token = socket.handshake.auth.token;
  socket.data.who = typeof token === "string" && participant.get(createHash("sha256").update(token).digest("hex"));
  next(socket.data.who ? undefined : new Error("not_recognised"));
});

io.on("connection", (socket) => {
  socket.join(`table:${socket.data.who.table_number}`);
  socket.on("note.write", (note, answer) => {
    if (!wellFormed(note, socket.data.who)) return answer({ ok: false, code: "malformed" });
    if (waiting.push({ socket, note, answer }) === 1) setImmediate(store);
  });
});

function wellFormed(note, who) {
  return (
    /^[A-Za-z0-9-]{8,64}$/.test(note?.client_key) &&
    KINDS.has(note.kind) &&
    typeof note.text === "string" &&
    note.text.trim().length > 0 &&
    [...note.text].length <= 600 &&
    note.round === who.round_number
  );
}

function store() {
  const group = waiting;
  waiting = [];
  const at = Date.now();
  begin.run();
  try {
    for (const one of group) one.fresh = insert.get(...values(one, at));
    commit.run();
  } catch (error) {
    rollback.run();
    for (const { answer } of group) answer({ ok: false, code: "please_wait", retry: true });
    return;
  }
  for (const one of group) told(one, at);
}

function values({ socket, note }, at) {
  const who = socket.data.who;
  const text = note.text.trim().normalize("NFC");
  return [who.meeting_id, who.id, note.client_key, note.round, who.table_number, note.kind, text, "en", at / 1000];
}

function told({ socket, note, answer, fresh }, at) {
  const who = socket.data.who;
  const { id } = fresh ?? stored.get(who.id, note.client_key);
  const { kind, text, round, client_key } = note;
  const table = who.table_number;
  const shown = { id, kind, text, language: "en", round, table, mine: false, main_point: false, by_proxy: false, at };
  const own = { ...shown, mine: true, client_key, hidden: false };
  answer({ ok: true, version: 1, note: own });
  if (!fresh) return;
  socket.to(`table:${who.table_number}`).emit("note.written", { note: shown });
  socket.emit("note.written", { note: own });
}
