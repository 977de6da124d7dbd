// A bare socket.io server on Node that answers `catch_up` with a text of SIZE letters: `node back.mjs PORT SIZE`.
import { createRequire } from "node:module";
import { join } from "node:path";

const { Server } = createRequire(join(process.cwd(), "package.json"))("socket.io");
const io = new Server(Number(process.argv[2]), { serveClient: false, perMessageDeflate: false, pingInterval: 600000 });
const snapshot = { ok: true, text: "x".repeat(Number(process.argv[3])) };

io.on("connection", (socket) => {
  socket.join("hall");
  socket.on("catch_up", (_payload, answer) => answer(snapshot));
});
