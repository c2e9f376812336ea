// How values cross between a program and what is kept: payloads and answers as strict JSON (SR-01 to SR-25), state as JSON
// with tagged forms (S-CKP-30). Only text crosses; no object of the program enters the engine.

export { parsePayload, payloadText, PAYLOAD_LIMITS } from "./values/payload.js";
export { isSame } from "./values/same.js";
export { encodeState, STATE_LIMITS } from "./values/encode.js";
export { decodeState } from "./values/decode.js";
