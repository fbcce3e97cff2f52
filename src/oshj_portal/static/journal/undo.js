// Undo and redo: every step back is a further write, so nothing is ever erased from the log.

export class Undo {
  constructor(apply, changed) {
    this.apply = apply;
    this.changed = changed;
    this.past = [];
    this.future = [];
  }

  // A step is a list of {sheet, slot, field, before, after}.
  push(step) {
    this.past.push(step);
    this.future = [];
    this.changed();
  }

  undo() {
    this.move(this.past, this.future, ({ before, after, ...cell }) => ({ ...cell, value: before, seen: after }));
  }

  redo() {
    this.move(this.future, this.past, ({ before, after, ...cell }) => ({ ...cell, value: after, seen: before }));
  }

  move(from, to, turn) {
    const step = from.pop();
    if (!step) return;
    to.push(step);
    this.changed();
    this.apply(step.map(turn));
  }

  // What was refused was never written and cannot be taken back.
  forget(sheet, slot, field) {
    const others = (change) => !(change.sheet === sheet && change.slot === slot && change.field === field);
    const clean = (steps) => steps.map((step) => step.filter(others)).filter((step) => step.length);
    this.past = clean(this.past);
    this.future = clean(this.future);
    this.changed();
  }
}
