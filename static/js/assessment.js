// While the analysis is at work: shows how far it is, and the page as it is now when it has ended.
const section = document.querySelector("[data-state]");
const EVERY = 1500;

async function look() {
  try {
    const answer = await fetch(section.dataset.state, { headers: { Accept: "application/json" } });
    const { run } = await answer.json();
    if (!run || !["waiting", "running"].includes(run.state)) {
      location.reload();
      return;
    }
    section.querySelector("progress").value = run.progress;
    const says = section.querySelector("[data-says]");
    if (says.textContent !== run.says) says.textContent = run.says;
  } catch {
    // The network is away for a moment; the next look may succeed.
  }
  setTimeout(look, EVERY);
}

if (section) setTimeout(look, EVERY);
