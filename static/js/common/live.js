// The line to the meeting: one socket, commands that always answer, and a fresh state after every silence.
//
//   const live = createLive({
//     auth: { token } | { ticket } | { projector } | { board },
//     onSnapshot(snapshot) {},               the ack of `catch_up`, on every connect and whenever asked again
//     opening: "catch_up",                   what is asked for it, where it is something else
//     events: { "note.written": (payload) => {} },   further events
//     refreshOn: { "meeting.changed": 300 },         events that only mean "ask again", and their jitter in ms
//   })
//   live.start()                             connects; stays connected until live.stop()
//   live.busy                                signal: what a server with too much to do says ("please wait"), else ""
//   live.state                               signal: "connecting" | "online" | "offline" | "not_recognised"
//                                            "online" only after the server answered `catch_up`
//   await live.command("note.write", {…})    → the server's answer {ok, …}. Never throws: without a line or an answer
//                                            it is {ok: false, code: "no_line" | "no_answer", retry: true, message}
//   live.catchUp(jitter = 0)                 ask for the state again; calls close together become one
//   live.wake()                              is the line still alive? (called on visibility and pageshow by itself)
//   live.clock                               see clock.js; synced after every connect
import { signal } from "@preact/signals";
import { io } from "socket.io-client";
import { createClock } from "./clock.js";
import { t } from "./messages.js";

const ANSWER_WITHIN = 5000;
const SIGN_OF_LIFE_WITHIN = 3000;
const TRY_AGAIN_AFTER = 4000;

export function createLive({ auth, onSnapshot, opening = "catch_up", events = {}, refreshOn = {} }) {
  const state = signal("connecting");
  const busy = signal("");
  const socket = io({
    auth,
    autoConnect: false,
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5000,
    timeout: 6000,
  });
  const clock = createClock(async () => (await ask("clock.probe", {}, SIGN_OF_LIFE_WITHIN)).now);
  const catchUp = oneAtATime(refresh);
  let stopped = true;
  let retry = 0;
  let changes = 0;

  /** The answer of the server; rejects without one. Nothing is ever buffered for later. */
  function ask(name, payload, within) {
    if (!socket.connected) return Promise.reject(new Error("no line"));
    return socket.timeout(within).emitWithAck(name, payload);
  }

  async function command(name, payload = {}, within = ANSWER_WITHIN) {
    if (!socket.connected) {
      return { ok: false, code: "no_line", retry: true, message: t("There is no connection right now. Please try again.") };
    }
    try {
      const answer = await ask(name, payload, within);
      busy.value = answer.retry ? answer.message : "";
      if (answer.ok && name !== opening) changes += 1;
      return answer;
    } catch (_) {
      return { ok: false, code: "no_answer", retry: true, message: t("The server did not answer. Please try again.") };
    }
  }

  async function refresh() {
    if (!socket.connected) return;
    const before = changes;
    const snapshot = await command(opening);
    if (snapshot.ok) {
      // Something happened while the state was on its way: it may be older than what is already known here.
      if (changes !== before) catchUp(500);
      clock.guess(snapshot.server_time);
      onSnapshot(snapshot);
      state.value = "online";
    } else if (snapshot.code === "not_recognised") {
      state.value = "not_recognised";
    } else if (snapshot.code === "no_answer") {
      reconnect();
    } else if (socket.connected) {
      later(catchUp);
    }
  }

  /** A busy server is not helped by asking at once, nor by everybody asking again at the same moment. */
  function later(what) {
    retry = setTimeout(what, TRY_AGAIN_AFTER * (0.5 + Math.random()));
  }

  function reconnect() {
    if (stopped) return;
    clearTimeout(retry);
    state.value = navigator.onLine === false ? "offline" : "connecting";
    socket.disconnect().connect();
  }

  async function wake() {
    if (stopped) return;
    if (!socket.connected) return reconnect();
    clock.distrust();
    try {
      await ask("clock.probe", {}, SIGN_OF_LIFE_WITHIN);
    } catch (_) {
      // A locked phone loses its socket without being told.
      return reconnect();
    }
    catchUp();
    clock.sync();
  }

  socket.on("connect", async () => {
    clearTimeout(retry);
    await refresh();
    clock.sync();
  });
  socket.on("disconnect", (reason) => {
    if (stopped) return;
    clearTimeout(retry);
    state.value = "connecting";
    busy.value = "";
    if (reason === "io server disconnect") later(reconnect);
  });
  socket.on("connect_error", (error) => {
    if (stopped) return;
    if (error.message === "not_recognised") {
      state.value = "not_recognised";
      return;
    }
    state.value = "offline";
    // Refused by the server rather than unreachable: the library does not try again by itself.
    if (!socket.active) later(reconnect);
  });
  for (const name of Object.keys(events)) {
    socket.on(name, (payload) => {
      changes += 1;
      events[name](payload);
    });
  }
  for (const name of Object.keys(refreshOn)) socket.on(name, () => catchUp(refreshOn[name]));

  const whenVisible = () => document.visibilityState === "visible" && wake();
  // The first pageshow comes while the first connection is being made; only a page brought back needs help.
  const whenShown = (event) => event.persisted && wake();
  const whenOffline = () => {
    state.value = "offline";
  };

  return {
    state,
    busy,
    clock,
    command,
    catchUp,
    wake,
    start() {
      stopped = false;
      document.addEventListener("visibilitychange", whenVisible);
      addEventListener("pageshow", whenShown);
      addEventListener("online", whenVisible);
      addEventListener("offline", whenOffline);
      socket.connect();
    },
    stop() {
      stopped = true;
      clearTimeout(retry);
      document.removeEventListener("visibilitychange", whenVisible);
      removeEventListener("pageshow", whenShown);
      removeEventListener("online", whenVisible);
      removeEventListener("offline", whenOffline);
      socket.disconnect();
    },
  };
}

/** `run`, at most one at a time: calls during a run or its jitter are answered by one more run. */
function oneAtATime(run) {
  let planned = 0;
  let running = false;
  let again = false;

  async function go() {
    planned = 0;
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      await run();
    } finally {
      running = false;
    }
    if (again) {
      again = false;
      go();
    }
  }

  return function ask(jitter = 0) {
    if (planned && jitter > 0) return;
    clearTimeout(planned);
    planned = setTimeout(go, Math.random() * jitter);
  };
}
