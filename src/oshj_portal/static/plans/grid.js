// The rows of a plan: added, moved, removed, pasted from a spreadsheet; a warning before any is lost.

import { setDirty } from "../app.js";
import { fromTsv } from "../journal/clipboard.js";

const FIELDS = ["topic", "hours", "kind", "task", "due", "work"];
const HEADINGS = ["тема", "topic"];

const form = document.getElementById("plan");
const body = form.querySelector("tbody");
const chip = document.getElementById("unsaved");
const pattern = emptied(body.lastElementChild.cloneNode(true));

function emptied(row) {
  row.removeAttribute("class");
  for (const chip of row.querySelectorAll(".chip")) chip.remove();
  for (const field of fields(row)) {
    if (field.name !== "kind") write(field, "");
    field.removeAttribute("aria-invalid");
  }
  return row;
}

function fields(row) {
  return FIELDS.map((name) => row.querySelector(`[name=${name}]`));
}

function write(field, text) {
  if (field.tagName !== "SELECT") {
    field.value = text;
    return;
  }
  const typed = text.trim().toLowerCase();
  const options = [...field.options];
  const found = options.find(({ value, text: shown }) => [value.toLowerCase(), shown.toLowerCase()].includes(typed))
    ?? (typed && options.find(({ value }) => value && (value.toLowerCase().startsWith(typed) || typed.startsWith(value.toLowerCase()))));
  if (found) field.value = found.value;
  else if (!typed) field.selectedIndex = 0;
}

function changed() {
  let number = 0;
  for (const [index, row] of [...body.rows].entries()) {
    row.id = `row-${index + 1}`;
    const written = row.querySelector("[name=topic]").value.trim() !== "";
    if (written) number += 1;
    row.querySelector("[data-number]").firstChild?.nodeType === Node.TEXT_NODE
      ? (row.querySelector("[data-number]").firstChild.data = written ? number : "")
      : row.querySelector("[data-number]").prepend(written ? String(number) : "");
  }
  setDirty(form, true);
  chip.hidden = false;
}

function addRow() {
  const row = pattern.cloneNode(true);
  row.querySelector("[name=kind]").value = body.lastElementChild?.querySelector("[name=kind]").value ?? "";
  body.append(row);
  return row;
}

function paste(event) {
  const field = event.target.closest("[name]");
  if (!field || !FIELDS.includes(field.name)) return;
  let rows = fromTsv(event.clipboardData.getData("text/plain"));
  if (rows.length < 2 && (rows[0]?.length ?? 0) < 2) return; // one cell: the browser pastes it
  event.preventDefault();
  if (HEADINGS.some((heading) => rows[0].some((cell) => cell.toLowerCase() === heading))) {
    rows = rows.slice(1);
  }
  // Copied from our own workbook, a row begins with its number.
  const numbered = field.name === "topic" && rows.every((row) => /^\d*$/.test(row[0])) && rows.some((row) => row[0]);
  const first = FIELDS.indexOf(field.name);
  let row = field.closest("tr");
  for (const cells of rows) {
    row ??= addRow();
    const targets = fields(row);
    for (const [place, text] of cells.slice(numbered ? 1 : 0).entries()) {
      if (targets[first + place]) write(targets[first + place], text);
    }
    row = row.nextElementSibling;
  }
  changed();
}

form.addEventListener("paste", paste);
form.addEventListener("input", changed);
form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-row]");
  if (!button) return;
  const row = button.closest("tr");
  const action = button.dataset.row;
  if (action === "up" && row.previousElementSibling) row.previousElementSibling.before(row);
  else if (action === "down" && row.nextElementSibling) row.nextElementSibling.after(row);
  else if (action === "remove") {
    const next = row.nextElementSibling ?? row.previousElementSibling ?? addRow();
    row.remove();
    next.querySelector("[name=topic]").focus();
  }
  if (action !== "remove") button.focus();
  changed();
});
document.getElementById("add-row").addEventListener("click", () => {
  addRow().querySelector("[name=topic]").focus();
});
form.addEventListener("keydown", (event) => {
  // Enter would hand the form in; here it goes to the next row, as in a spreadsheet.
  if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
  event.preventDefault();
  const row = event.target.closest("tr");
  const next = row.nextElementSibling ?? addRow();
  next.querySelector(`[name=${event.target.name}]`).focus();
});

if (form.dataset.unsaved) setDirty(form, true);
