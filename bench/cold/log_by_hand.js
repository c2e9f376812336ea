// A log by hand: the question is an entry.

import { Log } from "../contestants/log_by_hand/log.js";
import { question } from "../workloads/payload.js";
import { asked } from "./asked.js";

const log = await Log.open("cold");
const payload = question(1);
await log.append("first", { node: "ask", question: payload });
asked(payload);
