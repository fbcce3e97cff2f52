// The form of a lesson or a control: how much is unsaved, who came, and nothing typed is lost.

import { setDirty } from "../app.js";
import { link } from "./popover.js";

const HERE = new Set(["к", "ч"]);

function enhance() {
  const form = document.getElementById("sheet");
  const save = document.getElementById("save");
  if (!form || !save) return;
  const words = JSON.parse(form.dataset.words);
  const chip = document.getElementById("changes");
  // After a refusal the typed values are the ones the page came with.
  const refused = document.querySelector(".form-errors") !== null;

  const say = (text, style) => {
    chip.hidden = false;
    chip.className = `chip wide ${style}`;
    chip.replaceChildren(text);
  };

  const count = () => {
    const rows = new Set();
    let changes = 0;
    for (const control of form.elements) {
      if (!isChanged(control)) continue;
      changes += 1;
      rows.add(control.closest(".row"));
    }
    for (const row of form.querySelectorAll(".row")) row.classList.toggle("changed", rows.has(row));
    setDirty(form, changes > 0 || refused);
    chip.hidden = changes === 0;
    if (changes) say(`${words.changes}: ${changes}`, "warn");
    const here = document.getElementById("here-count");
    if (here) here.textContent = [...form.querySelectorAll(".seg :checked")].filter(({ value }) => HERE.has(value)).length;
  };

  form.addEventListener("input", count);
  document.getElementById("rest")?.addEventListener("click", (event) => {
    event.preventDefault();
    for (const clear of form.querySelectorAll(".seg .clear :checked")) {
      clear.closest(".seg").querySelector("input[value=ж]").checked = true;
    }
    count();
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    save.disabled = true;
    say(words.saving, "info");
    await send(form, words, say);
    save.disabled = false;
  });
  count();
}

function isChanged(control) {
  if (control.type === "radio") return control.checked && !control.defaultChecked;
  if (control.type === "select-one") return !control.selectedOptions[0]?.defaultSelected;
  if (control.type === "checkbox") return control.checked !== control.defaultChecked;
  return ["text", "textarea"].includes(control.type) && control.value !== control.defaultValue;
}

async function send(form, words, say) {
  let response;
  let text;
  try {
    response = await fetch(form.action, {
      method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "text/html" },
      redirect: "manual", // the page it leads to is loaded once, with its message
    });
    text = await response.text();
  } catch {
    say(words.failed, "bad");
    return;
  }
  if (response.type === "opaqueredirect") {
    setDirty(form, false);
    location.assign(form.action);
    return;
  }
  if (response.status === 401) {
    say(`⚠ ${words.signedOut} `, "bad");
    document.getElementById("changes").append(link("/sign-in", words.signIn, true));
    return;
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  const token = page.querySelector("meta[name=csrf-token]")?.content;
  if (token) document.querySelector("meta[name=csrf-token]").content = token;
  const shown = page.getElementById("page");
  if (!shown) {
    say(`⚠ ${page.querySelector("main h1")?.textContent ?? words.failed}`, "bad");
    return;
  }
  setDirty(form, false);
  // What an earlier save said is no longer the latest word.
  document.querySelector(".flashes")?.replaceChildren();
  document.getElementById("page").replaceWith(document.adoptNode(shown));
  enhance();
  document.querySelector(".form-errors")?.focus();
}

enhance();
