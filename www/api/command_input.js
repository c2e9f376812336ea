// `Command` as input: an answer to what is asked, an update, and where to go on (S-CMD-40).

import { partsOf } from "./command.js";
import { EmptyInputError, GraphValueError, InvalidUpdateError } from "./errors.js";
import { badArgument, isPlainObject } from "./options.js";
import { addUpdate, gotoOf } from "./result.js";
import { payloadText } from "./values.js";

/**
 * @import { Command } from "./command.js"
 * @import { Lowered } from "./lower.js"
 * @import { Gotos, Writes } from "./types/engine.js"
 */

const INTERRUPT_ID = /^[0-9a-f]{32}$/;

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
 * A Command as the engine takes it: answers, writes, and targets.
 * @param {Command} command
 * @param {Lowered} graph
 * @param {boolean} checkpointed
 * @returns {[resume: string[] | undefined, writes: Writes, gotos: Gotos]}
 * @throws {EmptyInputError | GraphValueError | InvalidUpdateError}
 */
export function commandInput(command, graph, checkpointed) {
  const { resume, update, goto } = partsOf(command);
  const answers = resumeInput(resume);
  if (answers !== undefined && !checkpointed) {
    throw new GraphValueError("Cannot use Command(resume=...) without checkpointer\n\nCompile the graph with one.", { code: "MISSING_CHECKPOINTER" });
  }
  if (answers === undefined && isEmpty(update) && goto.length === 0) throw emptyCommand("Give an answer, an update or a goto");
  if (graph.root === undefined && update !== undefined && update !== null && typeof update !== "object") throw badUpdate();
  /** @type {Writes} */
  const writes = [];
  addUpdate(writes, update, graph);
  return [answers, writes, goto.map(gotoOf)];
}

/** @param {unknown} update */
function isEmpty(update) {
  return update === undefined || update === null || (typeof update === "object" && Object.keys(update).length === 0);
}

function badUpdate() {
  return new InvalidUpdateError("Expected cmd.update to be a dict mapping channel names to update values\n\nGive an object: { key: value }.");
}

/**
 * Answers as the engine takes them: `["value", text]` or `["byId", id, text, ...]` (S-INT-52, S-INT-55).
 * @param {unknown} resume
 * @returns {string[] | undefined} undefined when there is no answer
 */
function resumeInput(resume) {
  if (resume instanceof ResumeValue) return ["value", payloadText(resume.answer)];
  if (resume instanceof ResumeMap) return mapInput(resume.answers);
  if (resume === undefined || resume === null) return undefined;
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
  if (entries.length === 0) throw emptyCommand("byId({}) answers nothing");
  return ["byId", ...entries.flatMap(([id, answer]) => [id, payloadText(answer)])];
}

/** @param {string} hint */
function emptyCommand(hint) {
  return new EmptyInputError(`Received empty Command input\n\n${hint}; for the answer null, resume: value(null).`);
}
