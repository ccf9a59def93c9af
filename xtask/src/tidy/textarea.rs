//! Leptos 0.8 does not escape the children of `<textarea>` when it renders on the server: a text that holds
//! `</textarea><script>` would run. The value goes into `prop:value` or through a component that escapes, never between
//! the tags.

use super::{Breach, Source};

pub fn check(source: &Source) -> Vec<Breach> {
    if !source.is_rust() || !source.path.starts_with("app/src/") {
        return Vec::new();
    }
    let mut breaches = Vec::new();
    for (start, tag) in source.text.match_indices("<textarea") {
        let rest = &source.text[start + tag.len()..];
        let line_start = source.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let is_comment = source.text[line_start..start].trim_start().starts_with("//");
        if !is_comment && has_children(rest) {
            let line = source.text[..start].matches('\n').count() + 1;
            breaches.push(
                source.breach(line, "children of `<textarea>` are not escaped: leave it empty and use `prop:value`"),
            );
        }
    }
    breaches
}

/// Whether anything stands between the end of the opening tag, whose attributes `rest` begins with, and the closing
/// one.
fn has_children(rest: &str) -> bool {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut before = ' ';
    for (at, character) in rest.char_indices() {
        match character {
            '"' if before != '\\' => in_string = !in_string,
            _ if in_string => {}
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth = depth.saturating_sub(1),
            '>' if depth == 0 && before == '/' => return false,
            // `=>` and `->` belong to a closure.
            '>' if depth == 0 && before != '=' && before != '-' => {
                return !rest[at + 1..].trim_start().starts_with("</textarea");
            }
            _ => {}
        }
        before = character;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    fn count(text: &str) -> usize {
        check(&example("app/src/pages/phone.rs", text)).len()
    }

    #[test]
    fn a_textarea_is_empty() {
        assert_eq!(count("<textarea name=\"text\"></textarea>"), 0);
        assert_eq!(count("<textarea name=\"a > b\" prop:value=move || text.get() />"), 0);
        assert_eq!(count("<textarea on:input=move |event| { if a > b { c } } prop:value=text>\n</textarea>"), 0);
        assert_eq!(count("/// `<textarea>` is special: <textarea>{text}</textarea>"), 0);
    }

    #[test]
    fn children_of_a_textarea_are_named() {
        assert_eq!(count("<textarea>{text}</textarea>"), 1);
        assert_eq!(count("<textarea name=\"text\">\n{move || text.get()}</textarea>"), 1);
        assert_eq!(count("<textarea>fixed</textarea>"), 1);
        assert_eq!(check(&example("app/src/a.rs", "\n\n<textarea>{text}</textarea>"))[0].line, 3);
        assert_eq!(check(&example("server/src/a.rs", "<textarea>{text}</textarea>")), []);
    }
}
