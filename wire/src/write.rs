//! Writing JSON as `serde_json::to_string` does: no spaces, the same escapes.

use super::Wire;

/// Writes a text with its quotation marks.
pub fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        let escape = match character {
            '"' | '\\' => character,
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\u{8}' => 'b',
            '\u{c}' => 'f',
            '\0'..' ' => {
                out.push_str("\\u00");
                for shift in [4, 0] {
                    out.push(char::from_digit(u32::from(character) >> shift & 15, 16).unwrap_or('0'));
                }
                continue;
            }
            _ => {
                out.push(character);
                continue;
            }
        };
        out.push('\\');
        out.push(escape);
    }
    out.push('"');
}

/// An object while it is being written.
pub struct Object<'a> {
    out: &'a mut String,
    sign: char,
}

impl<'a> Object<'a> {
    /// Begins an object at the end of `out`.
    pub fn new(out: &'a mut String) -> Self {
        Self { out, sign: '{' }
    }

    /// The next field.
    pub fn field<T: Wire>(&mut self, name: &str, value: &T) {
        value.write(self.name(name));
    }

    /// A field that holds a code of ours.
    pub fn tag(&mut self, name: &str, code: &str) {
        write_text(code, self.name(name));
    }

    /// The name of the next field; its value is written next.
    pub fn name(&mut self, name: &str) -> &mut String {
        self.out.push(self.sign);
        self.sign = ',';
        write_text(name, self.out);
        self.out.push(':');
        self.out
    }

    /// Writes the closing brace; without it the text is no JSON.
    pub fn end(self) {
        if self.sign == '{' {
            self.out.push('{');
        }
        self.out.push('}');
    }
}

/// A list while it is being written.
pub struct List<'a> {
    out: &'a mut String,
    sign: char,
}

impl<'a> List<'a> {
    /// Begins a list at the end of `out`.
    pub fn new(out: &'a mut String) -> Self {
        Self { out, sign: '[' }
    }

    /// The next item.
    pub fn item<T: Wire>(&mut self, value: &T) {
        self.out.push(self.sign);
        self.sign = ',';
        value.write(self.out);
    }

    /// Writes the closing bracket; without it the text is no JSON.
    pub fn end(self) {
        if self.sign == '[' {
            self.out.push('[');
        }
        self.out.push(']');
    }
}
