// XState asks, once its actor's snapshot is in IndexedDB.

import { createActor } from "xstate";

import { SnapshotStore } from "../contestants/xstate/store.js";
import { asked } from "./asked.js";
import { machine } from "./xstate_machine.js";

const actor = createActor(machine).start();
const store = await SnapshotStore.open("cold");
await store.put("thread", actor);
asked(actor.getSnapshot().context.question);
