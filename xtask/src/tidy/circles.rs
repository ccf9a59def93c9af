//! Files of a crate that import each other in a circle: none of them can then be read, moved or tested before the
//! others.
//!
//! A file imports another when it names something that is written there, by a path that begins with `crate`, `super`,
//! `self` or a module of its own. A file may name the parts that it is made of (`synergy.rs` and `synergy/flow.rs`),
//! and they may name what it gives them: that is one thing in several files, and no circle. Handing on (`pub use`) is
//! no import, and names are followed through it to where they are written. Methods leave no trace in paths, and tests
//! inside a file (`mod tests`) are left out.

use std::collections::{BTreeMap, BTreeSet};

use super::{Breach, Source};

/// The files of one crate, by the path of their module.
struct Crate<'a> {
    files: BTreeMap<Vec<String>, File<'a>>,
}

struct File<'a> {
    source: &'a Source,
    /// What it imports, as written.
    imports: Vec<Import>,
    /// The names that it makes its own by `use`, each with the path behind it.
    names: BTreeMap<String, Vec<String>>,
    /// Modules of which it makes everything its own.
    everything_of: Vec<Vec<String>>,
    /// The words after which something is written here: functions, types, constants.
    written: BTreeSet<String>,
}

struct Import {
    path: Vec<String>,
    line: usize,
}

pub fn check(sources: &[Source]) -> Vec<Breach> {
    let mut crates: BTreeMap<&str, Crate<'_>> = BTreeMap::new();
    for source in sources.iter().filter(|source| source.is_rust()) {
        let Some((root, file)) = source.path.split_once("src/") else { continue };
        // A root beside the library is a crate of its own, which sees the library from outside.
        if file == "main.rs" && sources.iter().any(|other| other.path == format!("{root}src/lib.rs")) {
            continue;
        }
        let file = File::read(source, &module_of(file));
        crates.entry(root).or_insert_with(|| Crate { files: BTreeMap::new() }).files.insert(file.0, file.1);
    }
    crates.values().flat_map(Crate::breaches).collect()
}

/// `pages/office.rs` is `pages::office`; the root has no name.
fn module_of(file: &str) -> Vec<String> {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    if matches!(path, "lib" | "main") { Vec::new() } else { path.split('/').map(str::to_owned).collect() }
}

impl<'a> File<'a> {
    fn read(source: &'a Source, module: &[String]) -> (Vec<String>, Self) {
        let code = bare(&source.text);
        let words = words(&code);
        let mut file = Self {
            source,
            imports: Vec::new(),
            names: BTreeMap::new(),
            everything_of: Vec::new(),
            written: BTreeSet::new(),
        };
        let mut children = BTreeSet::new();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let next = words.get(at + 1).map_or("", |next| next.text);
            if word.text == "use" {
                let handed_on = at > 0 && matches!(words[at - 1].text, "pub" | ")");
                at = file.take_use(&words, at + 1, handed_on);
                continue;
            }
            if word.text == "mod" && words.get(at + 2).is_some_and(|word| word.text == ";") {
                children.insert(next.to_owned());
            }
            if matches!(word.text, "fn" | "struct" | "enum" | "trait" | "type" | "const" | "static" | "union") {
                file.written.insert(next.to_owned());
            }
            let begins = at == 0 || words[at - 1].text != "::";
            if begins && next == "::" {
                let mut path = vec![word.text.to_owned()];
                while words.get(at + 1).is_some_and(|word| word.text == "::")
                    && words.get(at + 2).is_some_and(|word| is_name(word.text))
                {
                    path.push(words[at + 2].text.to_owned());
                    at += 2;
                }
                file.imports.push(Import { path, line: word.line });
            }
            at += 1;
        }
        let absolute = |path: &[String]| absolute(path, module, &children);
        file.imports = file
            .imports
            .into_iter()
            .filter_map(|import| Some(Import { path: absolute(&import.path)?, line: import.line }))
            .collect();
        file.names = file.names.into_iter().filter_map(|(name, path)| Some((name, absolute(&path)?))).collect();
        file.everything_of = file.everything_of.iter().filter_map(|path| absolute(path)).collect();
        (module.to_vec(), file)
    }

    /// Reads a `use` from behind the word to its end.
    fn take_use(&mut self, words: &[Word<'_>], mut at: usize, handed_on: bool) -> usize {
        let (mut before, mut path): (Vec<Vec<String>>, Vec<String>) = (Vec::new(), Vec::new());
        let mut renamed = None;
        let line = words.get(at).map_or(1, |word| word.line);
        while let Some(word) = words.get(at) {
            at += 1;
            match word.text {
                "{" => before.push(path.clone()),
                "," | "}" | ";" => {
                    if path.len() > before.last().map_or(0, Vec::len) {
                        self.take_name(std::mem::take(&mut path), renamed.take(), line, handed_on);
                    }
                    if word.text == "}" {
                        before.pop();
                        // What stood in braces is taken; only `,`, `}` or `;` can follow.
                    }
                    path = before.last().cloned().unwrap_or_default();
                    if word.text == ";" {
                        break;
                    }
                }
                "as" => renamed = words.get(at).map(|word| word.text.to_owned()).inspect(|_| at += 1),
                "::" => {}
                text => path.push(text.to_owned()),
            }
        }
        at
    }

    fn take_name(&mut self, mut path: Vec<String>, renamed: Option<String>, line: usize, handed_on: bool) {
        if path.last().is_some_and(|last| last == "*") {
            path.pop();
            self.everything_of.push(path.clone());
        } else {
            if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
                path.pop();
            }
            let name = renamed.or_else(|| path.last().cloned()).unwrap_or_default();
            self.names.insert(name, path.clone());
        }
        if !handed_on {
            self.imports.push(Import { path, line });
        }
    }
}

/// A path from the root of its crate; none where it leads out of it.
fn absolute(path: &[String], module: &[String], children: &BTreeSet<String>) -> Option<Vec<String>> {
    let (first, rest) = path.split_first()?;
    let mut base = match first.as_str() {
        "crate" => Vec::new(),
        "self" => module.to_vec(),
        "super" => module.get(..module.len().checked_sub(1)?)?.to_vec(),
        child if children.contains(child) => [module, &[child.to_owned()]].concat(),
        _ => return None,
    };
    let mut rest = rest.iter().peekable();
    while rest.next_if(|word| *word == "super").is_some() {
        base.pop()?;
    }
    base.extend(rest.cloned());
    Some(base)
}

impl Crate<'_> {
    /// The file in which the end of a path is written.
    fn file_of(&self, path: &[String], depth: usize) -> Option<&Vec<String>> {
        let length = (0..=path.len()).rev().find(|length| self.files.contains_key(&path[..*length]))?;
        let (module, file) = self.files.get_key_value(&path[..length])?;
        let Some(name) = path.get(length).filter(|_| depth > 0) else { return Some(module) };
        if file.written.contains(name) {
            return Some(module);
        }
        let rest = &path[length + 1..];
        if let Some(behind) = file.names.get(name) {
            return self.file_of(&[behind.as_slice(), rest].concat(), depth - 1);
        }
        let mut of_others = file.everything_of.iter().filter_map(|other| {
            let found = self.file_of(&[other.as_slice(), &path[length..]].concat(), depth - 1)?;
            self.files[found].written.contains(name).then_some(found)
        });
        of_others.next().or(Some(module))
    }

    /// What each file imports, with the line that says so first.
    fn arrows(&self) -> BTreeMap<&Vec<String>, BTreeMap<&Vec<String>, usize>> {
        let mut arrows: BTreeMap<_, BTreeMap<_, usize>> = BTreeMap::new();
        for (module, file) in &self.files {
            for import in &file.imports {
                if let Some(other) = self.file_of(&import.path, 8).filter(|other| !other.starts_with(module)) {
                    let line = arrows.entry(module).or_default().entry(other).or_insert(import.line);
                    *line = import.line.min(*line);
                }
            }
        }
        arrows
    }

    fn breaches(&self) -> Vec<Breach> {
        let arrows = self.arrows();
        let reach: BTreeMap<_, _> = self.files.keys().map(|from| (from, reached(from, &arrows))).collect();
        let mut circles: BTreeSet<Vec<&Vec<String>>> = BTreeSet::new();
        for (module, there) in &reach {
            if there.contains(module) {
                circles.insert(there.iter().copied().filter(|other| reach[other].contains(module)).collect());
            }
        }
        circles.into_iter().map(|circle| self.breach(&circle, &arrows)).collect()
    }

    fn breach(
        &self,
        circle: &[&Vec<String>],
        arrows: &BTreeMap<&Vec<String>, BTreeMap<&Vec<String>, usize>>,
    ) -> Breach {
        let first = &self.files[circle[0]];
        let line = arrows[circle[0]].iter().find(|(other, _)| circle.contains(other)).map_or(1, |(_, line)| *line);
        let named = circle.iter().map(|module| self.files[*module].source.path.as_str()).collect::<Vec<_>>().join(", ");
        let cure = format!(
            "{} files import each other in a circle ({named}): move what they share into a file that imports none of \
             them",
            circle.len()
        );
        first.source.breach(line, cure)
    }
}

/// Every file to which arrows lead from this one, itself where they lead back.
fn reached<'a>(
    from: &'a Vec<String>,
    arrows: &BTreeMap<&'a Vec<String>, BTreeMap<&'a Vec<String>, usize>>,
) -> BTreeSet<&'a Vec<String>> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(module) = open.pop() {
        for other in arrows.get(module).into_iter().flat_map(BTreeMap::keys) {
            if seen.insert(*other) {
                open.push(other);
            }
        }
    }
    seen
}

struct Word<'a> {
    text: &'a str,
    line: usize,
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// Names, `::`, and every other sign by itself.
fn words(code: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    for (index, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let is_part = |character: char| character.is_alphanumeric() || character == '_';
            let length = if is_part(first) {
                rest.find(|character| !is_part(character)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            let (text, behind) = rest.split_at(length);
            words.push(Word { text, line: index + 1 });
            rest = behind.trim_start();
        }
    }
    words
}

/// The code without comments, without what stands in strings, and without the tests at its end; lines stay lines.
fn bare(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(raw) = rest.strip_prefix("r#\"") {
            3 + raw.find("\"#").map_or(raw.len(), |end| end + 2)
        } else if first == '"' {
            1 + end_of_string(&rest[1..])
        } else {
            ["'\"'", "'\\\"'", "'\\\\'"].iter().find(|sign| rest.starts_with(**sign)).map_or(0, |sign| sign.len())
        };
        if skipped == 0 {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            code.extend(rest[..skipped].chars().filter(|character| *character == '\n'));
            rest = &rest[skipped..];
        }
    }
    code
}

fn end_of_string(text: &str) -> usize {
    let mut characters = text.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '\\' => drop(characters.next()),
            '"' => return index + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    fn circles(files: &[(&str, &str)]) -> Vec<String> {
        let sources: Vec<Source> = files.iter().map(|(path, text)| example(path, text)).collect();
        check(&sources).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn two_files_that_import_each_other_are_named() {
        let files = [
            ("house/src/lib.rs", "mod door;\nmod key;\nmod lock;"),
            ("house/src/door.rs", "\nuse crate::lock::{Bolt, turn as close};"),
            ("house/src/lock.rs", "use super::door::Frame;\npub struct Bolt;"),
            ("house/src/key.rs", "use crate::door::Frame; // and the door knows no key"),
        ];
        let found = circles(&files);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].starts_with("house/src/door.rs:2: 2 files import each other") && found[0].contains("src/lock.rs"),
            "{found:?}"
        );
    }

    #[test]
    fn a_circle_is_found_through_a_path_without_use_and_through_names_that_are_handed_on() {
        let parent = ("a/src/house.rs", "mod door;\nmod lock;\npub use lock::{Bolt};\npub fn open() { door::open() }");
        let door = |text| ("a/src/house/door.rs", text);
        let lock = |text| ("a/src/house/lock.rs", text);
        assert_eq!(circles(&[parent, door("use super::Bolt;"), lock("pub struct Bolt;")]), [""; 0]);
        let found = circles(&[parent, door("use super::Bolt;"), lock("pub struct Bolt;\nfn f() { super::door::g() }")]);
        assert_eq!(found.len(), 1, "door and lock: {found:?}");
        let found = circles(&[parent, door("fn f() { super::open() }"), lock("pub struct Bolt;")]);
        assert_eq!(found, [""; 0], "a file and a part of it");
    }

    #[test]
    fn words_in_comments_strings_and_tests_import_nothing() {
        let quiet = "// crate::b::x()\nconst A: &str = \"\\\" crate::b::x\";\nconst B: char = '\"';\n#[cfg(test)]\nmod \
                     tests {\n    use crate::b::x;\n}\n";
        assert_eq!(circles(&[("c/src/a.rs", quiet), ("c/src/b.rs", "use crate::a::A;")]), [""; 0]);
        assert_eq!(circles(&[("c/src/a.rs", "use super::b::x;"), ("d/src/b.rs", "use crate::a::A;")]), [""; 0]);
    }
}
