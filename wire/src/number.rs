//! Decimal numbers to binary ones and back, without the tables (10 kB) that the standard library brings for it.

/// Powers of ten that a binary number holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// Reads `12`, `-0.5`, `1e6`. Nearest binary number for up to 19 digits and 22 decimals, which is more than cards and
/// scores have; beyond that it may be one step beside. Infinite when it is too large.
#[must_use]
pub fn read(text: &str) -> Option<f64> {
    let (negative, unsigned) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let (mut digits, mut exponent, mut any, mut after_point) = (0_u64, 0_i32, false, false);
    let mut signs = unsigned.bytes();
    while let Some(sign) = signs.next() {
        match sign {
            b'0'..=b'9' => {
                any = true;
                // A twentieth digit changes nothing that can be held.
                let kept = digits < 1_000_000_000_000_000_000;
                if kept {
                    digits = digits * 10 + u64::from(sign - b'0');
                }
                exponent += i32::from(!kept) - i32::from(after_point);
            }
            b'.' if !after_point => after_point = true,
            b'e' | b'E' if any => {
                let rest = unsigned.get(unsigned.len() - signs.len()..)?;
                exponent += i32::try_from(integer(rest)?.clamp(-100_000, 100_000)).ok()?;
                break;
            }
            _ => return None,
        }
    }
    if !any {
        return None;
    }
    let value = scaled(digits, exponent);
    Some(if negative { -value } else { value })
}

/// A whole number with its sign.
#[must_use]
pub fn integer(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let mut value = 0_i64;
    for digit in digits.bytes() {
        value = value.checked_mul(10)?.checked_add(i64::from(digit.checked_sub(b'0').filter(|digit| *digit < 10)?))?;
    }
    (!digits.is_empty()).then_some(if negative { -value } else { value })
}

/// `digits` × ten to the power of `exponent`.
fn scaled(digits: u64, exponent: i32) -> f64 {
    if digits == 0 {
        return 0.0;
    }
    #[allow(clippy::cast_precision_loss)] // what is lost goes into `low`
    let high = digits as f64;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    // `digits` is below 10¹⁹ < 2⁶⁴
    let low = digits.wrapping_sub(high as u64).cast_signed() as f64;
    let power = |exponent: u32| POWERS.get(exponent as usize).copied();
    match (u32::try_from(exponent), power(exponent.unsigned_abs())) {
        (Ok(_), Some(power)) => {
            let (product, rest) = exact_product(high, power);
            product + (rest + low * power)
        }
        (Err(_), Some(power)) => {
            let quotient = high / power;
            let (product, rest) = exact_product(quotient, power);
            quotient + ((high - product) - rest + low) / power
        }
        // Nothing on a card is of such a size: steps will do.
        (Ok(exponent), None) => (22..exponent.min(400)).fold(high * 1e22, |value, _| value * 10.0),
        (Err(_), None) => (22..exponent.unsigned_abs().min(400)).fold(high / 1e22, |value, _| value / 10.0),
    }
}

/// The product of two numbers and what rounding took from it (Dekker, *Numerische Mathematik* 18, 1971).
fn exact_product(one: f64, other: f64) -> (f64, f64) {
    fn halves(value: f64) -> (f64, f64) {
        let shifted = value * 134_217_729.0;
        let high = shifted - (shifted - value);
        (high, value - high)
    }
    let product = one * other;
    let ((a, b), (c, d)) = (halves(one), halves(other));
    (product, ((a * c - product) + a * d + b * c) + b * d)
}

/// The shortest decimal number that reads back as this one: `12`, `0.5`, `-3.25`. Below 10⁻⁵ and above 10¹⁸ the last of
/// 17 digits may be wrong, which is less than anybody types.
#[must_use]
pub fn write(value: f64) -> String {
    let size = value.abs();
    let mut text = String::new();
    if value < 0.0 {
        text.push('-');
    }
    if size >= 1e18 {
        // Digits that no number of this size holds are zeros.
        let (mut size, mut zeros) = (size, 0);
        while size >= 1e18 && zeros < 400 {
            size /= 10.0;
            zeros += 1;
        }
        push_fixed(&mut text, size, 0);
        text.extend(std::iter::repeat_n('0', zeros));
        return text;
    }
    let mut found = (0, 0_u8);
    for (decimals, power) in (0_u8..).zip(POWERS) {
        let (product, rest) = exact_product(size, power);
        if product >= 1e18 {
            break;
        }
        let rounded = product.round_ties_even();
        let rest = (product - rounded + rest).round_ties_even();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // below 10¹⁸, and a small rest
        let digits = (rounded as u64).wrapping_add_signed(rest as i64);
        found = (digits, decimals);
        if scaled(digits, -i32::from(decimals)) == size {
            break;
        }
    }
    push_digits(&mut text, found.0, usize::from(found.1));
    text
}

/// Appends a number that is not negative, rounded to this many decimals (at most 17); halves go to the even digit.
pub fn push_fixed(text: &mut String, value: f64, decimals: usize) {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a number that is too large stays the largest
    push_digits(text, (value * POWERS[decimals.min(17)]).round_ties_even() as u64, decimals);
}

/// Appends digits, the last of them after the point.
fn push_digits(text: &mut String, mut rest: u64, decimals: usize) {
    let mut digits = [b'0'; 24];
    let mut start = digits.len();
    while rest > 0 || digits.len() - start <= decimals {
        start -= 1;
        digits[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    let point = digits.len() - decimals;
    for (at, digit) in digits.iter().enumerate().skip(start) {
        if at == point {
            text.push('.');
        }
        text.push(char::from(*digit));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_people_type_is_written_as_they_typed_it() {
        for text in [
            "0",
            "3",
            "1200.5",
            "0.1",
            "0.001",
            "12.345678",
            "999999999.99",
            "123456789012",
            "0.30000000000000004",
            "100000000000000000000",
        ] {
            assert_eq!(write(read(text).expect("a number")), text);
        }
        assert_eq!(write(-0.5), "-0.5");
        let fixed = |value, decimals| {
            let mut text = String::new();
            push_fixed(&mut text, value, decimals);
            text
        };
        assert_eq!(
            [fixed(120.5, 0), fixed(0.005, 1), fixed(1_234.56, 1), fixed(2.0, 2)],
            ["120", "0.0", "1234.6", "2.00"]
        );
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", "-", "+", ".", "e5", "1e", "1e+", "--1", "1.2.3", "0x1", "NaN", "1 "] {
            assert_eq!(read(text), None, "{text:?}");
        }
        assert_eq!((read(".5"), read("5."), read("+1E2")), (Some(0.5), Some(5.0), Some(100.0)));
        assert_eq!(read("1e999"), Some(f64::INFINITY));
        assert_eq!(
            (integer("-9223372036854775807"), integer("9223372036854775808"), integer("1.0"), integer("")),
            (Some(-i64::MAX), None, None, None)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

        #[test]
        fn numbers_are_read_as_the_standard_library_reads_them(
            digits in 0..10_000_000_000_000_000_000_u64,
            decimals in 0..22_usize,
            exponent in -5..5_i32,
        ) {
            let mut text = format!("{digits:023}");
            text.insert(text.len() - decimals, '.');
            let text = format!("{text}e{exponent}");
            let decimals = i32::try_from(decimals).expect("small");
            if (-22..=22).contains(&(exponent - decimals)) {
                prop_assert_eq!(read(&text), text.parse().ok(), "{}", text);
            }
        }

        #[test]
        fn numbers_are_written_so_that_they_read_back(value in prop_oneof![1e-5..1.0f64, 1e-5..1e9f64, 1e-5..1e15f64]) {
            prop_assert_eq!(read(&write(value)), Some(value));
            prop_assert_eq!(write(value).parse(), Ok(value));
            prop_assert_eq!(write(value).len(), value.to_string().len(), "as short as can be");
        }

        #[test]
        fn smaller_ones_read_back_but_for_their_last_digit(value in 1e-9..1e-5f64) {
            let back = read(&write(value)).expect("a number");
            prop_assert!((back - value).abs() <= value * 1e-11, "{value:e} came back as {back:e}");
        }
    }
}
