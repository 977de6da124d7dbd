// A note that comes, or turns into another language, must not move what somebody is reading or writing.

/** Make a change; what has the focus, or stands in the middle, stays where it is on the screen. */
export function standStill(change) {
  const at = held();
  // Browsers with scroll anchoring do it themselves.
  if (!at || CSS.supports("overflow-anchor", "auto")) return change();
  const before = at.getBoundingClientRect().top;
  change();
  requestAnimationFrame(() => {
    if (at.isConnected) scrollBy(0, at.getBoundingClientRect().top - before);
  });
}

function held() {
  const active = document.activeElement;
  const { top, bottom } = active.getBoundingClientRect();
  // What stays in sight while the page scrolls tells nothing.
  if (active.closest(".column") && bottom > 0 && top < innerHeight) return active;
  return document.elementFromPoint(innerWidth / 2, innerHeight / 2);
}
