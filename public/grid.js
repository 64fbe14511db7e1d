// A grid of fields as a spreadsheet works it: arrows move, Ctrl D fills down, and copied cells are put where the cursor is.
// Without it the grid is a form; it sends nothing by itself.
import { $, all, on } from "./page.js";

const body = $(".grid tbody");
const cells = (/** @type {Element} */ row) => all("input", row);
/** The row and the column of a cell. */
const place = (/** @type {any} */ cell) => {
  const row = cell.closest?.(".grid tbody tr");
  return row ? [row.sectionRowIndex, cells(row).indexOf(cell)] : [-1, -1];
};
/** A cell; rows that are missing below are added. */
const cellAt = (/** @type {number} */ row, /** @type {number} */ column) => {
  for (let at = body.rows.length; at <= row; at += 1) {
    const [added, line] = [body.appendChild(body.rows[at - 1].cloneNode(true)), `${at + 2}`];
    added.firstElementChild.textContent = line;
    for (const cell of cells(added)) Object.assign(cell, { value: "", ariaLabel: cell.ariaLabel.replace(/\d+$/, line) });
  }
  return cells(body.rows[row])[column];
};
const write = (/** @type {any} */ cell, /** @type {string} */ text) => {
  if (cell) cell.value = text.trim();
  cell?.dispatchEvent(new Event("input", { bubbles: true }));
};

on("keydown", (event) => {
  const { key, target: cell, shiftKey, altKey } = event;
  const [[row, column], held] = [place(cell), event.ctrlKey || event.metaKey];
  const fills = held && key === "d";
  if (row < 0 || shiftKey || altKey || (held && !fills)) return;
  if (fills && row > 0) write(cell, cellAt(row - 1, column).value);
  const down = Number(fills || key === "ArrowDown" || key === "Enter") - Number(key === "ArrowUp");
  // Within a text that is being written, sideways goes from letter to letter.
  const [first, last] = [cell.selectionStart === 0, cell.selectionEnd === cell.value.length];
  const over = Number(key === "ArrowRight" && last) - Number(key === "ArrowLeft" && first);
  if (!down && !over) return;
  event.preventDefault();
  const next = body.rows[row + down] && cellAt(row + down, column + over);
  next?.focus();
  next?.select();
});
on("paste", (event) => {
  const [row, column] = place(event.target);
  const text = /** @type {string} */ (event.clipboardData?.getData("text") ?? "");
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t"));
  if (row < 0 || lines.flat().length < 2) return;
  event.preventDefault();
  for (const [at, line] of lines.entries()) line.forEach((text, over) => write(cellAt(row + at, column + over), text));
});
