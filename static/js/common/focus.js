// Focus is never lost: where the focused place goes away, what is left around it gets the focus.
const PLACES = "h1, h2, h3, summary, a[href], button:not([tabindex='-1']), input, select, textarea";

/** Remember where an element stands. The function gives the focus back to it, or to the nearest place that is left. */
export function placeOf(element) {
  const around = [];
  for (let at = element; at && at !== document.body; at = at.parentElement) around.push(at);
  return () => {
    for (const at of around) {
      // What stands next in a list has nothing to do with what went: the heading above the list has.
      if (!at.isConnected || at.matches("ul, ol")) continue;
      for (const place of at.matches(PLACES) ? [at] : at.querySelectorAll(PLACES)) {
        if (place.matches("h1, h2, h3")) place.tabIndex = -1;
        place.focus();
        if (document.activeElement === place) return;
      }
    }
  };
}

export function keepFocus(root) {
  let last = null;
  let back = null;
  document.addEventListener("focusin", ({ target }) => {
    last = target;
    back = placeOf(target);
  });
  // Whoever taps elsewhere has left by themselves.
  document.addEventListener("pointerdown", () => (last = null));
  new MutationObserver(() => {
    if (last && !last.isConnected && document.activeElement === document.body) back();
  }).observe(root, { childList: true, subtree: true });
}
