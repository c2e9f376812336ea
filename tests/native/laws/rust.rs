//! Just enough of Rust's surface for the laws: code without its comments and texts, and without its tests.

/// The text with comments, string and character literals blanked out; every line keeps its number.
pub fn code(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = literal(&chars, at).unwrap_or(at);
        if end == at {
            code.push(chars[at]);
            at += 1;
        } else {
            code.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    code
}

/// Where the comment or literal that begins here ends, if one does.
fn literal(chars: &[char], at: usize) -> Option<usize> {
    let rest = &chars[at..];
    let begins = |text: &str| text.chars().enumerate().all(|(i, c)| rest.get(i) == Some(&c));
    let named = at > 0 && is_word(chars[at - 1]);
    match rest[0] {
        '/' if begins("//") => Some(at + rest.iter().position(|c| *c == '\n').unwrap_or(rest.len())),
        '/' if begins("/*") => Some(at + block_comment(rest)),
        '"' => Some(at + 1 + quoted(&rest[1..], '"')),
        '\'' if begins("'\\") => Some(at + 1 + quoted(&rest[1..], '\'')),
        '\'' if rest.get(2) == Some(&'\'') => Some(at + 3),
        'r' if !named => raw(rest, 1).map(|length| at + length),
        'b' | 'c' if !named && rest.get(1) == Some(&'r') => raw(rest, 2).map(|length| at + length),
        _ => None,
    }
}

fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        match (rest[at], rest.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) if depth == 1 => return at + 2,
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    rest.len()
}

/// How far it is to just behind the closing quote.
fn quoted(rest: &[char], quote: char) -> usize {
    let mut at = 0;
    while at < rest.len() && rest[at] != quote {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}

/// How long a raw string is whose hashes begin at `prefix`; nothing where it is a raw identifier.
fn raw(rest: &[char], prefix: usize) -> Option<usize> {
    let hashes = rest[prefix..].iter().take_while(|c| **c == '#').count();
    let open = prefix + hashes;
    if rest.get(open) != Some(&'"') {
        return None;
    }
    let close =
        |at: &usize| rest[*at] == '"' && rest[at + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes;
    Some((open + 1..rest.len()).find(close).map_or(rest.len(), |at| at + 1 + hashes))
}

/// Blanks out, in code, every item that is compiled for tests only.
pub fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut kept = code.to_owned();
    while let Some(start) = kept.find(MARK) {
        let end = item_end(&kept, start + MARK.len());
        let blank: String = kept[start..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
        kept.replace_range(start..end, &blank);
    }
    kept
}

/// Where the item that begins here ends: behind its block, or behind its semicolon.
fn item_end(code: &str, start: usize) -> usize {
    let mut depth = 0_i32;
    for (at, c) in code[start..].char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' => depth -= 1,
            '}' if depth == 1 => return start + at + 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return start + at + 1,
            _ => {}
        }
    }
    code.len()
}

/// Where the block that begins with the next `{` ends; nothing where a `;` comes first.
pub fn block_end(code: &str, start: usize) -> Option<usize> {
    let mut depth = 0_i32;
    let open = code[start..].char_indices().find(|(_, c)| {
        depth += i32::from(matches!(c, '(' | '[')) - i32::from(matches!(c, ')' | ']'));
        depth == 0 && matches!(c, '{' | ';')
    });
    let (at, c) = open?;
    (c == '{').then(|| item_end(code, start + at))
}

/// Every place where a word (or words with signs between) stands by itself.
pub fn finds<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let joined = |own: Option<char>, beside: Option<char>| own.is_some_and(is_word) && beside.is_some_and(is_word);
    code.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let before = joined(word.chars().next(), code[..*at].chars().next_back());
        let after = joined(word.chars().next_back(), code[at + word.len()..].chars().next());
        !before && !after
    })
}

/// The number of the line that holds a byte.
pub fn line(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Whether a character can be part of a name.
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[test]
fn comments_and_texts_are_blanked_and_code_is_kept() {
    let check = |text: &str, expected: &str| {
        let squeezed = code(text).split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(squeezed, expected, "of {text}");
        assert_eq!(code(text).lines().count(), text.lines().count(), "lines of {text}");
    };
    check("a /* b /* c */ d */ e // f\ng", "a e g");
    check("a(\"b \\\" // c\", 'd', '\\'', '\\u{1F600}') e", "a( , , , ) e");
    check("f::<'a>(&'a str) -> &'static str", "f::<'a>(&'a str) -> &'static str");
    check("x(r#\"a \" // b\"#, br\"c\", r#type) y", "x( , , r#type) y");
    check("for r in bar { \"\nlines\n\" }", "for r in bar { }");
}

#[test]
fn items_for_tests_are_blanked() {
    let text = "use a;\n#[cfg(test)]\nuse b::{c, d};\nfn e() {}\n#[cfg(test)]\n#[allow(x)]\nmod tests {\n fn f() {}\n}\nfn g() {}";
    let kept = without_tests(text);
    assert_eq!(kept.split_whitespace().collect::<Vec<_>>().join(" "), "use a; ; fn e() {} fn g() {}");
    assert_eq!(line(&kept, kept.find("fn g").unwrap()), 10);
}

#[test]
fn a_word_is_found_by_itself_only() {
    assert_eq!(finds("rand(brand, rand_core, operand)", "rand").collect::<Vec<_>>(), [0]);
    assert_eq!(finds("a.await; b.awaited", ".await").collect::<Vec<_>>(), [1]);
}
