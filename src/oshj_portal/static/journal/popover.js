// One floating card: why a total is so, why a column is locked, how a cell came to its value.

export class Popover {
  constructor(words) {
    this.words = words;
    this.box = document.createElement("div");
    this.box.className = "pop card";
    this.box.hidden = true;
    this.box.tabIndex = -1;
    this.box.setAttribute("role", "dialog");
    document.body.append(this.box);
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close(true);
    });
    document.addEventListener("pointerdown", (event) => {
      if (!this.box.contains(event.target)) this.close();
    });
  }

  // Shows nodes under an element; `back` gets the focus when the card is closed by key.
  show(anchor, title, nodes, { focus = false } = {}) {
    this.anchor = anchor;
    const head = element("div", "pop-head", element("b", "", title));
    const close = element("button", "link", "×");
    close.type = "button";
    close.setAttribute("aria-label", this.words.close);
    close.addEventListener("click", () => this.close(true));
    head.append(close);
    this.box.replaceChildren(head, ...nodes);
    this.box.setAttribute("aria-label", title);
    this.box.hidden = false;
    const place = anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.box;
    const left = Math.max(8, Math.min(place.left, innerWidth - width - 8));
    const below = place.bottom + 6 + height < innerHeight;
    this.box.style.left = `${left + scrollX}px`;
    this.box.style.top = `${(below ? place.bottom + 6 : Math.max(8, place.top - height - 6)) + scrollY}px`;
    if (focus) this.box.focus();
  }

  close(back = false) {
    if (this.box.hidden) return;
    this.box.hidden = true;
    if (back) this.anchor?.focus();
  }
}

export function element(name, style, ...content) {
  const made = document.createElement(name);
  if (style) made.className = style;
  made.append(...content);
  return made;
}

export function link(href, text, newTab = false) {
  const made = element("a", "", text);
  made.href = href;
  if (newTab) {
    made.target = "_blank";
    made.rel = "noopener";
  }
  return made;
}

export function button(text, style, act) {
  const made = element("button", style, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}
