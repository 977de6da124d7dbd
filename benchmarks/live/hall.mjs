// A bare socket.io server on Node that does what hall.py does: `node hall.mjs PORT` (run where socket.io is installed).
import { createRequire } from "node:module";
import { join } from "node:path";

const { Server } = createRequire(join(process.cwd(), "package.json"))("socket.io");
const io = new Server(Number(process.argv[2]), { serveClient: false, perMessageDeflate: false, pingInterval: 600000 });

io.on("connection", (socket) => {
  socket.join("hall");
  socket.on("say", (item) => {
    io.to("hall").emit("told", item);
  });
});
