//! What a wasm module holds: its sections, and its functions by name. Must not: say whose they are.

use std::collections::HashSet;

use wasmparser::{ExternalKind, KnownCustom, Name, NameSectionReader, Parser, Payload, TypeRef};

use crate::Failure;

/// Bytes before the first section.
const PREAMBLE: usize = 8;

/// A function of the module; those that it imports are none.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// As the name section has it; empty where it has none.
    pub name: String,
    /// Bytes of the code section: the body with its length before it.
    pub bytes: usize,
    /// Whether JavaScript can call it.
    pub exported: bool,
}

/// A module, weighed.
#[derive(Default)]
pub struct Module {
    /// Its functions, in order.
    pub functions: Vec<Function>,
    /// Bytes of the whole code section.
    pub code: usize,
    /// Bytes of the whole data section.
    pub data: usize,
    /// Bytes of everything else, without names.
    pub rest: usize,
}

impl Module {
    /// Reads a module.
    pub fn read(wasm: &[u8]) -> Result<Self, Failure> {
        let mut reader = Reader::default();
        let mut start = PREAMBLE;
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload.map_err(unreadable)?;
            let end = payload.as_section().map_or(start, |(_, range)| place(range.end));
            reader.take(payload, end - start).map_err(unreadable)?;
            start = end;
        }
        Ok(reader.finish())
    }

    /// Bytes of the code section that belong to no function: its kind, its length and the number of functions.
    pub fn code_header(&self) -> usize {
        self.code - self.functions.iter().map(|function| function.bytes).sum::<usize>()
    }
}

/// A module without its names: what a page loads. Everything else keeps its bytes.
pub fn without_names(wasm: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut kept = wasm.get(..PREAMBLE).unwrap_or_default().to_vec();
    let mut start = PREAMBLE;
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.map_err(unreadable)?;
        let Some((_, range)) = payload.as_section() else { continue };
        let end = place(range.end);
        if !matches!(&payload, Payload::CustomSection(custom) if custom.name() == "name") {
            kept.extend(wasm.get(start..end).unwrap_or_default());
        }
        start = end;
    }
    Ok(kept)
}

/// What has been read of a module.
#[derive(Default)]
struct Reader {
    module: Module,
    imported: usize,
    exported: HashSet<usize>,
    names: Vec<(usize, String)>,
    /// Where the body before ended.
    body: usize,
}

impl Reader {
    /// Takes a section of this many bytes in, or one function of it.
    fn take(&mut self, payload: Payload<'_>, bytes: usize) -> wasmparser::Result<()> {
        match payload {
            Payload::CodeSectionStart { count, unchecked_range, .. } => {
                self.module.code = bytes;
                self.body = place(unchecked_range.start) + length_of(count);
            }
            Payload::CodeSectionEntry(body) => self.function(place(body.range().end)),
            Payload::DataSection(_) => self.module.data = bytes,
            Payload::CustomSection(custom) => match custom.as_known() {
                KnownCustom::Name(section) => self.names = function_names(section)?,
                _ => self.module.rest += bytes,
            },
            Payload::ImportSection(imports) => {
                self.module.rest += bytes;
                for import in imports.into_imports() {
                    self.imported += usize::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                }
            }
            Payload::ExportSection(exports) => {
                self.module.rest += bytes;
                for export in exports {
                    let export = export?;
                    self.exported.extend((export.kind == ExternalKind::Func).then_some(export.index as usize));
                }
            }
            _ => self.module.rest += bytes,
        }
        Ok(())
    }

    /// The next function's body ends here.
    fn function(&mut self, end: usize) {
        let exported = self.exported.contains(&(self.imported + self.module.functions.len()));
        self.module.functions.push(Function { name: String::new(), bytes: end - self.body, exported });
        self.body = end;
    }

    /// The module, its functions under their names.
    fn finish(mut self) -> Module {
        self.module.rest += PREAMBLE;
        for (index, name) in self.names {
            let place = index.checked_sub(self.imported);
            if let Some(function) = place.and_then(|place| self.module.functions.get_mut(place)) {
                function.name = name;
            }
        }
        self.module
    }
}

fn function_names(section: NameSectionReader<'_>) -> wasmparser::Result<Vec<(usize, String)>> {
    let mut found = Vec::new();
    for part in section {
        if let Name::Function(names) = part? {
            for naming in names {
                let naming = naming?;
                found.push((naming.index as usize, naming.name.to_owned()));
            }
        }
    }
    Ok(found)
}

/// How many bytes a number takes in wasm: 7 bits each.
fn length_of(number: u32) -> usize {
    (u32::BITS - number.leading_zeros()).div_ceil(7).max(1) as usize
}

fn place(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

fn unreadable(error: wasmparser::BinaryReaderError) -> Failure {
    format!("cannot read the wasm: {error}")
}

#[cfg(test)]
mod tests {
    use super::{Function, Module, without_names};

    /// Two functions, the first imported, the second and the third of the module; the second is exported, both have names.
    fn sample() -> Vec<u8> {
        let section = |kind: u8, content: &[u8]| [&[kind, u8::try_from(content.len()).unwrap()], content].concat();
        let names = [&[1, 9, 2, 1, 2, b'a', b'b', 2, 2, b'c', b'd'][..]].concat();
        [
            b"\0asm\x01\0\0\0".to_vec(),
            section(1, &[1, 0x60, 0, 0]),
            section(2, &[1, 1, b'm', 1, b'f', 0, 0]),
            section(3, &[2, 0, 0]),
            section(7, &[1, 1, b'e', 0, 1]),
            section(10, &[2, 2, 0, 0x0b, 3, 0, 0x01, 0x0b]),
            section(0, &[&[4][..], b"name", &names].concat()),
        ]
        .concat()
    }

    #[test]
    fn functions_have_their_names_and_weights() {
        let module = Module::read(&sample()).unwrap();
        let function = |name: &str, bytes, exported| Function { name: name.to_owned(), bytes, exported };
        assert_eq!(module.functions, [function("ab", 3, true), function("cd", 4, false)]);
    }

    #[test]
    fn every_byte_is_counted_once() {
        let shipped = without_names(&sample()).unwrap();
        for wasm in [&sample(), &shipped] {
            let module = Module::read(wasm).unwrap();
            assert_eq!(module.code_header() + 3 + 4, module.code);
            assert_eq!(module.code + module.data + module.rest, shipped.len());
        }
    }

    #[test]
    fn only_the_names_are_taken_out() {
        let shipped = without_names(&sample()).unwrap();
        assert_eq!(shipped, sample()[..shipped.len()]);
        assert_eq!(Module::read(&shipped).unwrap().functions[0].name, "");
        assert!(Module::read(&sample()[..40]).is_err());
    }
}
