// Every dialect that ships, in the order of detection (approvals 0.2). Importing this file registers them: the forms do when
// a payload may be theirs (later.js), and so may a page, a worker or a test that has none. The engine's glue alone knows `halt` and `fallback`.
import { kindChoice } from "./kind_choice.js";
import { lcHitlJs, lcHitlPy } from "./lc_hitl.js";
import { planOptions } from "./plan_options.js";
import { planVerdict } from "./plan_verdict.js";
import { queryVerdict } from "./query_verdict.js";
import { questionBool } from "./question_bool.js";
import { addShipped } from "./reading.js";
import { stateApproval } from "./state_approval.js";

addShipped([lcHitlPy, lcHitlJs, kindChoice, planOptions, questionBool, queryVerdict, planVerdict, stateApproval]);
