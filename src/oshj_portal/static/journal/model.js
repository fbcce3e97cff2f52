// The grid's cells: what each holds, what is on its way, and what the server said about it.

import { setDirty } from "../app.js";
import { Queue } from "./queue.js";
import { CLEAR, parseShown, read, sameNumber, show } from "./values.js";

const STYLES = ["l", "a", "e", "u"];

export class Model {
  // `tell` has problem(cell, field, error), solved(cell), state(name, count), totals(row), fill().
  constructor(root, tell) {
    this.root = root;
    this.tell = tell;
    this.table = root.querySelector("table");
    this.words = JSON.parse(root.dataset.words);
    this.limits = { min: root.dataset.min, max: root.dataset.max, step: root.dataset.step };
    this.columns = [...this.table.tHead.rows[0].cells].slice(1).map(readColumn);
    this.rows = [...this.table.tBodies[0].rows].map((row, index) => ({ row, index, slot: Number(row.dataset.slot) }));
    this.bySlot = new Map(this.rows.map((row) => [row.slot, row]));
    this.values = this.rows.map(() => []);
    this.queue = new Queue(root.dataset.path, {
      saved: (...args) => this.saved(...args),
      refused: (...args) => this.refused(...args),
      state: (name, count) => {
        setDirty(this, count > 0);
        tell.state(name, count);
      },
    });
    this.groups = 0;
  }

  cell(row, column) {
    return this.rows[row].row.cells[column + 1];
  }

  at(row, column) {
    const known = this.values[row][column];
    if (known) return known;
    const cell = this.cell(row, column);
    const style = STYLES.find((name) => cell.classList.contains(name)) ?? "";
    return (this.values[row][column] = parseShown(cell.textContent, this.columns[column], style));
  }

  // Why a cell may not be written: a word, or "" when it may.
  barrier(row, column) {
    const { editable, lock, kind } = this.columns[column];
    if (this.cell(row, column).classList.contains("n")) return "outside";
    if (editable) return "";
    if (lock !== undefined) return "locked";
    return "cts".includes(kind) ? "computed" : "readOnly";
  }

  // Turns typed texts [{row, column, typed}] into changes, or throws the cells that are wrong
  // as [{row, column, word}].
  changes(entries) {
    const changes = [];
    const wrong = [];
    for (const { row, column, typed } of entries) {
      const word = this.barrier(row, column);
      if (word) {
        wrong.push({ row, column, word });
        continue;
      }
      try {
        for (const write of read(typed, this.columns[column], this.limits)) {
          const before = this.at(row, column)[write.field] ?? CLEAR;
          if (!sameNumber(before, write.value)) changes.push({ row, column, ...write, before });
        }
      } catch (reason) {
        if (typeof reason !== "string") throw reason;
        wrong.push({ row, column, word: reason });
      }
    }
    if (wrong.length) throw wrong;
    return changes;
  }

  // Shows and sends changes; returns the step for undo.  A group is refused as a whole.
  write(changes, grouped = false) {
    const group = grouped ? (this.groups += 1) : 0;
    const bySheet = new Map();
    const step = [];
    for (const { row, column, field, value, before } of changes) {
      const { sheet } = this.columns[column];
      const { slot } = this.rows[row];
      this.put(row, column, field, value);
      this.mark(row, column, "w");
      this.tell.solved(row, column);
      const writes = bySheet.get(sheet) ?? [];
      bySheet.set(sheet, writes);
      writes.push({ slot, field, value, expected: before, group, column });
      step.push({ sheet, slot, field, column, before, after: value });
    }
    for (const [sheet, writes] of bySheet) this.queue.add(sheet, writes);
    return step;
  }

  put(row, column, field, value) {
    const values = this.at(row, column);
    values[field] = value;
    const cell = this.cell(row, column);
    const { text, style } = show(values, this.columns[column]);
    cell.textContent = text;
    cell.classList.remove(...STYLES);
    if (style) cell.classList.add(style);
  }

  mark(row, column, name) {
    const { classList } = this.cell(row, column);
    classList.remove("w", "x");
    if (name) classList.add(name);
  }

  saved(sheet, answer, writes) {
    const pending = this.queue.waiting.get(sheet);
    const answers = new Map(answer.cells.map((cell) => [`${cell.slot}.${cell.field}`, cell.value]));
    for (const { slot, field, column } of writes) {
      const place = `${slot}.${field}`;
      if (pending?.has(place)) continue;
      const { index } = this.bySlot.get(slot);
      this.put(index, column, field, answers.get(place) ?? CLEAR);
      this.mark(index, column, "");
    }
    for (const [slot, total] of Object.entries(answer.totals)) this.showTotal(Number(slot), total);
    if (answer.fill) this.tell.fill(sheet, answer.fill);
  }

  showTotal(slot, { points, letter, missing }) {
    const { row, index } = this.bySlot.get(slot);
    const [total, mark] = [...row.cells].slice(-2);
    total.textContent = points;
    total.classList.toggle("p", missing.length > 0);
    mark.textContent = letter;
    this.tell.totals(index);
  }

  // Nothing of the batch was stored.  The cell at fault is shown; what belongs together with it
  // is taken back, everything else is sent again.
  refused(sheet, error, writes) {
    const faulty = writes.find(({ slot, field }) => `${slot}.${field}` === error.place);
    const dropped = faulty?.group
      ? writes.filter(({ group }) => group === faulty.group)
      : faulty ? [faulty] : writes;
    for (const write of dropped) {
      const { index } = this.bySlot.get(write.slot);
      const stored = error.status === 409 && write === faulty ? error.stored : write.expected;
      this.put(index, write.column, write.field, stored ?? CLEAR);
      this.mark(index, write.column, "x");
      const own = write === (faulty ?? dropped[0]);
      this.tell.problem({ ...write, sheet, row: index }, own ? error : null);
    }
    const others = writes.filter((write) => !dropped.includes(write));
    if (others.length) this.queue.add(sheet, others);
  }
}

function readColumn(head, index) {
  const { k: kind, s: sheet, f: field, e, w, l: lock, max } = head.dataset;
  return {
    index, head, kind, sheet, field: Number(field), editable: e === "1", hasWork: w === "1", lock, max,
    label: head.title,
    href: head.querySelector("a")?.href,
  };
}
