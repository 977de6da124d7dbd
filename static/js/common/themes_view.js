// How somebody likes to look at themes: on the board, unless they chose the list.
const KEY = "consult.themes";

export function chosenView() {
  try {
    return localStorage.getItem(KEY) || "board";
  } catch (_) {
    return "board"; // storage is refused: the first choice of the house
  }
}

export function rememberView(view) {
  try {
    localStorage.setItem(KEY, view);
  } catch (_) {
    // Nothing to remember it with.
  }
}
