// XState asks, and keeps its actor in the page.

import { createActor } from "xstate";

import { asked } from "./asked.js";
import { machine } from "./xstate_machine.js";

asked(createActor(machine).start().getSnapshot().context.question);
