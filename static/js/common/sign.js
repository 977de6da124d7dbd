// The sign of a café table: its number on a shape in a colour, so that nobody has to rely on colour alone.
//
//   html`<${Sign} table=${{ number: 6, colour: "teal", shape: "star" }} />`
//     table      needs number, colour, shape (see `table_sign` on the server)
//     size       width and height in px; without it CSS decides (class "sign")
//     labelled   true: the sign says "Table 6 (star, teal)" to a screen reader; else it is decoration, aria-hidden
//   signName(table) → "Table 6 (star, teal)", translated
//   COLOURS, PATHS                            white letters on every colour: contrast at least 4.5:1
import { html } from "htm/preact";
import { t } from "./messages.js";

export const COLOURS = {
  terracotta: "#a8431c",
  teal: "#0b6b6b",
  plum: "#7a2f72",
  olive: "#5a6212",
  navy: "#22427c",
  rose: "#b52a5b",
  ochre: "#8a5800",
  slate: "#4b5763",
};

// On a field of 100 × 100.
export const PATHS = {
  circle: "M50 4a46 46 0 1 1 0 92a46 46 0 1 1 0-92z",
  square: "M14 8h72a6 6 0 0 1 6 6v72a6 6 0 0 1-6 6H14a6 6 0 0 1-6-6V14a6 6 0 0 1 6-6z",
  triangle: "M50 5L97 92H3z",
  diamond: "M50 2L98 50L50 98L2 50z",
  star: "M50 2L63 31L95 34L71 56L79 93L50 75L21 93L29 56L5 34L37 31z",
  heart: "M50 94C8 62 3 42 5 30C8 12 36 2 50 24C64 2 92 12 95 30C97 42 92 62 50 94z",
  hexagon: "M27 7h46L97 50L73 93H27L3 50z",
};

// [font size, baseline] of the number: where a shape has room.
const NUMBERS = {
  circle: [50, 67],
  square: [52, 68],
  triangle: [38, 82],
  diamond: [42, 64],
  star: [32, 65],
  heart: [42, 62],
  hexagon: [50, 67],
};

export function Sign({ table, size, labelled = false }) {
  const [font, baseline] = NUMBERS[table.shape] || NUMBERS.circle;
  const named = labelled ? { role: "img", "aria-label": signName(table) } : { "aria-hidden": "true" };
  return html`<svg class="sign" viewBox="-4 -4 108 108" width=${size} height=${size} focusable="false" ...${named}>
    <path d=${PATHS[table.shape] || PATHS.circle} fill=${COLOURS[table.colour] || COLOURS.slate}
      stroke="#fff" stroke-width="4" stroke-linejoin="round" />
    <text x="50" y=${baseline} text-anchor="middle" font-size=${table.number > 9 ? font * 0.82 : font}
      font-weight="700" font-family="system-ui, sans-serif" fill="#fff">${table.number}</text>
  </svg>`;
}

export function signName(table) {
  return t("Table {number} ({shape}, {colour})", {
    number: table.number,
    shape: shapeName(table.shape),
    colour: colourName(table.colour),
  });
}

export function shapeName(shape) {
  const names = {
    circle: t("circle"),
    square: t("square"),
    triangle: t("triangle"),
    diamond: t("diamond"),
    star: t("star"),
    heart: t("heart"),
    hexagon: t("hexagon"),
  };
  return names[shape] || shape;
}

export function colourName(colour) {
  const names = {
    terracotta: t("terracotta"),
    teal: t("teal"),
    plum: t("plum"),
    olive: t("olive"),
    navy: t("navy blue"),
    rose: t("rose"),
    ochre: t("ochre"),
    slate: t("slate grey"),
  };
  return names[colour] || colour;
}
