// What the grid says about itself: saved or not, how far it is filled in.

import { button, link } from "./popover.js";

const SIGNS = { "not-started": "○", open: "●", filled: "✓", overdue: "!" };
const STYLES = { "not-started": "", open: "info", filled: "good", overdue: "bad" };

export function showState(name, count, model) {
  const chip = document.getElementById("saved");
  const { words } = model;
  chip.hidden = false;
  if (name === "saved") {
    chip.className = "chip good";
    chip.textContent = `✓ ${words.saved} ${clock()}`;
    return;
  }
  if (name === "saving") {
    chip.className = "chip info";
    chip.textContent = words.saving;
    return;
  }
  const text = `⚠ ${words.unsaved}: ${count}. ${words[name]} `;
  if (chip.dataset.text === text && chip.classList.contains("bad")) return;
  chip.dataset.text = text;
  chip.className = "chip bad wide";
  chip.replaceChildren(text);
  if (name === "signedOut") chip.append(link("/sign-in", words.signIn, true), " ");
  chip.append(button(words.again, "link", () => model.queue.retry()));
}

function clock() {
  const now = new Date();
  return [now.getHours(), now.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}

export function showFill(table, sheet, status) {
  for (const sign of table.tHead.querySelectorAll(`[data-s="${CSS.escape(sheet)}"] .st`)) {
    sign.dataset.status = status;
    sign.className = `st ${STYLES[status]}`;
    sign.textContent = SIGNS[status];
  }
  const percent = document.getElementById("fill");
  const lessons = new Map();
  for (const sign of table.tHead.querySelectorAll(".st")) {
    lessons.set(sign.parentElement.dataset.s, sign.dataset.status);
  }
  const filled = [...lessons.values()].filter((one) => one === "filled").length;
  if (percent) percent.textContent = Math.floor((filled * 100) / lessons.size);
}
