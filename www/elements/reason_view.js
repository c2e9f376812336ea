// The field for a reason: one, for whatever verdict takes one (A.1).
/** @import { Stage } from "./stage.js" */
import { h, icon } from "./dom.js";

/**
 * @param {Stage} stage
 */
export function reasonField(stage) {
  const { t, session } = stage;
  const rules = session.model?.reason ?? {};
  const { certain, reasonKept } = session.model?.request ?? {};
  const isRead = certain === true && reasonKept !== true;
  const input = h("textarea", { id: "reason", rows: 2, autocomplete: "off", "aria-describedby": "reason-error", class: "reason-input" });
  input.value = session.draft.reason;
  const about = session.problem?.code === "E_REASON_REQUIRED" ? t("reason.required")
    : session.problem?.code === "E_REASON_TOO_LONG" ? t("reason.tooLong", { n: new TextEncoder().encode(session.draft.reason).length }) : "";
  const error = h("p", { class: "error", id: "reason-error", hidden: about === "" }, icon("alert"), about);
  if (about !== "") input.setAttribute("aria-invalid", "true");
  if (about !== "") input.setAttribute("data-focus", "");
  input.addEventListener("input", () => {
    session.draft.reason = input.value;
    session.keepDraft();
    error.setAttribute("hidden", "");
    input.removeAttribute("aria-invalid");
  });
  return h("section", { class: "reason", part: "reason" },
    h("label", { for: "reason" }, t(isRead ? "reject.reason.label" : "reject.reason.record"), rules.reject === "required" ? null : h("span", { class: "badge" }, t("field.optional"))), input, error);
}
