// Blocks as spreadsheets exchange them: rows by line, cells by tab, quotes around odd cells.

export function toTsv(rows) {
  return rows.map((row) => row.map(quoted).join("\t")).join("\n");
}

function quoted(text) {
  return /[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function fromTsv(text) {
  const rows = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/gy;
  let match;
  while (cell.lastIndex <= text.length && (match = cell.exec(text))) {
    const [whole, inQuotes, plain, end] = match;
    rows.at(-1).push((inQuotes === undefined ? plain : inQuotes.replaceAll('""', '"')).trim());
    if (end === "" || whole === "") break;
    if (end !== "\t") rows.push([]);
  }
  // A spreadsheet ends the block with a line break.
  if (rows.length > 1 && rows.at(-1).length === 1 && rows.at(-1)[0] === "") rows.pop();
  if (rows.at(-1).length === 0) rows.pop();
  return rows;
}
