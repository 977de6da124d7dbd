// Texts in several languages: fields follow the languages offered, and a draft that was changed needs no tick.

/** Begin, for a form with such texts; `offered` are the checkboxes of the languages, where the form has them. */
export function followLanguages(form, offered = []) {
  // Saved for the first time, with drafts still to read: from here on this is the page of what was made.
  if (form.hasAttribute("action")) history.replaceState(null, "", form.getAttribute("action"));
  form.addEventListener("input", (event) => followDraft(event.target));
  const fold = () => {
    const codes = [...offered].filter((box) => box.checked).map((box) => box.value);
    for (const others of form.querySelectorAll(".other-languages")) foldAway(others, codes);
  };
  for (const box of offered) box.addEventListener("change", fold);
  addEventListener("hashchange", openTarget);
  openTarget();
}

/** Whether a draft still stands as it was made decides whether it has to be ticked. */
function followDraft(field) {
  const draft = field.parentElement?.querySelector(":scope > .draft");
  if (!draft) return;
  const made = draft.querySelector(`input[name="draft-${field.name}"]`);
  if (!made) return;
  const changed = plain(field.value) !== plain(made.value);
  draft.querySelector(".as-made").hidden = changed;
  draft.querySelector(".changed").hidden = !changed;
}

/** Languages that are not offered go behind "Languages not offered", the others come back, in their order. */
function foldAway(others, codes) {
  const text = others.parentElement;
  const [seen, folded] = text.querySelectorAll(".in-languages");
  const fields = [...text.querySelectorAll(".in-languages > .field")].sort((a, b) => Number(a.dataset.place) - Number(b.dataset.place));
  for (const field of fields) {
    const isOffered = codes.length === 0 || codes.includes(field.dataset.language);
    (isOffered ? seen : folded).append(field);
  }
  others.hidden = !folded.children.length;
  others.querySelector(".folded-names").textContent = [...folded.querySelectorAll(".language-name")].map((name) => name.textContent).join(", ");
}

/** A link may lead into something that is folded away. */
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  let opened = false;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    opened = opened || !fold.open;
    fold.open = true;
  }
  if (opened) target.scrollIntoView();
  if (target.matches("input, textarea")) target.focus();
}

function plain(text) {
  return text.split(/\s+/).join(" ").trim();
}
