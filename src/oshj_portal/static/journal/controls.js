// Keys, pointer and clipboard of the grid: which event means which of its commands.

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const PAGE = 10;

export class Controls {
  constructor(grid) {
    this.grid = grid;
    this.listen();
  }

  listen() {
    const { table } = this.grid;
    table.addEventListener("keydown", (event) => this.key(event));
    table.addEventListener("pointerdown", (event) => this.point(event));
    table.addEventListener("dblclick", (event) => event.target.closest("td") && this.grid.edit());
    table.addEventListener("pointerover", (event) => this.hover(event));
    table.addEventListener("focusin", (event) => this.focused(event));
    for (const name of ["copy", "cut", "paste"]) document.addEventListener(name, (event) => this.clip(event));
    document.getElementById("undo").addEventListener("click", () => this.grid.undo.undo());
    document.getElementById("redo").addEventListener("click", () => this.grid.undo.redo());
    document.getElementById("where-history").addEventListener("click", () => this.grid.history());
  }

  place(node) {
    const cell = node.closest("td");
    if (!cell || !this.grid.table.contains(cell)) return null;
    return [cell.parentElement.sectionRowIndex, cell.cellIndex - 1];
  }

  point(event) {
    const place = this.place(event.target);
    if (!place || event.button !== 0 || event.target.localName === "input") return;
    event.preventDefault();
    if (!this.grid.commit({ keep: true })) return;
    const again = String(place) === String(this.grid.active) && event.pointerType === "touch";
    this.grid.goTo(...place, { extend: event.shiftKey });
    if (again) this.grid.edit();
    if (event.pointerType !== "mouse") return;
    const drag = (move) => {
      const to = this.place(document.elementFromPoint(move.clientX, move.clientY) ?? this.grid.table);
      if (to && String(to) !== String(this.grid.active)) this.grid.goTo(...to, { extend: true });
    };
    addEventListener("pointermove", drag);
    addEventListener("pointerup", () => removeEventListener("pointermove", drag), { once: true });
  }

  focused(event) {
    const place = this.place(event.target);
    if (!place || event.target.localName === "input") return;
    if (this.grid.model.columns[place[1]].kind === "t") this.later(() => this.grid.details.why(place[0], event.target));
  }

  hover(event) {
    const place = this.place(event.target);
    clearTimeout(this.timer);
    if (place && this.grid.model.columns[place[1]].kind === "t") this.later(() => this.grid.details.why(place[0], event.target));
  }

  later(act) {
    clearTimeout(this.timer);
    this.timer = setTimeout(act, 300);
  }

  clip(event) {
    if (this.grid.editor || !this.grid.table.contains(document.activeElement) || this.grid.active[0] < 0) return;
    event.preventDefault();
    if (event.type === "paste") {
      this.grid.paste(event.clipboardData.getData("text/plain"));
      return;
    }
    event.clipboardData.setData("text/plain", this.grid.copy());
    if (event.type === "cut") this.grid.clear();
  }

  key(event) {
    if (event.isComposing) return;
    const handled = this.grid.editor ? this.editKey(event) : this.moveKey(event);
    if (handled) event.preventDefault();
  }

  editKey(event) {
    const { row, column, caret } = this.grid.editor;
    const step = {
      Enter: [event.shiftKey ? -1 : 1, 0],
      Tab: [0, event.shiftKey ? -1 : 1],
      ...(caret ? {} : ARROWS),
    }[event.key];
    if (event.key === "Escape") this.grid.cancel();
    else if (event.key === "F2") this.grid.editor.caret = true;
    else if (!step || event.ctrlKey || event.metaKey) return false;
    else if (this.grid.commit({ keep: true })) this.grid.goTo(Math.max(0, row + step[0]), column + step[1]);
    return true;
  }

  moveKey(event) {
    const [row, column] = this.grid.active;
    const control = event.ctrlKey || event.metaKey;
    const extend = event.shiftKey;
    if (event.key in ARROWS) {
      const [down, right] = ARROWS[event.key];
      this.grid.goTo(control ? (down ? (down > 0 ? this.grid.height : 0) : row) : row + down,
        control ? (right ? (right > 0 ? this.grid.width : 0) : column) : column + right, { extend });
      return true;
    }
    if (control && !event.altKey) return this.controlKey(event);
    switch (event.key) {
      case "Home": this.grid.goTo(row, 0, { extend }); return true;
      case "End": this.grid.goTo(row, this.grid.width - 1, { extend }); return true;
      case "PageDown": this.grid.goTo(row + PAGE, column, { extend }); return true;
      case "PageUp": this.grid.goTo(Math.max(0, row - PAGE), column, { extend }); return true;
      case "Tab": return this.tab(event);
      case "Escape": this.grid.popover.close(); this.grid.goTo(row, column); return true;
      case "ContextMenu": this.grid.history(); return true;
    }
    if (row < 0) return false;
    switch (event.key) {
      case "Enter": this.grid.goTo(Math.max(0, row + (extend ? -1 : 1)), column); return true;
      case "F2": this.grid.edit(undefined, { caret: true }); return true;
      case "F10": if (extend) this.grid.history(); return extend;
      case "Delete":
      case "Backspace": this.grid.clear(); return true;
    }
    if (event.key.length !== 1 || event.key === " " || event.altKey) return false;
    this.grid.edit(event.key);
    return true;
  }

  // Tab walks through the columns and leaves the grid at its edge.
  tab(event) {
    const [row, column] = this.grid.active;
    const next = column + (event.shiftKey ? -1 : 1);
    if (row < 0 || next < 0 || next >= this.grid.width) return false;
    this.grid.goTo(row, next);
    return true;
  }

  controlKey(event) {
    // By place, so that the shortcuts work in the Kyrgyz layout too.
    switch (event.code) {
      case "Home": this.grid.goTo(0, 0, { extend: event.shiftKey }); return true;
      case "End": this.grid.goTo(this.grid.height - 1, this.grid.width - 1, { extend: event.shiftKey }); return true;
      case "KeyA": this.grid.anchor = [0, 0]; this.grid.goTo(this.grid.height - 1, this.grid.width - 1, { extend: true }); return true;
      case "KeyD": this.grid.fillDown(); return true;
      case "KeyZ": if (event.shiftKey) this.grid.undo.redo(); else this.grid.undo.undo(); return true;
      case "KeyY": this.grid.undo.redo(); return true;
    }
    return false;
  }
}
