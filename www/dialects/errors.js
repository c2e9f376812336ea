// The one error class of the dialects. No catalog texts live here: messages for people are made in messages.js.

/** A refusal that changed nothing. `code` is stable (approvals 0.1), `path` a JSON Pointer to what was refused. */
export class DialectError extends Error {
  /**
   * @param {string} code
   * @param {string} message what is wrong and what to do, for developers
   * @param {string} [path] JSON Pointer
   */
  constructor(code, message, path = "") {
    super(path ? `${message} (at ${path})` : message);
    this.name = "DialectError";
    this.code = code;
    this.path = path;
  }
}
