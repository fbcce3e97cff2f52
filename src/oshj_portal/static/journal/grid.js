// The journal as an ARIA grid: moving, selecting, editing.  The cells are plain text; an input
// opens in the one that is edited.

import { fromTsv, toTsv } from "./clipboard.js";
import { Controls } from "./controls.js";
import { Details } from "./details.js";
import { Model } from "./model.js";
import { Popover } from "./popover.js";
import { Problems } from "./problems.js";
import { showFill, showState } from "./status.js";
import { Undo } from "./undo.js";
import { editable } from "./values.js";

class Grid {
  constructor(root) {
    this.root = root;
    this.table = root.querySelector("table");
    this.model = new Model(root, {
      problem: (cell, error) => {
        this.undo.forget(cell.sheet, cell.slot, cell.field);
        this.problems.add(cell, error);
      },
      solved: (row, column) => this.problems.remove(row, column),
      state: (name, count) => showState(name, count, this.model),
      totals: (row) => this.details.forget(row),
      fill: (sheet, status) => showFill(this.table, sheet, status),
    });
    this.popover = new Popover(this.model.words);
    this.details = new Details(this.model, this.popover, (row) => this.name(row));
    this.problems = new Problems(document.getElementById("problems"), this.model, this);
    this.undo = new Undo((step) => this.applyStep(step), () => this.showUndo());
    this.height = this.model.rows.length;
    this.width = this.model.columns.length;
    this.active = [0, this.firstColumn()];
    this.anchor = this.active;
    this.editor = null;
    this.describe();
    this.controls = new Controls(this);
    this.showUndo();
  }

  // --- what assistive technology reads

  describe() {
    this.table.setAttribute("role", "grid");
    this.table.setAttribute("aria-rowcount", this.height + 1);
    this.table.setAttribute("aria-colcount", this.width + 1);
    this.table.setAttribute("aria-multiselectable", "true");
    this.table.setAttribute("aria-readonly", String(!this.model.columns.some(({ editable }) => editable)));
    for (const { head, editable, index } of this.model.columns) {
      head.querySelector("a")?.setAttribute("tabindex", "-1");
      head.setAttribute("aria-label", head.title);
      for (let row = 0; row < this.height; row += 1) {
        const cell = this.model.cell(row, index);
        if (!editable || cell.className === "n") cell.setAttribute("aria-readonly", "true");
      }
    }
    this.cell(...this.active).tabIndex = 0;
    this.reveal(this.cell(...this.active));
  }

  firstColumn() {
    const { columns } = this.model;
    const today = columns.findIndex(({ head, editable }) => editable && head.classList.contains("today"));
    if (today >= 0) return today;
    const lesson = columns.findLastIndex(({ editable, kind }) => editable && kind === "l");
    return Math.max(0, lesson >= 0 ? lesson : columns.findLastIndex(({ editable }) => editable));
  }

  cell(row, column) {
    return row < 0 ? this.model.columns[column].head.querySelector("a") ?? this.model.columns[column].head : this.model.cell(row, column);
  }

  name(row) {
    return this.model.rows[row].row.cells[0].lastChild.textContent.trim();
  }

  // --- moving and selecting

  goTo(row, column, { extend = false } = {}) {
    row = Math.max(extend ? 0 : -1, Math.min(this.height - 1, row));
    column = Math.max(0, Math.min(this.width - 1, column));
    this.cell(...this.active).tabIndex = -1;
    this.active = [row, column];
    if (!extend || this.anchor[0] < 0) this.anchor = this.active;
    const cell = this.cell(row, column);
    cell.tabIndex = 0;
    cell.focus({ preventScroll: true });
    this.reveal(cell);
    this.showSelection();
    this.showWhere();
  }

  // The sticky heads cover what the browser thinks is visible.
  reveal(cell) {
    const { root, table } = this;
    const place = cell.getBoundingClientRect();
    const frame = root.getBoundingClientRect();
    const head = table.tHead.getBoundingClientRect();
    const names = table.tHead.rows[0].cells[0].getBoundingClientRect();
    if (place.left < names.right) root.scrollLeft -= names.right - place.left + 4;
    else if (place.right > frame.right) root.scrollLeft += place.right - frame.right + 4;
    if (place.top < head.bottom && cell.localName === "td") root.scrollTop -= head.bottom - place.top + 4;
    else if (place.bottom > frame.bottom) root.scrollTop += place.bottom - frame.bottom + 4;
    if (cell === document.activeElement && (place.top < 0 || place.bottom > innerHeight)) cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  block() {
    const [top, bottom] = [this.anchor[0], this.active[0]].sort((a, b) => a - b);
    const [left, right] = [this.anchor[1], this.active[1]].sort((a, b) => a - b);
    return { top: Math.max(0, top), bottom: Math.max(0, bottom), left, right };
  }

  cells() {
    const { top, bottom, left, right } = this.block();
    const found = [];
    for (let row = top; row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) found.push([row, column]);
    }
    return found;
  }

  showSelection() {
    for (const cell of this.selected ?? []) {
      cell.classList.remove("sel");
      cell.removeAttribute("aria-selected");
    }
    this.selected = [];
    if (this.anchor === this.active || this.active[0] < 0) return;
    for (const [row, column] of this.cells()) {
      const cell = this.cell(row, column);
      cell.classList.add("sel");
      cell.setAttribute("aria-selected", "true");
      this.selected.push(cell);
    }
  }

  showWhere() {
    const [row, column] = this.active;
    const { label, kind, sheet } = this.model.columns[column];
    const text = document.getElementById("where-text");
    const history = document.getElementById("where-history");
    history.hidden = row < 0 || !sheet;
    if (row < 0) {
      text.textContent = label;
      return;
    }
    const values = this.model.at(row, column);
    const { words } = this.model;
    const titles = { к: words.present, ч: words.late, ж: words.absent, с: words.excused, "": words.unmarked };
    const outside = this.cell(row, column).classList.contains("n");
    const parts = kind === "l" ? [titles[values[0] ?? ""], values[1]] : [this.cell(row, column).textContent];
    if (outside) parts.splice(0, 2, words.outside);
    text.textContent = [this.name(row), label, ...parts].filter(Boolean).join(" · ");
  }

  // --- editing

  edit(text, { caret = false } = {}) {
    const [row, column] = this.active;
    if (row < 0 || this.editor) return;
    const cell = this.cell(row, column);
    const word = this.model.barrier(row, column);
    if (word) {
      this.details.refuse(row, column, word, cell);
      return;
    }
    this.popover.close();
    const input = document.createElement("input");
    input.className = "edit";
    input.value = text ?? editable(this.model.at(row, column), this.model.columns[column]);
    input.maxLength = 12;
    input.autocomplete = "off";
    input.setAttribute("aria-label", `${this.name(row)}, ${this.model.columns[column].label}`);
    this.editor = { input, cell, row, column, caret, shown: cell.textContent };
    cell.replaceChildren(input);
    input.focus();
    if (text === undefined && !caret) input.select();
    input.addEventListener("blur", () => this.commit());
  }

  // Ends editing; what cannot be read stays open with the reason.
  commit({ keep = false } = {}) {
    const { editor } = this;
    if (!editor) return true;
    const { input, cell, row, column, shown } = editor;
    let changes;
    try {
      changes = this.model.changes([{ row, column, typed: input.value }]);
    } catch (wrong) {
      if (!Array.isArray(wrong)) throw wrong;
      if (keep) {
        input.setAttribute("aria-invalid", "true");
        this.details.refuse(row, column, wrong[0].word, cell);
        return false;
      }
      // Leaving with the mouse gives up a text that is no value.
      changes = [];
    }
    this.editor = null;
    cell.textContent = shown;
    this.store(changes);
    return true;
  }

  cancel() {
    const { editor } = this;
    if (!editor) return;
    this.editor = null;
    editor.cell.textContent = editor.shown;
    this.popover.close();
    this.goTo(editor.row, editor.column);
  }

  store(changes, grouped = false) {
    if (!changes.length) return;
    this.undo.push(this.model.write(changes, grouped));
    this.showWhere();
  }

  // Several cells at once: all of a sheet or none of it.
  storeBlock(entries) {
    let changes = [];
    try {
      changes = this.model.changes(entries);
    } catch (wrong) {
      if (!Array.isArray(wrong)) throw wrong;
      const bad = new Set(wrong.map(({ column }) => this.model.columns[column].sheet));
      for (const { row, column, word } of wrong) {
        this.model.mark(row, column, "x");
        this.problems.add({ row, column }, { message: this.model.words[word] });
      }
      changes = this.model.changes(entries.filter(({ column }) => !bad.has(this.model.columns[column].sheet)));
    }
    this.store(changes, true);
  }

  overwrite({ row, column, field }, value) {
    const before = this.model.at(row, column)[field] ?? "";
    this.store([{ row, column, field, value, before }]);
  }

  clear() {
    const open = this.cells().filter(([row, column]) => !this.model.barrier(row, column));
    if (open.length) this.storeBlock(open.map(([row, column]) => ({ row, column, typed: "" })));
    else this.edit();
  }

  fillDown() {
    const { top, bottom, left, right } = this.block();
    const entries = [];
    for (let column = left; column <= right; column += 1) {
      const typed = editable(this.model.at(top, column), this.model.columns[column]);
      for (let row = top + 1; row <= bottom; row += 1) {
        if (!this.cell(row, column).classList.contains("n")) entries.push({ row, column, typed });
      }
    }
    this.storeBlock(entries);
  }

  paste(text) {
    const rows = fromTsv(text);
    const [top, left] = [Math.max(0, this.block().top), this.block().left];
    if (!rows.length) return;
    const width = Math.max(...rows.map((row) => row.length));
    if (top + rows.length > this.height || left + width > this.width) {
      this.problems.add({ row: top, column: left }, { message: this.model.words.tooLarge });
      return;
    }
    const entries = [];
    rows.forEach((cells, down) => cells.forEach((typed, across) => {
      const [row, column] = [top + down, left + across];
      // An empty cell of the block over a student who is not in the lesson says nothing.
      if (typed !== "" || !this.model.barrier(row, column)) entries.push({ row, column, typed });
    }));
    this.storeBlock(entries);
    this.anchor = [top, left];
    this.goTo(top + rows.length - 1, left + width - 1, { extend: true });
  }

  copy() {
    const { top, bottom, left, right } = this.block();
    const rows = [];
    for (let row = top; row <= bottom; row += 1) {
      const cells = [];
      for (let column = left; column <= right; column += 1) {
        cells.push(editable(this.model.at(row, column), this.model.columns[column]));
      }
      rows.push(cells);
    }
    return toTsv(rows);
  }

  applyStep(step) {
    const changes = step.map(({ slot, column, field, value, seen }) => ({
      row: this.model.bySlot.get(slot).index, column, field, value, before: seen,
    }));
    this.model.write(changes, changes.length > 1);
    this.goTo(changes[0].row, changes[0].column);
  }

  showUndo() {
    document.getElementById("undo").disabled = !this.undo?.past.length;
    document.getElementById("redo").disabled = !this.undo?.future.length;
  }

  history() {
    const [row, column] = this.active;
    if (row >= 0) this.details.history(row, column, this.cell(row, column));
  }
}

const root = document.getElementById("grid");
if (root) new Grid(root);
