// `StateSchema` and its fields: state whose writes are checked (semantics.md 2.7).

import { AnnotationRoot, Channel, checkFunction } from "./annotation.js";
import { StateGraphInputError } from "./errors.js";
import { badArgument, onlyKnown } from "./options.js";
import { defaultOf, isValidator } from "./standard_schema.js";

/** @import { Reducer } from "./annotation.js" */

/** A field with a reducer. The default of the value's schema is what it starts with. */
export class ReducedValue extends Channel {
  /**
   * @param {object} schema of the value
   * @param {{ inputSchema?: object, reducer: Reducer }} options
   */
  constructor(schema, options) {
    onlyKnown("ReducedValue options", options, ["inputSchema", "reducer"]);
    const { inputSchema = schema, reducer } = options;
    checkSchema("ReducedValue", schema);
    checkSchema("ReducedValue({ inputSchema })", inputSchema);
    checkFunction("ReducedValue({ reducer })", reducer ?? null, "of the current value and the update");
    super("reducer", { reducer, initial: defaultOf(schema), schema, inputSchema });
  }
}

/** A value that lives for one call and is never stored (S-STA-22). In a StateSchema, or beside annotations. */
export class UntrackedValue extends Channel {
  /**
   * @param {object | null} [schema] of the value
   * @param {{ guard?: boolean, default?: () => unknown }} [options] `guard: false`: of several writes the last counts
   */
  constructor(schema, options) {
    onlyKnown("UntrackedValue options", options, ["guard", "default"]);
    if (schema !== undefined && schema !== null) checkSchema("UntrackedValue", schema);
    checkFunction("UntrackedValue({ default })", options?.default, "that makes the value");
    const checked = schema ?? undefined;
    super("untracked", { guard: options?.guard !== false, schema: checked, initial: options?.default ?? (checked && defaultOf(checked)) });
  }
}

/** A state schema of validated fields (S-STA-70). Serves wherever an `Annotation.Root` does. */
export class StateSchema extends AnnotationRoot {
  /** @param {Record<string, unknown>} fields schemas, ReducedValues, UntrackedValues; MessagesValue */
  constructor(fields) {
    super(Object.fromEntries(Object.entries(Object(fields)).map(([key, field]) => [key, fieldChannel(key, field)])));
  }
}

/**
 * @param {string} key
 * @param {unknown} field
 * @returns {Channel}
 */
export function fieldChannel(key, field) {
  if (field instanceof Channel) return field;
  if (isValidator(field)) return new Channel("last", { schema: field, initial: defaultOf(field) });
  throw new StateGraphInputError(`State key "${key}" has no schema\n\nGive a Standard Schema, a ReducedValue or an UntrackedValue.`);
}

/**
 * @param {string} what
 * @param {unknown} schema
 */
function checkSchema(what, schema) {
  if (!isValidator(schema)) throw badArgument(`${what} takes a schema that validates: a Standard Schema, or one with safeParse`);
}
