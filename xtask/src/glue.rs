//! The one change made to wasm-bindgen's JavaScript: the exports go through the guard that refuses a dead engine.

use crate::Failure;

const IMPORT: &str = "import { guard } from \"../api/guard.js\";\n";
const ASSIGNED: &str = "wasm = instance.exports;";
const GUARDED: &str = "wasm = guard(instance.exports);";

/// The glue with every call into the wasm behind `guard` (www/api/guard.js).
pub fn guarded(glue: &str) -> Result<String, Failure> {
    let found = glue.matches(ASSIGNED).count();
    if found != 1 {
        return Err(format!(
            "the glue of wasm-bindgen has changed: `{ASSIGNED}` was expected once and is there {found} times.\n\
             Look at the generated __wbg_finalize_init and teach xtask/src/glue.rs its new form."
        ));
    }
    Ok(format!("{IMPORT}{}", glue.replacen(ASSIGNED, GUARDED, 1)))
}

#[cfg(test)]
mod tests {
    use super::guarded;

    const FINALIZE: &str = "function __wbg_finalize_init(instance, module) {\n    wasm = instance.exports;\n}\n";

    #[test]
    fn the_exports_pass_through_the_guard() {
        let patched = guarded(FINALIZE).unwrap();
        assert!(patched.starts_with("import { guard } from \"../api/guard.js\";\nfunction"));
        assert!(patched.contains("\n    wasm = guard(instance.exports);\n"));
        assert!(!patched.contains("wasm = instance.exports"));
    }

    #[test]
    fn glue_of_another_form_is_refused() {
        let failure = guarded("function __wbg_finalize_init() {}").unwrap_err();
        assert!(failure.contains("is there 0 times"), "{failure}");
        let failure = guarded(&FINALIZE.repeat(2)).unwrap_err();
        assert!(failure.contains("is there 2 times"), "{failure}");
    }
}
