//! Numbers: ECMAScript's printed form, and whether a literal says exactly what its double says.

use std::cmp::Ordering;
use std::fmt::Write as _;

/// Any two decimals of this many digits have two doubles, so each is the shortest name of its own. But for the doubles
/// that have fewer than 53 bits, see [`NORMAL`].
const SAFE_DIGITS: usize = 15;

/// Where [`Decimal::point`] stands for numbers that are surely among the doubles with 53 bits.
const NORMAL: std::ops::RangeInclusive<i64> = -300..=300;

/// The most digits that any double needs.
const MAX_DIGITS: usize = 17;

/// Appends a number as ECMAScript prints it, which is RFC 8785's form: `-0` as `0`, `1e2` as `100`, `1e21` as `1e+21`.
///
/// NaN and the infinities have no JSON form and are written as `null`, as `JSON.stringify` does; refuse them earlier
/// where that loses something.
pub fn push_number(out: &mut String, n: f64) {
    if !n.is_finite() {
        return out.push_str("null");
    }
    match Decimal::of(ryu::Buffer::new().format_finite(n)) {
        Some(decimal) if decimal.len > 0 => decimal.write(out),
        _ => out.push('0'),
    }
}

/// Appends the canonical form of a number that is well formed as JSON. `false`, and nothing appended, if the nearest
/// double prints as another value.
pub(super) fn push_literal(out: &mut String, literal: &str) -> bool {
    if is_plain_integer(literal) {
        out.push_str(literal);
        return true;
    }
    match Decimal::of(literal) {
        Some(decimal) if decimal.len == 0 => out.push('0'),
        Some(decimal) if decimal.is_shortest() => decimal.write(out),
        _ => return false,
    }
    true
}

/// Whether the literal is its own canonical form at sight. `-0` is not.
fn is_plain_integer(literal: &str) -> bool {
    let digits = literal.strip_prefix('-').unwrap_or(literal);
    digits.len() <= SAFE_DIGITS && literal != "-0" && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// A decimal number: `0.d₁d₂d₃… × 10^point`; neither the first nor the last digit is 0. Zero has no digits.
#[derive(Default)]
struct Decimal {
    negative: bool,
    digits: [u8; MAX_DIGITS],
    len: usize,
    point: i64,
}

impl Decimal {
    /// Reads a literal that is well formed as JSON. `None` where it has more digits than any double needs.
    fn of(literal: &str) -> Option<Self> {
        let (mantissa, exponent) = literal.split_once(['e', 'E']).unwrap_or((literal, "0"));
        let mut decimal = Self::default();
        let (mut fraction, mut zeros) = (false, 0);
        for byte in mantissa.bytes() {
            match byte {
                b'-' => decimal.negative = true,
                b'.' => fraction = true,
                b'0' if decimal.len == 0 => decimal.point -= i64::from(fraction),
                digit => {
                    decimal.point += i64::from(!fraction);
                    if digit == b'0' {
                        zeros += 1;
                    } else {
                        // The zeros before the digit are in its place already.
                        *decimal.digits.get_mut(decimal.len + zeros)? = digit - b'0';
                        decimal.len += zeros + 1;
                        zeros = 0;
                    }
                }
            }
        }
        decimal.point = decimal.point.saturating_add(saturating_exponent(exponent));
        Some(decimal)
    }

    fn digits(&self) -> &[u8] {
        self.digits.get(..self.len).unwrap_or_default()
    }

    /// Whether a double prints as this decimal: it has the fewest digits that name the double; of these it is the
    /// closest to it; of two as close, the even one.
    ///
    /// Doubles and what they print as ascend alike, so it is enough to walk from one nearby until it is found or passed.
    fn is_shortest(&self) -> bool {
        if self.len <= SAFE_DIGITS && NORMAL.contains(&self.point) {
            return true;
        }
        let mut bits = self.nearby().to_bits();
        let mut last = Ordering::Equal;
        loop {
            let Some(printed) = Self::of(ryu::Buffer::new().format(f64::from_bits(bits))) else { return false };
            let found = printed.magnitude().cmp(&self.magnitude());
            if found.is_eq() || found == last.reverse() {
                return found.is_eq();
            }
            let next = if found.is_lt() { bits + 1 } else { bits - 1 };
            if next == 0 || next == f64::INFINITY.to_bits() {
                return false;
            }
            (bits, last) = (next, found);
        }
    }

    /// A finite double above zero that is a few steps from the magnitude at most.
    fn nearby(&self) -> f64 {
        let digits = self.digits().iter().fold(0.0, |value, digit| value * 10.0 + f64::from(*digit));
        // In two steps, because the power alone may be beyond the doubles. Further out, its sign is all that matters.
        let power = i32::try_from(self.point.clamp(-1_000, 1_000)).unwrap_or_default() - self.len as i32;
        let value = digits * 10f64.powi(power / 2) * 10f64.powi(power - power / 2);
        value.clamp(f64::from_bits(1), f64::MAX)
    }

    /// Ascends as the number does, its sign left aside.
    fn magnitude(&self) -> (i64, &[u8]) {
        (self.point, self.digits())
    }

    /// ECMAScript's `Number::toString`, radix 10.
    fn write(&self, out: &mut String) {
        if self.negative {
            out.push('-');
        }
        let len = self.len as i64;
        match self.point {
            point if point > 21 || point <= -6 => {
                self.write_digits(out, 1);
                // Writing to a String cannot fail.
                _ = write!(out, "e{:+}", point - 1);
            }
            point if point <= 0 => {
                out.push_str("0.");
                push_zeros(out, -point);
                self.write_digits(out, self.len);
            }
            point => {
                self.write_digits(out, point as usize);
                push_zeros(out, point - len);
            }
        }
    }

    /// Writes the digits, with a point after the first `whole`, where more follow.
    fn write_digits(&self, out: &mut String, whole: usize) {
        for (place, digit) in self.digits().iter().enumerate() {
            if place == whole {
                out.push('.');
            }
            out.push(char::from(b'0' + digit));
        }
    }
}

/// Far beyond every double's exponent it does not matter by how much.
fn saturating_exponent(exponent: &str) -> i64 {
    let beyond = if exponent.starts_with('-') { i64::MIN / 2 } else { i64::MAX / 2 };
    exponent.parse().map_or(beyond, |e: i64| e.clamp(i64::MIN / 2, i64::MAX / 2))
}

fn push_zeros(out: &mut String, count: i64) {
    out.extend((0..count).map(|_| '0'));
}
