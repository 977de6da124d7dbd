// Notes in the hand of a mouse (or of a finger that stays): which, and over what. Everything is possible without as well.
import { signal } from "@preact/signals";
import { hold } from "./line.js";
import { chosen, dragged, mayEdit } from "./store.js";

const over = signal(null); // the place under the hand

/** What makes a note draggable: with all the selected ones, if it is one of them. */
export function dragging(note) {
  if (!mayEdit.value) return {};
  return {
    draggable: true,
    onDragStart(event) {
      const ids = chosen.value.has(note.id) ? [...chosen.value] : [note.id];
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", note.text);
      if (ids.length > 1) event.dataTransfer.setDragImage(pile(ids.length), 12, 12);
      // A list that changes at once would end the drag in some browsers.
      setTimeout(() => (dragged.value = ids));
      hold(note.id);
    },
    onDragEnd() {
      dragged.value = null;
      over.value = null;
      hold(null);
    },
  };
}

/** What makes a place take notes; `over` says whether they are above it. */
export function dropping(place, take) {
  if (!mayEdit.value) return {};
  const mine = (event) => {
    if (!dragged.value) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    over.value = place;
  };
  return {
    over: over.value === place || undefined,
    onDragEnter: mine,
    onDragOver: mine,
    onDragLeave(event) {
      if (over.value === place && !event.currentTarget.contains(event.relatedTarget)) over.value = null;
    },
    onDrop(event) {
      if (!dragged.value) return;
      event.preventDefault();
      over.value = null;
      take();
      dragged.value = null;
    },
  };
}

/** How many they are, under the hand. */
function pile(count) {
  const mark = document.getElementById("pile");
  mark.textContent = count;
  return mark;
}
