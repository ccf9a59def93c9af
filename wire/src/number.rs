//! Decimal numbers to binary ones and back, without the tables (10 kB) that the standard library brings for it.

/// The largest whole number up to which binary numbers have no gaps.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Powers of ten that a binary number holds exactly.
const POWERS: [f64; 23] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

/// Reads `12`, `-0.5`, `1e6`. Nearest binary number for up to 19 digits and 22 decimals, which is more than cards and scores
/// have; beyond that it may be one step beside. Infinite when it is too large.
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
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)] // `digits` is below 10¹⁹ < 2⁶⁴
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

/// The shortest decimal number that reads back as this one: `12`, `0.5`, `-3.25`. Numbers of more than 15 digits are written
/// with 16 or 17, of which the last may be wrong.
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
    let reads_back = |decimals: usize| {
        let digits = (size * POWERS[decimals]).round_ties_even();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // below 2⁵³
        let read = digits <= EXACT && scaled(digits as u64, -(decimals as i32)) == size;
        read
    };
    let most = (0..18).rev().find(|decimals| size * POWERS[*decimals] < 1e17).unwrap_or(0);
    let decimals = (0..=most).find(|decimals| reads_back(*decimals)).unwrap_or(most);
    push_fixed(&mut text, size, decimals);
    text
}

/// Appends a number that is not negative, rounded to this many decimals (at most 17); halves go to the even digit.
pub fn push_fixed(text: &mut String, value: f64, decimals: usize) {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a number that is too large stays the largest
    let mut rest = (value * POWERS[decimals.min(17)]).round_ties_even() as u64;
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
