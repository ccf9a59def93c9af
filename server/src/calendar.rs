//! The day it is, and entries of a calendar (RFC 5545).

use axum::http::header;
use axum::response::{IntoResponse as _, Response};

/// Today's date in UTC.
pub(crate) fn today() -> domain::NaiveDate {
    chrono::Utc::now().date_naive()
}

/// A calendar that holds these events, each a list of lines as [`line()`] makes them.
pub(crate) fn calendar(product: &str, events: Vec<Vec<String>>) -> String {
    let mut lines =
        vec!["BEGIN:VCALENDAR".to_owned(), "VERSION:2.0".to_owned(), format!("PRODID:-//Maillage//{product}//FR")];
    for event in events {
        lines.push("BEGIN:VEVENT".to_owned());
        lines.extend(event);
        lines.push("END:VEVENT".to_owned());
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().flat_map(|line| [folded(line), "\r\n".to_owned()]).collect()
}

/// A calendar, to be kept as a file of this name.
pub(crate) fn download(name: &str, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.ics\"")),
    ];
    (headers, text).into_response()
}

/// A line `NAME:text`, in which the text is escaped.
pub(crate) fn line(name: &str, text: &str) -> String {
    format!("{name}:{}", escaped(text))
}

/// The line `DTSTAMP`, which every event of a calendar needs: when it was written, that is now, in UTC.
pub(crate) fn stamp() -> String {
    format!("DTSTAMP:{}", chrono::Utc::now().format("%Y%m%dT%H%M%SZ"))
}

/// A text for a calendar, with a backslash before each character that has a meaning there.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\r', "").replace('\n', "\\n")
}

/// Lines of at most 75 bytes, the next ones begun with a blank. Whatever an address or a text held, it is one line.
fn folded(line: &str) -> String {
    let (mut folded, mut length) = (String::new(), 0);
    for character in line.chars().filter(|character| !character.is_control()) {
        if length + character.len_utf8() > 74 {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(character);
        length += character.len_utf8();
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_longer_than_calendars_take_and_no_text_ends_its_line() {
        let text = calendar("test", vec![vec![line("SUMMARY", &format!("{}; a, b\nc\r\nd", "é".repeat(80)))]]);
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        assert!(text.lines().all(|line| line.len() <= 75));
        assert!(text.replace("\r\n ", "").contains("\\; a\\, b\\nc\\nd\r\n"), "{text}");
        assert_eq!(folded("URL:https://example.org/i/ABC\r\nDEFG"), "URL:https://example.org/i/ABCDEFG");
    }
    #[test]
    fn a_text_of_marks_only_stays_within_its_line() {
        let text = calendar("test", vec![vec![line("SUMMARY", &"é;,\n\\".repeat(60))]]);
        assert!(text.split("\r\n").all(|part| part.len() <= 75), "{text}");
        assert_eq!(escaped("a\nb;c"), "a\\nb\\;c");
    }
}
