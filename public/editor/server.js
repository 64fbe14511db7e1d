// What the editor asks of the server: to draw a text, to change it, to save it.
// It keeps nothing and decides nothing; a request that fails says so once and may be made again.

/**
 * @typedef {{ id: string, name: string, lane: string, kind: string, facts: string, leads: string, says: string,
 *   line: number, at: [number, number, number, number] }} Step
 * @typedef {{ from: string, to: string, candidates: string[], add: string }} Crosses
 * @typedef {{ id: string, from: number, to: number, condition: string, via: string, crosses?: Crosses }} Flow
 * @typedef {{ line: number, column: number, message: string, help: string }} TextError
 * @typedef {{ text?: string, step?: number, refused?: string, errors: TextError[],
 *   remarks: { line: number, message: string }[], drawing?: { w: number, h: number, pieces: [string, string][] },
 *   steps: Step[], flows: Flow[], lanes: string[], rows?: string }} Desk
 * @typedef {{ outcome: "saved", version: number, text?: string, redacted: number }
 *   | { outcome: "unread", version: number, text?: string, base?: string, errors: TextError[] }
 *   | { outcome: "clash", version: number, text: string, theirs: string, clashes: [string[], string[]][] }
 *   | { outcome: "refused", problems: string[] }} Kept
 */

export class Server {
  /** @param {string} address of the map */
  constructor(address) {
    this.address = address;
  }

  /** @param {string} page @param {Record<string, string>} form */
  async send(page, form) {
    const answer = await fetch(`${this.address}/${page}`, { method: "POST", body: new URLSearchParams(form) });
    if (!answer.ok || !answer.headers.get("content-type")?.includes("json")) throw new Error(`${answer.status}`);
    return answer.json();
  }

  /** @param {string} text @param {boolean} rows @returns {Promise<Desk>} */
  draw(text, rows) {
    return this.send("draw", rows ? { text, rows: "true" } : { text });
  }

  /** @param {string} text @param {object} edit @param {boolean} rows @returns {Promise<Desk>} */
  edit(text, edit, rows) {
    return this.send("draw", { text, edit: JSON.stringify(edit), ...(rows && { rows: "true" }) });
  }

  /** The lines that a pasted table or list comes to; none when it is neither. @param {string} pasted @returns {Promise<string | undefined>} */
  async pasted(pasted) {
    return (await this.send("draw", { text: "", pasted })).text;
  }

  /** Two edits of one text, brought together. @param {string} base @param {string} text @param {string} theirs @returns {Promise<string>} */
  async merged(base, text, theirs) {
    return (await this.send("draw", { base, text, theirs })).text;
  }

  /** @param {string} text @param {string} base @param {number} version @returns {Promise<Kept>} */
  save(text, base, version) {
    return this.send("save", { text, base, version: String(version) });
  }
}
