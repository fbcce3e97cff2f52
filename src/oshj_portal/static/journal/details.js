// What the floating card says about a cell: its total, its lock, its history.

import { element, link } from "./popover.js";

export class Details {
  constructor(model, popover, name) {
    this.model = model;
    this.popover = popover;
    this.name = name;
    this.whys = new Map();
  }

  forget(row) {
    this.whys.delete(row);
  }

  async why(row, anchor) {
    const { words, root, rows } = this.model;
    if (!this.whys.has(row)) {
      const answer = await ask(`${root.dataset.path}why?slot=${rows[row].slot}`);
      if (!answer) return;
      this.whys.set(row, answer.steps);
    }
    if (document.activeElement !== anchor && !anchor.matches(":hover")) return;
    const steps = this.whys.get(row).map(({ text }) => element("li", "", text));
    this.popover.show(anchor, `${words.why} ${this.name(row)}`, [element("ul", "steps", ...steps)]);
  }

  locked(column, anchor) {
    const source = document.querySelector(`#lock-${column.lock} .lock-text`);
    const nodes = [...source.children].map((node) => node.cloneNode(true));
    this.popover.show(anchor, this.model.words.locked, nodes);
  }

  refuse(row, column, word, anchor) {
    const { words, columns } = this.model;
    const known = columns[column];
    if (word === "locked") return this.locked(known, anchor);
    const nodes = [element("p", "", words[word])];
    if (word === "noWork") nodes.push(link(known.href, words.openLesson));
    return this.popover.show(anchor, this.name(row), nodes);
  }

  async history(row, column, anchor) {
    const { words, root, rows, columns } = this.model;
    const { sheet, kind, field, label } = columns[column];
    if (!sheet) return this.why(row, anchor);
    const { slot } = rows[row];
    const fields = kind === "l" ? [0, 1] : [field];
    const path = `${root.dataset.path}${sheet}/history`;
    const lines = [];
    for (const one of fields) {
      const answer = await ask(`${path}?slot=${slot}&field=${one}`);
      if (!answer) return undefined;
      lines.push(...answer.changes);
    }
    lines.sort((a, b) => b.at - a.at);
    const list = lines.map(({ when, who, before, after, how, reason }) =>
      element("li", "", element("b", "", `${before || "–"} → ${after || "–"}`), ` ${who} `,
        element("small", "", [when, how, reason].filter(Boolean).join(", "))));
    const nodes = list.length ? [element("ul", "steps", ...list)] : [element("p", "soft", words.noHistory)];
    nodes.push(link(path, words.history));
    this.popover.show(anchor, `${words.history}: ${this.name(row)}, ${label}`, nodes, { focus: true });
    return undefined;
  }
}

async function ask(address) {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    return response.ok ? await response.json() : null;
  } catch {
    return null; // without a connection the card simply does not open
  }
}
