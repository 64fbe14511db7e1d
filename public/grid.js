// A grid of fields as a spreadsheet works it: arrows move, Ctrl D fills down, and copied cells are put where the cursor is.
// Without it the grid is a form; it sends nothing by itself.
const body = /** @type {HTMLTableSectionElement} */ (document.querySelector(".grid tbody"));
/** @type {(row: Element) => HTMLInputElement[]} */
const cells = (row) => [...row.querySelectorAll("input")];

/** The row and the column of a cell. */
const place = (/** @type {any} */ cell) => {
  const row = cell.closest?.(".grid tbody tr");
  return row ? [row.sectionRowIndex, cells(row).indexOf(cell)] : [-1, -1];
};
/** A cell; rows that are missing below are added. */
const cellAt = (/** @type {number} */ row, /** @type {number} */ column) => {
  for (let line = body.rows.length; line <= row; line += 1) {
    const added = body.appendChild(/** @type {HTMLElement} */ (body.rows[line - 1].cloneNode(true)));
    /** @type {Element} */ (added.firstElementChild).textContent = `${line + 2}`;
    for (const cell of cells(added)) Object.assign(cell, { value: "", ariaLabel: cell.ariaLabel?.replace(/\d+$/, `${line + 2}`) });
  }
  return cells(body.rows[row])[column];
};
const write = (/** @type {HTMLInputElement | undefined} */ cell, /** @type {string} */ text) => {
  if (cell) cell.value = text.trim();
  cell?.dispatchEvent(new Event("input", { bubbles: true }));
};

addEventListener("keydown", (event) => {
  const { key, shiftKey, altKey } = event;
  const [cell, held] = [/** @type {HTMLInputElement} */ (event.target), event.ctrlKey || event.metaKey];
  const [row, column] = place(cell);
  const fills = held && key === "d";
  if (row < 0 || shiftKey || altKey || (held && !fills)) return;
  if (fills && row > 0) write(cell, cellAt(row - 1, column).value);
  const down = Number(fills || key === "ArrowDown" || key === "Enter") - Number(key === "ArrowUp");
  // Within a text that is being written, sideways goes from letter to letter.
  const [left, right] = [cell.selectionStart === 0, cell.selectionEnd === cell.value.length];
  const on = Number(key === "ArrowRight" && right) - Number(key === "ArrowLeft" && left);
  if (!down && !on) return;
  event.preventDefault();
  const next = body.rows[row + down] && cellAt(row + down, column + on);
  next?.focus();
  next?.select();
});

addEventListener("paste", (event) => {
  const [row, column] = place(event.target);
  const lines = (event.clipboardData?.getData("text") ?? "").replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t"));
  if (row < 0 || lines.flat().length < 2) return;
  event.preventDefault();
  for (const [at, line] of lines.entries()) for (const [on, text] of line.entries()) write(cellAt(row + at, column + on), text);
});
