//! Who may do what: SQL in one place, addresses in one table, no clock in the rules, no unescaped text in the screens.

use super::{Breach, Source};

/// The only files that put text into a document without escaping, and say how they make that safe.
const UNESCAPED: [&str; 4] =
    ["app/src/parts/embedded.rs", "app/src/parts/qr.rs", "element/src/browser.rs", "element/src/server.rs"];

/// How a statement begins in a string. One capital letter is the beginning of a sentence instead.
const STATEMENTS: [&str; 6] =
    ["\"select ", "\"SELECT ", "insert into ", "INSERT INTO ", "\"delete from ", "\"DELETE FROM "];

/// What depends on the moment or the machine.
const IMPURE: [&str; 6] = ["Utc::now", "Local::now", "SystemTime::now", "Instant::now", "std::fs", "std::net"];

pub fn check(source: &Source) -> Vec<Breach> {
    // This program holds the words it looks for.
    if !source.is_rust() || source.path.starts_with("xtask/") {
        return Vec::new();
    }
    let mut breaches = addresses(source);
    // Trials write SQL of their own: to measure beside it, and to stand in the way of the server.
    let is_database = source.path == "backend/src/db.rs"
        || source.path.starts_with("backend/src/db/")
        || source.path.starts_with("trials/");
    for (number, line) in source.code() {
        let is_statement = STATEMENTS.iter().any(|start| line.contains(start));
        // The reason of a failure may be kept; nothing is asked with it.
        let is_driver = line.contains("sqlx::") && !(source.path == "backend/src/error.rs" && line.contains("Error"));
        if !is_database && (is_statement || is_driver) {
            breaches.push(source.breach(number, "SQL lives in backend/src/db: ask it there, in words of the field"));
        }
        let is_unescaped = line.contains("inner_html") || line.contains(".markup(");
        if is_unescaped && !UNESCAPED.contains(&source.path.as_str()) {
            breaches.push(source.breach(
                number,
                "`inner_html` and `markup` are not escaped: render text as a child, or use app/src/parts/embedded.rs",
            ));
        }
        let is_pure = ["domain/src/", "live/src/"].iter().any(|folder| source.path.starts_with(folder));
        if let Some(word) = IMPURE.iter().find(|word| is_pure && line.contains(**word)) {
            breaches.push(
                source.breach(
                    number,
                    format!("`{word}` has no place in the rules: take time, ids and data as arguments"),
                ),
            );
        }
    }
    breaches
}

/// What the server routes is in the table: else no test tries it.
fn addresses(source: &Source) -> Vec<Breach> {
    if !source.path.starts_with("server/src/") {
        return Vec::new();
    }
    let code = source.text.split("#[cfg(test)]").next().unwrap_or_default();
    code.match_indices(".route(")
        .filter(|(start, word)| !code[start + word.len()..].trim_start().starts_with("routes::"))
        .map(|(start, _)| {
            let line = code[..start].lines().count();
            source.breach(line, "an address stands in the table of app/src/routes: register it by its name there")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        check(&example(path, text)).len()
    }

    #[test]
    fn sql_lives_in_one_place() {
        for statement in [
            "sqlx::query(text)",
            "let text = \"select id from workshop\";",
            "  INSERT INTO workshop (id)",
            "\"DELETE FROM workshop\"",
        ] {
            assert_eq!(count("backend/src/rooms.rs", statement), 1, "{statement}");
            assert_eq!(count("backend/src/db.rs", statement), 0, "{statement}");
            assert_eq!(count("backend/src/db/log.rs", statement), 0, "{statement}");
        }
        assert_eq!(count("app/src/locale.rs", "\"Select a table\""), 0);
        assert_eq!(count("backend/src/rooms.rs", "// sqlx::query is elsewhere"), 0);
        assert_eq!(count("backend/src/error.rs", "Database(#[from] sqlx::Error),"), 0);
        assert_eq!(count("backend/src/error.rs", "sqlx::query(text)"), 1);
    }

    #[test]
    fn addresses_stand_in_one_table() {
        assert_eq!(
            count("server/src/pages.rs", ".route(routes::HOME, get(home)).route(\n    routes::LOGIN, get(x))"),
            0
        );
        assert_eq!(
            count("server/src/pages.rs", ".route(routes::HOME, get(home))\n.route(\"/b/{key}\", get(board))"),
            1
        );
        assert_eq!(count("server/src/pages.rs", "#[cfg(test)]\nmod tests { .route(\"/b\", get(b)) }"), 0);
    }

    #[test]
    fn unescaped_text_has_one_door() {
        let line = "view! { <p inner_html=text></p> }";
        assert_eq!(count("app/src/pages/board.rs", line), 1);
        assert_eq!(count("app/src/parts/embedded.rs", line), 0);
    }

    #[test]
    fn the_rules_have_no_clock() {
        assert_eq!(count("domain/src/workshop.rs", "let now = Utc::now();"), 1);
        assert_eq!(count("live/src/link.rs", "let now = Instant::now();"), 1);
        assert_eq!(count("backend/src/clock.rs", "let now = Utc::now();"), 0);
    }
}
