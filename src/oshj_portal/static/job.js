// The progress of a job: asks how far it is, and shows the result as soon as there is one.

const card = document.querySelector("[data-job]");
const bar = card.querySelector("progress");
const state = card.querySelector("[data-job-state]");
const PAUSE = 1000;

async function ask() {
  try {
    const answer = await fetch(card.dataset.job, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const job = await answer.json();
    if (job.finished) return location.reload();
    if (state.textContent !== job.state) state.textContent = job.state;
    bar.max = job.total || 1;
    bar.value = job.done;
  } catch (error) {
    // The network may come back; the link beside the bar works in any case.
    console.warn(error);
  }
  setTimeout(ask, PAUSE);
}

setTimeout(ask, PAUSE);
