//! A JSON text as a tree.

use std::borrow::Cow;

use super::Wire;

/// Lists and objects inside each other; more is nonsense, or an attack on the stack.
const DEPTH_MAX: usize = 64;

/// A JSON value. Numbers stay as they are written, names of fields too (ours need no escapes).
#[derive(Debug, PartialEq)]
pub enum Json<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as it was written, unread: `12`, `-0.5e3`.
    Number(&'a str),
    /// A text without its quotation marks, escapes resolved.
    Text(Cow<'a, str>),
    /// `[…]`, in the order of the text.
    List(Vec<Json<'a>>),
    /// `{…}`, in the order of the text.
    Object(Vec<(&'a str, Json<'a>)>),
}

impl<'a> Json<'a> {
    /// Reads a whole text.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut reader = Reader { text, at: 0 };
        let value = reader.value(0)?;
        reader.skip_space();
        (reader.at == text.len()).then_some(value)
    }

    /// The text, if this value is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items, if this value is a list.
    #[must_use]
    pub fn items(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The fields with their names, if this value is an object.
    #[must_use]
    pub fn fields(&self) -> Option<&[(&'a str, Self)]> {
        match self {
            Self::Object(fields) => Some(fields),
            _ => None,
        }
    }

    /// The field of this name, if this is an object that has it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json<'a>> {
        self.fields()?.iter().find(|(field, _)| *field == name).map(|(_, value)| value)
    }

    /// Reads the field of this name.
    #[must_use]
    pub fn field<T: Wire>(&self, name: &str) -> Option<T> {
        match self.get(name) {
            Some(value) => T::read(value),
            None => T::absent(),
        }
    }

    /// Reads the field of this name; what was left out has its usual value.
    #[must_use]
    pub fn field_or_default<T: Wire + Default>(&self, name: &str) -> Option<T> {
        match self.get(name) {
            Some(value) => T::read(value),
            None => Some(T::default()),
        }
    }

    /// The name of the variant of an enum, and what it holds: `"open"`, or `{"merged": 3}`.
    #[must_use]
    pub fn variant(&self) -> Option<(&str, &Json<'a>)> {
        match self {
            Self::Text(name) => Some((name, &Json::Null)),
            Self::Object(fields) if fields.len() == 1 => fields.first().map(|(name, value)| (*name, value)),
            _ => None,
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// Whether this sign comes next; takes it then.
    fn takes(&mut self, sign: u8) -> bool {
        self.skip_space();
        let next = self.peek() == Some(sign);
        self.at += usize::from(next);
        next
    }

    fn takes_word(&mut self, word: &str) -> Option<()> {
        let next = self.text.as_bytes().get(self.at..)?.starts_with(word.as_bytes());
        self.at += word.len();
        next.then_some(())
    }

    fn value(&mut self, depth: usize) -> Option<Json<'a>> {
        if depth > DEPTH_MAX {
            return None;
        }
        self.skip_space();
        match self.peek()? {
            b'{' => {
                self.at += 1;
                let mut fields = Vec::new();
                while !self.takes(b'}') {
                    if !fields.is_empty() && !self.takes(b',') {
                        return None;
                    }
                    let name = self.name()?;
                    if !self.takes(b':') {
                        return None;
                    }
                    fields.push((name, self.value(depth + 1)?));
                }
                Some(Json::Object(fields))
            }
            b'[' => {
                self.at += 1;
                let mut items = Vec::new();
                while !self.takes(b']') {
                    if !items.is_empty() && !self.takes(b',') {
                        return None;
                    }
                    items.push(self.value(depth + 1)?);
                }
                Some(Json::List(items))
            }
            b'"' => Some(Json::Text(self.string()?)),
            b'n' => self.takes_word("null").map(|()| Json::Null),
            b't' => self.takes_word("true").map(|()| Json::Bool(true)),
            b'f' => self.takes_word("false").map(|()| Json::Bool(false)),
            _ => self.number().map(Json::Number),
        }
    }

    fn number(&mut self) -> Option<&'a str> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')) {
            self.at += 1;
        }
        self.text.get(start..self.at).filter(|digits| !digits.is_empty())
    }

    /// What stands between the quotation marks, as written. The end mark is the first that no odd run of `\` stands
    /// before.
    fn name(&mut self) -> Option<&'a str> {
        if !self.takes(b'"') {
            return None;
        }
        let start = self.at;
        loop {
            match self.peek()? {
                b'"' => break,
                b'\\' => self.at += 2,
                0..0x20 => return None,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        self.text.get(start..self.at - 1)
    }

    fn string(&mut self) -> Option<Cow<'a, str>> {
        let raw = self.name()?;
        if raw.contains('\\') { unescaped(raw).map(Cow::Owned) } else { Some(Cow::Borrowed(raw)) }
    }
}

fn unescaped(raw: &str) -> Option<String> {
    let mut text = String::new();
    let mut rest = raw.chars();
    while let Some(character) = rest.next() {
        text.push(match character {
            '\\' => match rest.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\u{8}',
                'f' => '\u{c}',
                'u' => {
                    let unit = hexadecimal(&mut rest)?;
                    // Above the first plane a character is written as two halves.
                    let code = if (0xd800..0xdc00).contains(&unit) {
                        let follows = rest.next() == Some('\\') && rest.next() == Some('u');
                        let low = if follows { hexadecimal(&mut rest)? } else { return None };
                        0x10000 + ((unit - 0xd800) << 10) + low.checked_sub(0xdc00).filter(|low| *low < 0x400)?
                    } else {
                        unit
                    };
                    char::from_u32(code)?
                }
                sign @ ('"' | '\\' | '/') => sign,
                _ => return None,
            },
            other => other,
        });
    }
    Some(text)
}

fn hexadecimal(digits: &mut std::str::Chars<'_>) -> Option<u32> {
    let mut value = 0;
    for _ in 0..4 {
        value = value * 16 + digits.next()?.to_digit(16)?;
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_are_read_and_nonsense_is_not() {
        let text = |json: &str| Json::parse(json).and_then(|json| json.text().map(str::to_owned));
        assert_eq!(text(r#""a\"b\\c\/\n\té""#).as_deref(), Some("a\"b\\c/\n\té"));
        assert_eq!(text(r#""\u00e9 \ud83e\udd8a""#).as_deref(), Some("é \u{1f98a}"));
        for nonsense in [
            "",
            "{",
            "[1,",
            "[1 2]",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "nul",
            "tru e",
            "\"a",
            "\"\\x\"",
            "\"\\ud83e\"",
            "\"\\ud83e\\u0041\"",
            "\"\n\"",
            "1 2",
            "[] x",
            "{,}",
            "[,]",
        ] {
            assert_eq!(Json::parse(nonsense), None, "{nonsense}");
        }
        assert_eq!(Json::parse(" [ 1 , { } ] "), Some(Json::List(vec![Json::Number("1"), Json::Object(Vec::new())])));
    }

    #[test]
    fn a_tower_of_brackets_is_refused() {
        assert_eq!(Json::parse(&"[".repeat(100_000)), None);
        assert_eq!(Json::parse(&format!("{}1{}", "[".repeat(65), "]".repeat(65))), None);
        assert!(Json::parse(&format!("{}1{}", "[".repeat(64), "]".repeat(64))).is_some());
    }

    fn same(json: &Json<'_>, value: &serde_json::Value) -> bool {
        match (json, value) {
            (Json::Null, serde_json::Value::Null) => true,
            (Json::Bool(one), serde_json::Value::Bool(other)) => one == other,
            (Json::Number(one), serde_json::Value::Number(other)) => *one == other.to_string(),
            (Json::Text(one), serde_json::Value::String(other)) => one == other,
            (Json::List(one), serde_json::Value::Array(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
            }
            (Json::Object(one), serde_json::Value::Object(other)) => {
                one.len() == other.len()
                    && one.iter().all(|(name, one)| other.get(*name).is_some_and(|other| same(one, other)))
            }
            _ => false,
        }
    }

    fn value() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<String>().prop_map(Into::into),
            "[\\x00-\\x7f]{0,8}".prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 32, 6, |inside| {
            prop_oneof![
                prop::collection::vec(inside.clone(), 0..6).prop_map(Into::into),
                prop::collection::btree_map("[a-z_]{1,6}", inside, 0..6)
                    .prop_map(|fields| serde_json::Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_json_is_read(value in value(), pretty in any::<bool>()) {
            let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
            let text = text.expect("JSON");
            let json = Json::parse(&text);
            prop_assert!(json.is_some_and(|json| same(&json, &value)), "{}", text);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[\\[\\]{}:,\"\\\\u0-9a-f tn.eE+-]{0,40}") {
            if let Ok(value) = serde_json::from_str::<serde_json::Value>(&text) {
                prop_assert!(Json::parse(&text).is_some() || text.contains("\\u"), "{} {}", text, value);
            }
        }

        #[test]
        fn texts_are_written_as_serde_writes_them(text in any::<String>()) {
            let mut out = String::new();
            super::super::write_text(&text, &mut out);
            prop_assert_eq!(out, serde_json::to_string(&text).expect("JSON"));
        }
    }
}
