//! Numbers, dates and quantities as the reader's language writes them.

use domain::NaiveDate;
use domain::invitation::TimeOfDay;
use domain::resource::{Annual, Quantity};
use domain::time::Timestamp;

use crate::Language;
use crate::locale::words;

/// A number with at most this many decimals: `1 234,5` in French, `1,234.5` in English.
#[must_use]
pub fn number(language: Language, value: f64, decimals: usize) -> String {
    let (group, point) = match language {
        Language::French => ('\u{202f}', ','),
        Language::English => (',', '.'),
    };
    let mut fixed = String::new();
    wire::number::push_fixed(&mut fixed, value.abs(), decimals);
    let (whole, fraction) = fixed.split_once('.').unwrap_or((&fixed, ""));
    let fraction = fraction.trim_end_matches('0');
    let mut text = String::new();
    if value < 0.0 && fixed.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
        text.push('\u{2212}');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(point);
        text.push_str(fraction);
    }
    text
}

/// How long something has lasted, in both languages alike: `12 s`, `3 min 05 s`, `1 h 20 min`.
#[must_use]
pub fn elapsed(seconds: f64) -> String {
    let seconds = seconds.clamp(0.0, 360_000.0) as u32;
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes) {
        (0, 0) => format!("{rest}\u{a0}s"),
        (0, _) => format!("{minutes}\u{a0}min {rest:02}\u{a0}s"),
        _ => format!("{hours}\u{a0}h {minutes:02}\u{a0}min"),
    }
}

/// A number as it stands in a field: with the language's decimal sign and nothing between the thousands, so that it is
/// read again as it was.
#[must_use]
pub fn typed(language: Language, value: f64) -> String {
    match language {
        Language::French => value.to_string().replace('.', ","),
        Language::English => value.to_string(),
    }
}

/// An amount with as many decimals as its size deserves.
#[must_use]
pub fn amount(language: Language, value: f64) -> String {
    let decimals = match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 0.1 => 2,
        _ => 4,
    };
    number(language, value, decimals)
}

/// `3 t par semaine`.
#[must_use]
pub fn quantity(language: Language, quantity: &Quantity) -> String {
    let one = match language {
        Language::French => quantity.amount < 2.0,
        Language::English => (quantity.amount - 1.0).abs() < f64::EPSILON,
    };
    let unit = if one { words::unit_one(language, quantity.unit) } else { words::unit_short(language, quantity.unit) };
    format!("{}\u{a0}{unit} {}", amount(language, quantity.amount), words::frequency(language, quantity.frequency))
}

/// `156 t/an`, or `40 t` for one lot.
#[must_use]
pub fn annual(language: Language, annual: &Annual) -> String {
    let every = match (annual.once, language) {
        (true, _) => "",
        (false, Language::French) => "/an",
        (false, Language::English) => "/yr",
    };
    format!("{}\u{a0}{}{every}", amount(language, annual.amount), words::base(language, annual.unit))
}

const MONTHS: [(&str, &str); 12] = [
    ("janvier", "January"),
    ("février", "February"),
    ("mars", "March"),
    ("avril", "April"),
    ("mai", "May"),
    ("juin", "June"),
    ("juillet", "July"),
    ("août", "August"),
    ("septembre", "September"),
    ("octobre", "October"),
    ("novembre", "November"),
    ("décembre", "December"),
];

/// `24 novembre 2026` or `24 November 2026`; day and month stay on one line.
#[must_use]
pub fn date(language: Language, date: NaiveDate) -> String {
    use chrono::Datelike as _;
    let (french, english) = MONTHS[date.month0() as usize % 12];
    match (language, date.day()) {
        (Language::French, 1) => format!("1ᵉʳ\u{a0}{french} {}", date.year()),
        (Language::French, day) => format!("{day}\u{a0}{french} {}", date.year()),
        (Language::English, day) => format!("{day}\u{a0}{english} {}", date.year()),
    }
}

/// `13 h 30` or `13:30`.
#[must_use]
pub fn time_of_day(language: Language, time: TimeOfDay) -> String {
    let (hours, minutes) = time.parts();
    match language {
        Language::French => format!("{hours}\u{a0}h\u{a0}{minutes:02}"),
        Language::English => format!("{hours}:{minutes:02}"),
    }
}

/// The day of a moment, in UTC.
#[must_use]
pub fn day(language: Language, at: Timestamp) -> String {
    let days = i32::try_from(at.0.div_euclid(86_400_000)).unwrap_or(0);
    NaiveDate::from_epoch_days(days).map(|day| date(language, day)).unwrap_or_default()
}

/// The day and the minute of a moment, in UTC, and saying so.
#[must_use]
pub fn moment(language: Language, at: Timestamp) -> String {
    let minutes = at.0.div_euclid(60_000).rem_euclid(24 * 60);
    let (hours, minutes) = (minutes / 60, minutes % 60);
    match language {
        Language::French => format!("{} à {hours}\u{a0}h\u{a0}{minutes:02} (UTC)", day(language, at)),
        Language::English => format!("{} at {hours}:{minutes:02} (UTC)", day(language, at)),
    }
}

/// A score from 0 to 1 as a percentage.
#[must_use]
pub fn percent(language: Language, share: f64) -> String {
    let figure = number(language, share * 100.0, 0);
    match language {
        Language::French => format!("{figure}\u{202f}%"),
        Language::English => format!("{figure}%"),
    }
}

/// Whether a count takes the singular: French counts zero and one so, English only one.
#[must_use]
pub const fn is_one(language: Language, count: usize) -> bool {
    match language {
        Language::French => count < 2,
        Language::English => count == 1,
    }
}

/// `1 fiche`, `3 fiches`.
#[must_use]
pub fn count(language: Language, count: usize, one: &str, many: &str) -> String {
    let singular = is_one(language, count);
    #[allow(clippy::cast_precision_loss)] // counts on a screen
    let figure = number(language, count as f64, 0);
    format!("{figure}\u{a0}{}", if singular { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::resource::{Frequency, Unit};

    #[test]
    fn numbers_follow_the_language() {
        assert_eq!(number(Language::French, 1_234_567.5, 2), "1\u{202f}234\u{202f}567,5");
        assert_eq!(number(Language::English, 1_234_567.5, 2), "1,234,567.5");
        assert_eq!(number(Language::French, -0.001, 2), "0");
        assert_eq!(number(Language::French, 999.0, 0), "999");
    }

    #[test]
    fn quantities_dates_and_counts_follow_the_language() {
        let weekly = Quantity::new(1.5, Unit::Tonne, Frequency::Week).expect("valid");
        assert_eq!(quantity(Language::French, &weekly), "1,5\u{a0}t par semaine");
        assert_eq!(annual(Language::English, &weekly.annual()), "78\u{a0}t/yr");
        let trip = Quantity::new(1.0, Unit::Trip, Frequency::Quarter).expect("valid");
        assert_eq!(super::quantity(Language::French, &trip), "1\u{a0}trajet par trimestre");
        let day = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");
        assert_eq!(date(Language::French, day), "24\u{a0}novembre 2026");
        assert_eq!(super::day(Language::English, Timestamp(1_795_478_400_000)), "24\u{a0}November 2026");
        assert_eq!(count(Language::French, 0, "fiche", "fiches"), "0\u{a0}fiche");
        assert_eq!(count(Language::English, 0, "card", "cards"), "0\u{a0}cards");
    }
}
