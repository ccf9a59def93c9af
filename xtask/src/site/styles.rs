//! One style sheet for each audience, put together from `style/`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Tokens, base, every part in the order of their names, then what the audience's own sheet imports, in its order.
/// Missing files are fine.
pub fn sheet(style: &Path, audience: &str) -> Result<String> {
    let mut sources = vec![style.join("tokens.css"), style.join("base.css")];
    sources.extend(parts(&style.join("parts"))?);
    sources.extend(imported(&style.join("pages"), audience)?);
    let mut sheet = String::new();
    for source in sources.iter().filter(|source| source.is_file()) {
        let text = fs::read_to_string(source).with_context(|| format!("cannot read {}", source.display()))?;
        sheet.push_str(&without_comments(&text));
    }
    Ok(sheet)
}

/// The sheets of an audience: `board.css` names those of the folder `board/` and holds no rules of its own.
fn imported(pages: &Path, audience: &str) -> Result<Vec<PathBuf>> {
    let index = pages.join(format!("{audience}.css"));
    let Ok(text) = fs::read_to_string(&index) else { return Ok(Vec::new()) };
    let mut sheets = Vec::new();
    for line in without_comments(&text).lines() {
        let Some(name) = line.strip_prefix("@import \"").and_then(|rest| rest.strip_suffix("\";")) else {
            bail!("{}: `{line}`: rules stand in the sheets that it imports", index.display());
        };
        sheets.push(pages.join(name));
        if !pages.join(name).is_file() {
            bail!("{} imports {name}, which is not there", index.display());
        }
    }
    if let Some(forgotten) = parts(&pages.join(audience))?.into_iter().find(|sheet| !sheets.contains(sheet)) {
        bail!("{} is imported nowhere: name it in {}", forgotten.display(), index.display());
    }
    Ok(sheets)
}

fn parts(folder: &Path) -> Result<Vec<PathBuf>> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut parts = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "css") {
            parts.push(path);
        }
    }
    parts.sort();
    Ok(parts)
}

/// Without comments, indentation and empty lines; compression does the rest. Strings stay as they are.
fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut characters = css.chars().peekable();
    let mut quote = None;
    while let Some(character) = characters.next() {
        match quote {
            Some(_) if character == '\\' => {
                kept.push(character);
                kept.extend(characters.next());
                continue;
            }
            Some(mark) if character == mark => quote = None,
            None if character == '"' || character == '\'' => quote = Some(character),
            None if character == '/' && characters.peek() == Some(&'*') => {
                characters.next();
                let mut last = ' ';
                for inside in characters.by_ref() {
                    if last == '*' && inside == '/' {
                        break;
                    }
                    last = inside;
                }
                // A comment separates words, as a space does.
                kept.push(' ');
                continue;
            }
            _ => {}
        }
        kept.push(character);
    }
    kept.lines().map(str::trim).filter(|line| !line.is_empty()).fold(String::new(), |sheet, line| sheet + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_strings_stay() {
        assert_eq!(without_comments("/* a */\na {\n  color: red; /* b\n c */\n}\n"), "a {\ncolor: red;\n}\n");
        assert_eq!(
            without_comments("a::before { content: \"/* \\\" */\"; }"),
            "a::before { content: \"/* \\\" */\"; }\n"
        );
        assert_eq!(without_comments("a/**/b{}"), "a b{}\n");
        assert_eq!(without_comments("a{} /* never closed"), "a{}\n");
    }

    #[test]
    fn sheets_are_put_together_in_order() {
        let folder = tempfile::tempdir().expect("a folder");
        let style = folder.path();
        fs::create_dir_all(style.join("parts")).expect("parts");
        fs::create_dir_all(style.join("pages/desk")).expect("pages");
        for (name, text) in [
            ("base.css", "base{}"),
            ("tokens.css", "tokens{}"),
            ("parts/b.css", "b{}"),
            ("parts/a.css", "a{}"),
            ("pages/desk.css", "/* z first */\n@import \"desk/z.css\";\n@import \"desk/a.css\";\n"),
            ("pages/desk/a.css", "last{}"),
            ("pages/desk/z.css", "desk{}"),
        ] {
            fs::write(style.join(name), text).expect("a sheet");
        }
        assert_eq!(sheet(style, "desk").expect("desk"), "tokens{}\nbase{}\na{}\nb{}\ndesk{}\nlast{}\n");
        assert_eq!(sheet(style, "phone").expect("phone"), "tokens{}\nbase{}\na{}\nb{}\n");
        fs::write(style.join("pages/desk/forgotten.css"), "x{}").expect("a sheet");
        assert!(sheet(style, "desk").is_err(), "a sheet that nobody imports");
    }
}
