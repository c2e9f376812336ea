// A later macrotask, sooner than a timer gives one: browsers hold nested timers back for 4 ms.

/** @type {(() => void)[]} */
const waiting = [];

/** Node has a call for it; an open MessageChannel would keep its process alive. @type {((task: () => void) => void) | undefined} */
const setImmediate = /** @type {any} */ (globalThis).setImmediate;

/** @type {MessageChannel | undefined} */
let channel;

/**
 * Calls `task` in a macrotask of its own.
 * @param {() => void} task
 */
export function later(task) {
  if (setImmediate !== undefined) return setImmediate(task);
  waiting.push(task);
  channel ??= openChannel();
  return channel.port2.postMessage(null);
}

function openChannel() {
  const opened = new MessageChannel();
  opened.port1.addEventListener("message", () => waiting.shift()?.());
  opened.port1.start();
  return opened;
}
