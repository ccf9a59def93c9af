//! Numbers, texts, lists and the few types of other crates that travel.

use chrono::{Datelike as _, NaiveDate};
use uuid::Uuid;

use super::{Json, List, Wire, number, write_text};

fn whole(json: &Json<'_>) -> Option<i64> {
    match json {
        Json::Number(digits) => number::integer(digits),
        _ => None,
    }
}

macro_rules! whole_numbers {
    ($($kind:ty),+) => {$(
        impl Wire for $kind {
            fn read(json: &Json<'_>) -> Option<Self> {
                whole(json)?.try_into().ok()
            }

            fn write(&self, out: &mut String) {
                // Nothing that travels counts beyond 2⁶³.
                write_whole(i64::try_from(*self).unwrap_or(i64::MAX), out);
            }
        }
    )+};
}
whole_numbers!(u8, u32, u64, i64);

fn write_whole(value: i64, out: &mut String) {
    if value < 0 {
        out.push('-');
    }
    let mut rest = value.unsigned_abs();
    let mut digits = [0; 20];
    let mut start = digits.len();
    loop {
        start -= 1;
        digits[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend(digits[start..].iter().copied().map(char::from));
}

impl Wire for f64 {
    fn read(json: &Json<'_>) -> Option<Self> {
        match json {
            Json::Number(digits) => number::read(digits),
            _ => None,
        }
    }

    fn write(&self, out: &mut String) {
        if !self.is_finite() {
            out.push_str("null");
            return;
        }
        let digits = number::write(*self);
        out.push_str(&digits);
        if !digits.contains('.') {
            out.push_str(".0");
        }
    }
}

impl Wire for bool {
    fn read(json: &Json<'_>) -> Option<Self> {
        match json {
            Json::Bool(value) => Some(*value),
            _ => None,
        }
    }

    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

impl Wire for String {
    fn read(json: &Json<'_>) -> Option<Self> {
        json.text().map(str::to_owned)
    }

    fn write(&self, out: &mut String) {
        write_text(self, out);
    }
}

impl<T: Wire> Wire for Option<T> {
    fn read(json: &Json<'_>) -> Option<Self> {
        match json {
            Json::Null => Some(None),
            json => T::read(json).map(Some),
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => out.push_str("null"),
        }
    }
}

impl<T: Wire> Wire for Box<T> {
    fn read(json: &Json<'_>) -> Option<Self> {
        T::read(json).map(Self::new)
    }

    fn absent() -> Option<Self> {
        T::absent().map(Self::new)
    }

    fn write(&self, out: &mut String) {
        (**self).write(out);
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn read(json: &Json<'_>) -> Option<Self> {
        let mut items = Self::new();
        for item in json.items()? {
            items.push(T::read(item)?);
        }
        Some(items)
    }

    fn write(&self, out: &mut String) {
        let mut list = List::new(out);
        self.iter().for_each(|item| list.item(item));
        list.end();
    }
}

impl Wire for Uuid {
    fn read(json: &Json<'_>) -> Option<Self> {
        Self::try_parse(json.text()?).ok()
    }

    fn write(&self, out: &mut String) {
        write_text(self.hyphenated().encode_lower(&mut Self::encode_buffer()), out);
    }
}

impl Wire for NaiveDate {
    fn read(json: &Json<'_>) -> Option<Self> {
        date(json.text()?)
    }

    fn write(&self, out: &mut String) {
        out.push('"');
        push_date(*self, out);
        out.push('"');
    }
}

/// Reads a day as ISO 8601 writes it, `2026-11-24`; nothing when it is none of the calendar.
#[must_use]
pub fn date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.splitn(3, '-').map(number::integer);
    let mut part = || parts.next().flatten();
    let (year, month, day) = (part()?, part()?, part()?);
    NaiveDate::from_ymd_opt(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?)
}

/// Appends a day as ISO 8601 writes it, `2026-11-24`.
pub fn push_date(date: NaiveDate, text: &mut String) {
    write_whole(date.year().into(), text);
    for part in [date.month(), date.day()] {
        text.push_str(if part < 10 { "-0" } else { "-" });
        write_whole(part.into(), text);
    }
}
