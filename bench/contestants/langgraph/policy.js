// LangGraph.js under a strict policy, to be imported before it: the zod in it would try whether the page may compile text,
// which this page may not, and the browser would report the attempt. Zod's documentation has such pages say so.

import { config } from "zod/v4";

config({ jitless: true });
