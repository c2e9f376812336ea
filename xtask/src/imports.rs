//! Short names for what the wasm imports from its glue. wasm-bindgen's hold a hash each, which compresses to nothing less:
//! five of every hundred kilobytes that a page loads would be names. Must not: change anything else.

use wasmparser::{Parser, Payload};

use crate::Failure;

/// The module that the glue is to the wasm.
const GLUE: &str = "./haltgraph_bg.js";

/// Bytes before the first section.
const PREAMBLE: usize = 8;

/// The section of imports, and the kind of those that are functions.
const SECTION: u8 = 2;
const FUNCTION: u8 = 0;

/// The wasm and its glue with `i0`, `i1` and so on where the one calls the other.
pub fn shortened(wasm: &[u8], glue: &str) -> Result<(Vec<u8>, String), Failure> {
    let Section { start, content, end } = section(wasm)?;
    let (content, names) = renamed(wasm.get(content..end).unwrap_or_default())?;
    let mut shorter = wasm.get(..start).unwrap_or_default().to_vec();
    shorter.push(SECTION);
    put_number(&mut shorter, content.len());
    shorter.extend(content);
    shorter.extend(wasm.get(end..).unwrap_or_default());
    Ok((shorter, in_glue(glue, &names)?))
}

/// Where the section of imports stands: its kind and its length come first.
struct Section {
    start: usize,
    content: usize,
    end: usize,
}

fn section(wasm: &[u8]) -> Result<Section, Failure> {
    let place = |offset| usize::try_from(offset).unwrap_or(usize::MAX);
    let mut start = PREAMBLE;
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.map_err(|error| format!("cannot read the wasm: {error}"))?;
        let Some((_, range)) = payload.as_section() else { continue };
        if matches!(payload, Payload::ImportSection(_)) {
            return Ok(Section { start, content: place(range.start), end: place(range.end) });
        }
        start = place(range.end);
    }
    Err("the wasm imports nothing: wasm-bindgen has not run".to_owned())
}

/// The section with short names, and the names that it had.
fn renamed(section: &[u8]) -> Result<(Vec<u8>, Vec<String>), Failure> {
    let mut rest = Bytes(section);
    let count = rest.number()?;
    let (mut content, mut names) = (Vec::new(), Vec::new());
    put_number(&mut content, count);
    for index in 0..count {
        let module = rest.text()?;
        names.push(rest.text()?.to_owned());
        let (kind, of) = (rest.byte()?, rest.number()?);
        if module != GLUE || kind != FUNCTION {
            return Err(format!("the wasm imports something from \"{module}\" that is no function of the glue"));
        }
        put_text(&mut content, module);
        put_text(&mut content, &short(index));
        content.push(kind);
        put_number(&mut content, of);
    }
    Ok((content, names))
}

fn short(index: usize) -> String {
    format!("i{index}")
}

/// The glue, which defines each import once.
fn in_glue(glue: &str, names: &[String]) -> Result<String, Failure> {
    let mut text = glue.to_owned();
    for (index, name) in names.iter().enumerate() {
        let defined = format!("\n        {name}: function(");
        let found = text.matches(&defined).count();
        if found != 1 {
            return Err(format!(
                "the glue of wasm-bindgen has changed: `{}` was expected once and is there {found} times.\n\
                 Look at the generated __wbg_get_imports and teach xtask/src/imports.rs its new form.",
                defined.trim_start()
            ));
        }
        text = text.replacen(&defined, &format!("\n        {}: function(", short(index)), 1);
    }
    Ok(text)
}

/// What is left to read of a section.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn byte(&mut self) -> Result<u8, Failure> {
        let (first, rest) = self.0.split_first().ok_or("the wasm ends within its imports")?;
        self.0 = rest;
        Ok(*first)
    }

    /// A number, 7 bits a byte, the lowest first.
    fn number(&mut self) -> Result<usize, Failure> {
        let mut number = 0;
        for shift in (0..usize::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err("a number in the imports of the wasm has no end".to_owned())
    }

    fn text(&mut self) -> Result<&'a str, Failure> {
        let length = self.number()?;
        let (text, rest) = self.0.split_at_checked(length).ok_or("the wasm ends within its imports")?;
        self.0 = rest;
        std::str::from_utf8(text).map_err(|error| format!("a name in the imports of the wasm is no text: {error}"))
    }
}

fn put_number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_number(out, text.len());
    out.extend(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use wasmparser::{Parser, Payload};

    use super::shortened;

    const GLUE: &str = "{\n        __wbg_get_0123: function(arg0) {\n        },\n        __wbg_get_4567: function() {\n        },\n}\n";

    fn text(of: &str) -> Vec<u8> {
        [&[u8::try_from(of.len()).unwrap()], of.as_bytes()].concat()
    }

    /// A type, two imports of the module named, and a function.
    fn sample(module: &str) -> Vec<u8> {
        let section = |kind: u8, content: &[u8]| [&[kind, u8::try_from(content.len()).unwrap()], content].concat();
        let import = |name: &str| [text(module), text(name), vec![0, 0]].concat();
        let imports = [vec![2], import("__wbg_get_0123"), import("__wbg_get_4567")].concat();
        let (types, functions, code) = (&[1, 0x60, 0, 0], &[1, 0], &[1, 2, 0, 0x0b]);
        [b"\0asm\x01\0\0\0".to_vec(), section(1, types), section(2, &imports), section(3, functions), section(10, code)]
            .concat()
    }

    fn names(wasm: &[u8]) -> Vec<String> {
        let payloads = Parser::new(0).parse_all(wasm).map(Result::unwrap);
        let imports = payloads.filter_map(|payload| match payload {
            Payload::ImportSection(imports) => Some(imports),
            _ => None,
        });
        imports.flat_map(|section| section.into_imports()).map(|import| import.unwrap().name.to_owned()).collect()
    }

    #[test]
    fn both_sides_get_the_same_short_names_and_keep_everything_else() {
        let (wasm, glue) = shortened(&sample("./haltgraph_bg.js"), GLUE).unwrap();
        assert_eq!(names(&wasm), ["i0", "i1"]);
        assert_eq!(glue, GLUE.replace("__wbg_get_0123", "i0").replace("__wbg_get_4567", "i1"));
        let tail = &sample("./haltgraph_bg.js")[sample("./haltgraph_bg.js").len() - 10..];
        assert!(wasm.ends_with(tail));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let failure = |wasm: &[u8], glue: &str| shortened(wasm, glue).unwrap_err();
        assert!(failure(&sample("elsewhere"), GLUE).contains("elsewhere"));
        assert!(failure(&sample("./haltgraph_bg.js"), "{}").contains("is there 0 times"));
        assert!(failure(b"\0asm\x01\0\0\0", GLUE).contains("imports nothing"));
    }
}
