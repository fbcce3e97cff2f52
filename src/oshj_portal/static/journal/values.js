// What is typed into a cell and what the cell shows. The server judges again; this is the check
// before sending, so that nobody waits for a "no".

const LETTERS = new Set(["к", "ч", "ж", "с"]);
// The same key in the Latin layout, and letters that only look Kyrgyz.
const TWINS = { k: "к", r: "к", "+": "к", ".": "к", "·": "к", x: "ч", ";": "ж", j: "ж", "-": "ж", c: "с" };
// What a control's cell holds instead of points.
const MISSED = new Set(["ж", "с"]);
const STYLES = { ч: "l", ж: "a", с: "e" };
const LESSON_TEXT = /^(\d[\d.,]*)?\s*([^\d\s]?)$/;
const NUMBER = /^\d{1,6}(?:[.,]\d{1,2})?$/;

export const CLEAR = "";

// Reads a typed text into [{field, value}] or throws the name of the word that says why not.
export function read(typed, column, limits) {
  const text = typed.trim().toLowerCase();
  if (column.kind === "l") return readLesson(text, column, limits);
  if (text === "") return [{ field: column.field, value: CLEAR }];
  const points = column.kind === "p";
  const letter = TWINS[text] ?? text;
  if (points && MISSED.has(letter)) return [{ field: column.field, value: letter }];
  if (!NUMBER.test(text) || !(points ? inRange(text, column.max) : allowed(text, limits))) {
    throw points ? "badPoints" : "badMark";
  }
  return [{ field: column.field, value: text.replace(".", ",") }];
}

function readLesson(text, column, limits) {
  if (text === "") {
    const cleared = [{ field: 0, value: CLEAR }];
    return column.hasWork ? [...cleared, { field: 1, value: CLEAR }] : cleared;
  }
  const match = LESSON_TEXT.exec(text) ?? LESSON_TEXT.exec(turned(text));
  if (!match) throw /\d/.test(text) ? "badMark" : "badAttendance";
  const writes = [];
  const [, mark, typedLetter] = match;
  if (typedLetter) {
    const letter = TWINS[typedLetter] ?? typedLetter;
    if (!LETTERS.has(letter)) throw "badAttendance";
    writes.push({ field: 0, value: letter });
  }
  if (mark) {
    if (!column.hasWork) throw "noWork";
    if (!NUMBER.test(mark) || !allowed(mark, limits)) throw "badMark";
    writes.push({ field: 1, value: mark.replace(".", ",") });
  }
  return writes;
}

// "ч4" is as good as "4ч".
function turned(text) {
  return text.slice(1).trim() + text[0];
}

// Hundredths as whole numbers: marks are never floats.
function hundredths(text) {
  const [whole, part = ""] = text.replace(",", ".").split(".");
  return Number(whole) * 100 + Number(part.padEnd(2, "0"));
}

function inRange(text, max) {
  return hundredths(text) <= hundredths(max);
}

function allowed(text, { min, max, step }) {
  const value = hundredths(text);
  return value >= hundredths(min) && value <= hundredths(max) && (value - hundredths(min)) % hundredths(step) === 0;
}

// The values of the fields of a cell, from what the server rendered into it.
export function parseShown(text, column, style) {
  if (column.kind !== "l") return { [column.field]: text };
  const [, mark = "", letter] = /^([\d,]*)(.?)$/.exec(text);
  const here = letter === "·" || (letter === "" && mark !== "" && style !== "u") ? "к" : letter;
  return { 0: here, 1: mark };
}

// The text and style of a cell that holds these values.
export function show(values, column) {
  if (column.kind !== "l") {
    const text = values[column.field] ?? "";
    return { text, style: STYLES[text] ?? "" };
  }
  const letter = values[0] ?? "";
  const mark = values[1] ?? "";
  if (letter === "") return { text: mark, style: mark ? "u" : "" };
  if (letter === "к") return { text: mark || "·", style: "" };
  return { text: mark + letter, style: STYLES[letter] };
}

// What is edited and copied: the same text can be typed or pasted again.
export function editable(values, column) {
  if (column.kind !== "l") return values[column.field] ?? "";
  return (values[1] ?? "") + (values[0] ?? "");
}

export function sameNumber(a, b) {
  return a === b || (NUMBER.test(a) && NUMBER.test(b) && hundredths(a) === hundredths(b));
}
