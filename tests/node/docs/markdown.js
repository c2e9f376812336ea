// The fenced blocks of a page of the docs, and the programs that its JavaScript blocks make up.

/**
 * A fenced block.
 * @typedef {object} Block
 * @property {string} info what stands behind the fence
 * @property {string} code
 * @property {number} line of the code's first line, from 1
 * @property {string} section the heading above it
 * @property {boolean} example whether `<!-- example -->` stands before it: it calls functions that the reader would have
 */

/**
 * JavaScript that runs as one module.
 * @typedef {object} Program
 * @property {string} section
 * @property {boolean} browser whether it needs a page
 * @property {boolean} example
 * @property {Block[]} blocks
 */

/**
 * @param {string} text Markdown
 * @returns {Block[]}
 */
export function blocksOf(text) {
  const lines = text.split("\n");
  /** @type {Block[]} */
  const blocks = [];
  let section = "";
  for (let at = 0; at < lines.length; at += 1) {
    section = /^#+ (.*)/.exec(lines[at])?.[1] ?? section;
    if (!lines[at].startsWith("```")) continue;
    const end = lines.indexOf("```", at + 1);
    if (end === -1) throw new Error(`the block of line ${at + 1} has no end`);
    const example = lines[at - 1]?.trim() === "<!-- example -->";
    blocks.push({ info: lines[at].slice(3).trim(), code: lines.slice(at + 1, end).join("\n"), line: at + 2, section, example });
    at = end;
  }
  return blocks;
}

/**
 * The programs of a page. A block that imports starts one; a block that does not goes on with the one before it, which
 * stands in the same section.
 * @param {readonly Block[]} blocks
 * @returns {Program[]}
 */
export function programsOf(blocks) {
  /** @type {Program[]} */
  const programs = [];
  for (const block of blocks.filter(({ info }) => info === "js" || info === "js browser")) {
    const { section, example } = block;
    const browser = block.info === "js browser";
    if (/^import /m.test(block.code)) programs.push({ section, browser, example, blocks: [block] });
    else ownerOf(block, browser, programs).blocks.push(block);
  }
  return programs;
}

/**
 * @param {Block} block
 * @param {boolean} browser
 * @param {readonly Program[]} programs
 */
function ownerOf({ line, section }, browser, programs) {
  const owner = programs.at(-1);
  if (owner?.section === section && owner.browser === browser) return owner;
  throw new Error(`the block of line ${line} imports nothing and has no block before it in "${section}" to go on with`);
}
