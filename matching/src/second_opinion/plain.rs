//! What a model wrote, as people may see it.

/// One line of text: no address that somebody could be led to, nothing that is not text.
pub(super) fn plain_line(written: &str) -> Option<String> {
    let text = written.split_whitespace().collect::<Vec<_>>().join(" ");
    let leads_away = text.contains("://") || text.contains('@') || text.to_ascii_lowercase().contains("www.");
    let strange = text.chars().any(|c| {
        c.is_control()
            || matches!(c, '<' | '>' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    });
    (!text.is_empty() && !leads_away && !strange).then_some(text)
}
