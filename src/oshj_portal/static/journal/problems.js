// What could not be saved, in words above the grid: conflicts to decide, errors to correct.

import { button, element } from "./popover.js";

export class Problems {
  // `grid` has goTo(row, column), name(row), write(cell, value, expected).
  constructor(box, model, grid) {
    this.box = box;
    this.model = model;
    this.grid = grid;
    this.words = model.words;
    this.shown = new Map();
  }

  add(cell, error) {
    this.remove(cell.row, cell.column);
    if (!error) return;
    const { label } = this.model.columns[cell.column];
    const where = button(`${this.grid.name(cell.row)}, ${label}`, "link", () => this.grid.goTo(cell.row, cell.column));
    const line = element("div", "problem", where);
    line.append(error.status === 409 ? this.conflict(cell, error) : this.error(cell, error));
    this.box.append(line);
    this.shown.set(`${cell.row}.${cell.column}`, line);
  }

  remove(row, column) {
    const key = `${row}.${column}`;
    this.shown.get(key)?.remove();
    this.shown.delete(key);
  }

  error(cell, error) {
    const text = element("span", "", `${this.words.notSaved}: ${error.message ?? ""} ${error.advice ?? ""} `);
    if (error.clause) text.append(`(${this.words.clause} ${error.clause}) `);
    text.append(button("×", "link", () => this.dismiss(cell)));
    return text;
  }

  conflict(cell, { stored, offered }) {
    const { words } = this;
    const say = (value) => value || words.empty;
    const text = element("span", "", `${words.conflict} `);
    text.append(`${words.theirs}: `, element("b", "", say(stored)), ` · ${words.mine}: `, element("b", "", say(offered)), " ");
    const theirs = button(`${words.keepTheirs}: ${say(stored)}`, "btn", () => this.dismiss(cell));
    const mine = button(`${words.writeMine}: ${say(offered)}`, "btn", () => {
      this.dismiss(cell);
      this.grid.overwrite(cell, offered);
    });
    text.append(theirs, mine);
    return text;
  }

  dismiss(cell) {
    this.remove(cell.row, cell.column);
    this.model.mark(cell.row, cell.column, "");
    this.grid.goTo(cell.row, cell.column);
  }
}
