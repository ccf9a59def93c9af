//! What no file should hold: too much, unfinished work, traces of one machine.

use super::{Breach, Source};

const LONGEST: usize = 500;
/// Characters of a line of Rust, as `rustfmt.toml` has it; strings, macros and comments are not wrapped by rustfmt.
const WIDEST_RUST: usize = 120;
/// Characters of a line of Markdown outside tables and code.
const WIDEST_MARKDOWN: usize = 110;
/// Put together here so that this file keeps its own rule.
const UNFINISHED: [&str; 5] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("todo", "!("),
    concat!("dbg", "!("),
    concat!("unimplemented", "!("),
];
const MACHINE: [&str; 2] = [concat!("/ho", "me/"), concat!("/ro", "ot/")];

pub fn check(source: &Source) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let lines = source.text.lines().count();
    if (source.is_rust() || source.path.ends_with(".css")) && lines > LONGEST {
        breaches.push(
            source.breach(
                LONGEST + 1,
                format!("{lines} lines; a file has {LONGEST} at most: split it by responsibility"),
            ),
        );
    }
    breaches.extend(wide(source));
    let is_code =
        [".rs", ".ts", ".js", ".css", ".sh", ".sql", ".toml"].iter().any(|extension| source.path.ends_with(extension));
    let is_locked = source.path.ends_with("package-lock.json");
    for (number, line) in source.numbered() {
        if let Some(word) = UNFINISHED.iter().find(|word| is_code && has_word(line, word)) {
            breaches.push(source.breach(number, format!("`{word}`: finish it, or write it down as an issue")));
        }
        if let Some(path) = MACHINE.iter().find(|path| has_word(line, path)) {
            breaches.push(source.breach(
                number,
                format!("`{path}…` exists on one machine only: use a path relative to the repository or a setting"),
            ));
        }
        if is_locked && line.contains("\"resolved\"") {
            breaches.push(source.breach(
                number,
                "names a registry's host: run `npm install` beside an .npmrc with \
                `omit-lockfile-registry-resolved=true`",
            ));
        }
        let is_foreign =
            line.starts_with("source = ") && !line.contains("registry+https://github.com/rust-lang/crates.io-index");
        if source.path == "Cargo.lock" && is_foreign {
            breaches.push(source.breach(number, "comes from elsewhere than crates.io: depend on a published version"));
        }
    }
    breaches
}

/// Lines that no narrow window shows whole. An address of the web cannot be broken, and what stands in a raw string is
/// what another program writes.
fn wide(source: &Source) -> Vec<Breach> {
    let is_markdown = source.path.ends_with(".md");
    let widest = if is_markdown { WIDEST_MARKDOWN } else { WIDEST_RUST };
    if !(is_markdown || source.is_rust()) {
        return Vec::new();
    }
    let mut in_code = false;
    let mut breaches = Vec::new();
    for (number, line) in source.numbered() {
        in_code ^= is_markdown && line.trim_start().starts_with("```");
        let stays = line.contains("://")
            || if is_markdown { in_code || line.trim_start().starts_with('|') } else { line.contains("r#\"") };
        let length = line.chars().count();
        if length > widest && !stays {
            breaches.push(source.breach(number, format!("{length} characters; a line has {widest} at most: break it")));
        }
    }
    breaches
}

/// `word`, not as the end of a longer word.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word)
        .any(|(start, _)| !line[..start].ends_with(|before: char| before.is_alphanumeric() || before == '_'))
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        check(&example(path, text)).iter().map(|breach| breach.line).collect()
    }

    #[test]
    fn long_files_are_split() {
        assert_eq!(lines("a.rs", &"x\n".repeat(500)), [0; 0]);
        assert_eq!(lines("a.rs", &"x\n".repeat(501)), [501]);
        assert_eq!(lines("a.css", &"x\n".repeat(501)), [501]);
        assert_eq!(lines("a.md", &"x\n".repeat(501)), [0; 0]);
    }

    #[test]
    fn wide_lines_are_broken() {
        let (fits, wide) = ("é".repeat(120), "é".repeat(121));
        assert_eq!(lines("a.rs", &format!("{fits}\n{wide}")), [2]);
        assert_eq!(lines("a.rs", &format!("let a = r#\"{wide}\"#;\n// https://{wide}")), [0; 0]);
        let wide = "é".repeat(111);
        assert_eq!(lines("a.md", &format!("{wide}\n| {wide} |\n```\n{wide}\n```\n{wide}")), [1, 6]);
        assert_eq!(lines("a.csv", &"é".repeat(500)), [0; 0]);
    }

    #[test]
    fn unfinished_work_is_named() {
        for word in UNFINISHED {
            assert_eq!(lines("a.rs", &format!("fine\n// {word} later")), [2], "{word}");
        }
        assert_eq!(lines("a.rs", concat!("MASTO", "DON")), [0; 0]);
        assert_eq!(lines("README.md", UNFINISHED[0]), [0; 0]);
    }

    #[test]
    fn paths_of_one_machine_are_named() {
        for path in MACHINE {
            assert_eq!(lines("run", &format!("cd {path}somebody")), [1], "{path}");
            assert_eq!(lines("run", &format!("cd app{path}x")), [0; 0], "{path}");
        }
    }

    #[test]
    fn lock_files_name_no_host() {
        assert_eq!(lines("end2end/package-lock.json", "{\n\"resolved\": \"https://x\"\n}"), [2]);
        assert_eq!(lines("Cargo.lock", "source = \"registry+https://github.com/rust-lang/crates.io-index\""), [0; 0]);
        assert_eq!(lines("Cargo.lock", "source = \"git+https://example.org/x\""), [1]);
    }
}
