// The save queue: one request a sheet at a time, retried under the same id until the server
// has answered, so that a lost answer never writes twice and a lost connection loses nothing.

import { csrfToken } from "../app.js";

const PAUSES = [1000, 2000, 5000, 10000, 15000];
const BATCH = 1000;

export class Queue {
  // `on` has saved(sheet, answer, writes), refused(sheet, error, writes), state(name, count).
  constructor(path, on) {
    this.path = path;
    this.on = on;
    this.waiting = new Map(); // sheet → Map("slot.field" → write)
    this.flying = new Map(); // sheet → {id, writes}
    this.tries = 0;
    this.trouble = "";
    addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && this.trouble) this.retry();
    });
  }

  // A write is {slot, field, value, expected, group}; a later one to the same cell replaces it.
  add(sheet, writes) {
    const cells = this.waiting.get(sheet) ?? new Map();
    this.waiting.set(sheet, cells);
    for (const write of writes) {
      const place = `${write.slot}.${write.field}`;
      const earlier = cells.get(place);
      cells.set(place, earlier ? { ...write, expected: earlier.expected } : write);
    }
    this.tell();
    // Writes of one keystroke, or of one paste, travel together.
    queueMicrotask(() => this.send(sheet));
  }

  get count() {
    let count = 0;
    for (const cells of this.waiting.values()) count += cells.size;
    for (const { writes } of this.flying.values()) count += writes.length;
    return count;
  }

  tell() {
    this.on.state(this.trouble || (this.count ? "saving" : "saved"), this.count);
  }

  send(sheet) {
    const cells = this.waiting.get(sheet);
    if (!cells?.size || this.flying.has(sheet)) return;
    const writes = [...cells.values()].slice(0, BATCH);
    for (const write of writes) cells.delete(`${write.slot}.${write.field}`);
    this.flying.set(sheet, { id: requestId(), writes });
    this.post(sheet);
  }

  retry() {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const sheet of this.flying.keys()) this.post(sheet);
  }

  async post(sheet) {
    const flight = this.flying.get(sheet);
    if (!flight || flight.posting) return;
    flight.posting = true;
    let status = 0;
    let answer = null;
    try {
      const response = await fetch(`${this.path}${sheet}/cells`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": csrfToken() },
        body: JSON.stringify({
          request: flight.id,
          cells: flight.writes.map(({ slot, field, value, expected }) => ({ slot, field, value, expected })),
        }),
      });
      status = response.status;
      answer = await response.json();
    } catch (error) {
      // No connection, or an answer that is none: both are tried again.
      if (status === 0 || status === 200) status = 0;
    }
    flight.posting = false;
    if (status === 200 && answer) this.land(sheet, () => this.on.saved(sheet, answer, flight.writes));
    else if (status === 400 && (await renewToken())) this.post(sheet);
    else if (status === 401 || status === 400) this.stop("signedOut");
    else if (status === 0 || status >= 500 || status === 429) this.stop(status === 0 ? "offline" : "busy", true);
    else this.land(sheet, () => this.on.refused(sheet, { status, ...answer }, flight.writes));
  }

  land(sheet, tell) {
    this.flying.delete(sheet);
    this.tries = 0;
    this.trouble = "";
    tell();
    this.tell();
    this.send(sheet);
  }

  stop(trouble, again = false) {
    this.trouble = trouble;
    this.tell();
    if (!again || this.timer) return;
    const pause = PAUSES[Math.min(this.tries, PAUSES.length - 1)];
    this.tries += 1;
    this.timer = setTimeout(() => this.retry(), pause);
  }
}

function requestId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Signing in again, in another tab, brings a new token: the page fetches it from its own address.
let renewing = null;
function renewToken() {
  renewing ??= fetchToken().finally(() => (renewing = null));
  return renewing;
}

async function fetchToken() {
  const meta = document.querySelector("meta[name=csrf-token]");
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!response.ok) return false;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const token = page.querySelector("meta[name=csrf-token]")?.content;
    if (!token || token === meta.content) return false;
    meta.content = token;
    return true;
  } catch {
    return false;
  }
}
