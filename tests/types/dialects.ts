// The declarations of the approval front end against the modules that implement them.

import * as declared from "../../www/dialects/index.js";
import { encode } from "../../www/dialects/core.js";
import { decide } from "../../www/dialects/decide.js";
import { diff } from "../../www/dialects/diff.js";
import { DialectError } from "../../www/dialects/errors.js";
import { modelOf } from "../../www/dialects/form_model.js";
import { registerDialect } from "../../www/dialects/register.js";
import { validate, validateAnswer } from "../../www/dialects/validate.js";
import * as elements from "../../www/elements.js";
import { HaltApproval } from "../../www/elements/halt-approval.js";
import { HaltInbox } from "../../www/elements/halt-inbox.js";

export const implemented: typeof declared = {
  toFormModel: (payload, ctx) => modelOf(payload, ctx),
  encode, decide, diff, DialectError, registerDialect, validate, validateAnswer,
};
export const registered: Pick<typeof elements, "HaltApproval" | "HaltInbox"> = { HaltApproval, HaltInbox };

const inbox = document.createElement("halt-inbox");
inbox.addEventListener("halt-open", ({ detail }) => detail.ref.interrupt.length);
// @ts-expect-error a layout is "split" or "list"
inbox.layout = "grid";
// @ts-expect-error a verdict has one of the six verbs
export const wrong: declared.Verdict = { verb: "APPROVE" };
