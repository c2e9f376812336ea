//! Numbers: ECMAScript's printed form, and whether a literal says exactly what its double says.

use std::fmt::{self, Write as _};

/// Any two decimals of this many digits have two doubles. So an integer of no more digits has a double of its own, and
/// no double lies halfway between two decimals of fewer.
const SAFE_DIGITS: usize = 15;

/// Appends a number as ECMAScript prints it, which is RFC 8785's form: `-0` as `0`, `1e2` as `100`, `1e21` as `1e+21`.
///
/// NaN and the infinities have no JSON form and are written as `null`, as `JSON.stringify` does; refuse them earlier
/// where that loses something.
pub fn push_number(out: &mut String, n: f64) {
    if !n.is_finite() {
        out.push_str("null");
    } else if n == 0.0 {
        out.push('0');
    } else {
        Shortest::of(n).write(out);
    }
}

/// Appends the canonical form of a number that is well formed as JSON. `false`, and nothing appended, if the nearest
/// double prints as another value.
pub(super) fn push_literal(out: &mut String, literal: &str) -> bool {
    if is_plain_integer(literal) {
        out.push_str(literal);
        return true;
    }
    let (mantissa, exponent) = literal.split_once(['e', 'E']).unwrap_or((literal, "0"));
    if mantissa.bytes().all(|byte| matches!(byte, b'-' | b'.' | b'0')) {
        out.push('0');
        return true;
    }
    let Some(shortest) = literal.parse().ok().filter(|n: &f64| n.is_finite() && *n != 0.0).map(Shortest::of) else {
        return false;
    };
    let same = shortest.is(mantissa, saturating_exponent(exponent));
    if same {
        shortest.write(out);
    }
    same
}

/// Whether the literal is its own canonical form at sight. `-0` is not.
fn is_plain_integer(literal: &str) -> bool {
    let digits = literal.strip_prefix('-').unwrap_or(literal);
    digits.len() <= SAFE_DIGITS && literal != "-0" && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Far beyond every double's exponent it does not matter by how much.
fn saturating_exponent(exponent: &str) -> i64 {
    let beyond = if exponent.starts_with('-') { i64::MIN / 2 } else { i64::MAX / 2 };
    exponent.parse().map_or(beyond, |e: i64| e.clamp(i64::MIN / 2, i64::MAX / 2))
}

/// The decimal digits that ECMAScript prints for a double: the fewest that name it; of these the closest to it; of two
/// as close, the even ones.
///
/// The value is `0.d₁d₂d₃… × 10^point`; neither the first nor the last digit is 0.
#[derive(Default, PartialEq)]
struct Shortest {
    negative: bool,
    digits: [u8; 17],
    len: usize,
    exponent: i32,
    exponent_negative: bool,
    in_exponent: bool,
}

impl Shortest {
    /// The digits of a number that is finite and not zero.
    ///
    /// Rust prints the fewest digits too, but of two as close it takes the upper (1424953923781206.25 comes out as ….3).
    /// Its rounding to a given count of digits takes the even ones, though not always such that name the same double.
    fn of(n: f64) -> Self {
        let shortest = Self::read(format_args!("{n:e}"));
        if shortest.len < SAFE_DIGITS {
            return shortest;
        }
        let decimals = shortest.len - 1;
        let rounded = Self::read(format_args!("{n:.decimals$e}"));
        if rounded != shortest && rounded.to_double() == Some(n) { rounded } else { shortest }
    }

    fn read(printed: fmt::Arguments<'_>) -> Self {
        let mut digits = Self::default();
        // The sink below never fails.
        _ = digits.write_fmt(printed);
        digits
    }

    fn to_double(&self) -> Option<f64> {
        let mut text = String::new();
        self.write(&mut text);
        text.parse().ok()
    }

    fn digits(&self) -> impl Iterator<Item = u8> {
        self.digits.iter().copied().take(self.len)
    }

    fn point(&self) -> i32 {
        1 + if self.exponent_negative { -self.exponent } else { self.exponent }
    }

    /// Whether `mantissa × 10^exponent`, as written in a literal, is this value. The sign is not looked at.
    fn is(&self, mantissa: &str, exponent: i64) -> bool {
        let digits = || mantissa.bytes().filter(u8::is_ascii_digit);
        let whole = mantissa.split('.').next().unwrap_or_default().bytes().filter(u8::is_ascii_digit).count();
        let leading = digits().take_while(|digit| *digit == b'0').count();
        let point = exponent + whole as i64 - leading as i64;
        let mut rest = digits().skip(leading);
        point == i64::from(self.point())
            && self.digits().all(|digit| rest.next() == Some(digit))
            && rest.all(|digit| digit == b'0')
    }

    /// ECMAScript's `Number::toString`, radix 10.
    fn write(&self, out: &mut String) {
        if self.negative {
            out.push('-');
        }
        let len = self.len as i32;
        match self.point() {
            point if point > 21 || point <= -6 => self.write_scientific(out, point - 1),
            point if point <= 0 => {
                out.push_str("0.");
                push_zeros(out, -point);
                out.extend(self.digits().map(char::from));
            }
            point if point >= len => {
                out.extend(self.digits().map(char::from));
                push_zeros(out, point - len);
            }
            point => {
                let mut digits = self.digits().map(char::from);
                out.extend(digits.by_ref().take(point as usize));
                out.push('.');
                out.extend(digits);
            }
        }
    }

    fn write_scientific(&self, out: &mut String, exponent: i32) {
        let mut digits = self.digits().map(char::from);
        out.extend(digits.by_ref().take(1));
        if self.len > 1 {
            out.push('.');
            out.extend(digits);
        }
        // Writing to a String cannot fail.
        _ = write!(out, "e{exponent:+}");
    }

    fn take(&mut self, byte: u8) {
        match byte {
            b'-' if self.in_exponent => self.exponent_negative = true,
            b'-' => self.negative = true,
            b'e' => self.in_exponent = true,
            b'0'..=b'9' if self.in_exponent => self.exponent = self.exponent * 10 + i32::from(byte - b'0'),
            b'0'..=b'9' => {
                if let Some(place) = self.digits.get_mut(self.len) {
                    *place = byte;
                    self.len += 1;
                }
            }
            _ => {}
        }
    }
}

/// Reads Rust's `{:e}`, which is the shortest form of a float: `-1.25e-7`.
impl fmt::Write for Shortest {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.bytes().for_each(|byte| self.take(byte));
        Ok(())
    }
}

fn push_zeros(out: &mut String, count: i32) {
    out.extend((0..count).map(|_| '0'));
}
