// What every page needs: a warning before unsaved input is lost, and small comforts.

const dirty = new Set();

addEventListener("beforeunload", (event) => {
  if (dirty.size) event.preventDefault();
});

export function setDirty(key, isDirty) {
  if (isDirty) dirty.add(key);
  else dirty.delete(key);
}

export function csrfToken() {
  return document.querySelector("meta[name=csrf-token]").content;
}

for (const form of document.querySelectorAll("form[method=post].form, form.guarded")) {
  form.addEventListener("input", () => setDirty(form, true));
  form.addEventListener("submit", (event) => {
    setDirty(form, false);
    // A second click while the first is on its way would send everything twice.
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
}

addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

for (const button of document.querySelectorAll("button[data-print]")) {
  button.addEventListener("click", () => print());
}

const errors = document.querySelector(".form-errors");
if (errors) errors.focus();

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.who[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});
