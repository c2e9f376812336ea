// Dialects of a program's own: their examples are run before they are added to the table.
/** @import { DialectDefinition } from "./index.js" */
import { check } from "./check.js";
import { DialectError } from "./errors.js";
import { same, snapshot } from "./json.js";
import { addDialects } from "./registry.js";

/**
 * Adds a dialect, or replaces the one of this id. Its examples are run first.
 * @param {DialectDefinition} definition
 * @throws {DialectError} E_PAYLOAD_SHAPE when an example is not detected, does not decode, or encodes to something else
 */
export function registerDialect(definition) {
  (definition.examples ?? []).forEach((example, i) => runExample(definition, example, `/examples/${i}`));
  addDialects([definition]);
}

/**
 * @param {DialectDefinition} definition
 * @param {NonNullable<DialectDefinition["examples"]>[number]} example
 * @param {string} path
 */
function runExample(definition, { payload, context = {}, decision, resume }, path) {
  const ctx = { native: false, policy: {}, ...context };
  if (definition.detect(payload, ctx) === null) throw new DialectError("E_PAYLOAD_SHAPE", `"${definition.id}" does not detect its own example`, path);
  const reading = definition.decode(snapshot(payload), ctx);
  const value = definition.encode({ ...reading, dialect: definition.id }, decision);
  const problems = definition.resumeSchema === undefined ? [] : check(definition.resumeSchema, value);
  if (!same(value, resume) || problems.length > 0) {
    throw new DialectError("E_PAYLOAD_SHAPE", `"${definition.id}" encodes ${JSON.stringify(value)} where its example says ${JSON.stringify(resume)}`, path);
  }
}
