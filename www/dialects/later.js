// The dialects of published payloads, by name: they load when a payload may be theirs, so never for native ones. The forms import
// this file; who has none imports all.js.
import { expectDialects } from "./registry.js";

expectDialects(["lc-hitl-py", "lc-hitl-js", "kind-choice", "plan-options", "question-bool", "query-verdict", "plan-verdict", "state-approval"],
  () => import("./all.js"));
