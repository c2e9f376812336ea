// `Command` as input: an answer to what is asked. Of a LangGraph Command only `resume` exists here; `update`, `goto` and
// `graph` are refused rather than ignored.

import { EmptyInputError } from "./errors.js";
import { badArgument, isPlainObject } from "./options.js";
import { payloadText } from "./values.js";

const INTERRUPT_ID = /^[0-9a-f]{32}$/;

/** `invoke(new Command({ resume }))` answers what the thread asks (S-INT-50). */
export class Command {
  /** @param {{ resume?: unknown }} parts */
  constructor(parts) {
    checkParts(parts);
    /** @type {"Command"} */
    this.lg_name = "Command";
    this.resume = parts.resume;
  }

  toJSON() {
    return { lg_name: this.lg_name, resume: this.resume };
  }
}

/** Answers by interrupt id. */
class ResumeMap {
  /** @param {Record<string, unknown>} answers */
  constructor(answers) {
    this.answers = answers;
  }
}

/** One answer, whatever it looks like. */
class ResumeValue {
  /** @param {unknown} answer */
  constructor(answer) {
    this.answer = answer;
  }
}

/**
 * Answers by interrupt id, said explicitly (S-INT-52): `resume: byId({ [id]: answer })`.
 * @param {Record<string, unknown>} answers
 */
export function byId(answers) {
  if (!isPlainObject(answers)) throw badArgument("byId takes an object: interrupt id to answer");
  return new ResumeMap({ ...answers });
}

/**
 * One answer, said explicitly (S-INT-52): `resume: value(null)`, or an object whose keys look like interrupt ids.
 * @param {unknown} answer
 */
export function value(answer) {
  return new ResumeValue(answer);
}

/**
 * Whether a value is a Command, also one that came through JSON (S-CMD-01).
 * @param {unknown} candidate
 * @returns {candidate is Command}
 */
export function isCommand(candidate) {
  return typeof candidate === "object" && candidate !== null && /** @type {{ lg_name?: unknown }} */ (candidate).lg_name === "Command";
}

/**
 * Refuses what a Command cannot say here. Empty members of a Command that came through JSON pass.
 * @param {unknown} parts
 */
export function checkParts(parts) {
  if (typeof parts !== "object" || parts === null) throw badArgument("Command takes an object: new Command({ resume })");
  for (const [member, part] of Object.entries(parts)) {
    const empty = part === undefined || part === null || (Array.isArray(part) && part.length === 0);
    if (member !== "resume" && member !== "lg_name" && !empty) {
      throw badArgument(`Command({ ${member.slice(0, 64)} }) is not available in this version: a Command can only resume`);
    }
  }
}

/**
 * The answers of a Command as the engine takes them: `["value", text]` or `["byId", id, text, ...]` (S-INT-52, S-INT-55).
 * @param {Command} command
 * @returns {string[]}
 * @throws {EmptyInputError} when it holds no answer
 */
export function resumeInput(command) {
  checkParts(command);
  const { resume } = command;
  if (resume instanceof ResumeValue) return ["value", payloadText(resume.answer)];
  if (resume instanceof ResumeMap) return mapInput(resume.answers);
  if (resume === undefined || resume === null) {
    throw new EmptyInputError("Received empty Command input\n\nGive an answer: new Command({ resume }); for null, resume: value(null).");
  }
  return isIdMap(resume) ? mapInput(resume) : ["value", payloadText(resume)];
}

/** @param {unknown} resume @returns {resume is Record<string, unknown>} */
function isIdMap(resume) {
  if (!isPlainObject(resume)) return false;
  const keys = Object.keys(resume);
  return keys.length > 0 && keys.every((key) => INTERRUPT_ID.test(key));
}

/** @param {Record<string, unknown>} answers */
function mapInput(answers) {
  const entries = Object.entries(answers);
  if (entries.length === 0) throw new EmptyInputError("Received empty Command input\n\nbyId({}) answers nothing.");
  return ["byId", ...entries.flatMap(([id, answer]) => [id, payloadText(answer)])];
}
