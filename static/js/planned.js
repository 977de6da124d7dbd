// On pages that tell when meetings are planned (templates/_planned.html): the same on the clock of the reader.
import { ownClock } from "./common/own_clock.js";

for (const line of document.querySelectorAll("[data-own-clock]")) {
  const times = Array.from(line.parentElement.querySelectorAll("[data-clocks] time"));
  const told = ownClock(clocks(times), document.documentElement.lang);
  if (!told) continue;
  line.textContent = line.dataset.ownClock.replace("{times}", told);
  line.hidden = false;
}

/** Each clock has a beginning, and all of them an end, or none. */
function clocks(times) {
  const first = new Date(times[0].dateTime).getTime();
  const found = [];
  for (const { dateTime } of times) {
    if (new Date(dateTime).getTime() === first) found.push({ begins: dateTime, ends: null });
    else found[found.length - 1].ends = dateTime;
  }
  return found;
}
