//! ISO 8601 text in UTC with milliseconds, from milliseconds since 1970 and back. Pure arithmetic on the Gregorian
//! calendar; years 1970 to 9999.

use crate::checkpoint::Timestamp;
use crate::error::Error;

const DAY: u64 = 86_400_000;

/// The last millisecond of the year 9999.
const MAX: u64 = 253_402_300_799_999;

/// `2026-11-21T09:12:04.123Z`.
///
/// # Errors
/// `E_RANGE` after the year 9999.
pub(super) fn to_iso(ms: Timestamp) -> Result<String, Error> {
    if ms > MAX {
        return Err(Error::new("E_RANGE", "A time after the year 9999 cannot be stored. Check the host's clock."));
    }
    let ((year, month, day), time) = (date(ms / DAY), ms % DAY);
    let (hour, minute, second) = (time / 3_600_000, time / 60_000 % 60, time / 1000 % 60);
    let mut text = String::with_capacity(24);
    let parts = [(year, 4, '-'), (month, 2, '-'), (day, 2, 'T'), (hour, 2, ':'), (minute, 2, ':'), (second, 2, '.')];
    for (number, digits, end) in parts.into_iter().chain([(time % 1000, 3, 'Z')]) {
        push_digits(&mut text, number, digits);
        text.push(end);
    }
    Ok(text)
}

/// Appends so many decimal digits of a number. Not by `format!`: every row has a time, and is read as it is written.
fn push_digits(out: &mut String, number: u64, digits: u32) {
    for place in (0..digits).rev() {
        // Below ten: a digit.
        out.push(char::from(b'0' + (number / 10u64.pow(place) % 10) as u8));
    }
}

/// The milliseconds that [`to_iso`] made the text of; `None` for any other text.
pub(super) fn from_iso(text: &str) -> Option<Timestamp> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let time = number(11, 13)? * 3_600_000 + number(14, 16)? * 60_000 + number(17, 19)? * 1000 + number(20, 23)?;
    let ms = days(year, month, day)? * DAY + time;
    (to_iso(ms).ok()? == text).then_some(ms)
}

/// Year, month and day of a day counted from 1970. The year is taken to begin in March, so that the leap day is its
/// last; an era is 400 years.
fn date(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted_month + 2) / 5 + 1)
}

/// The inverse of [`date`], for dates from 1970 on.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    let year = year.checked_sub(u64::from(month <= 2))?;
    let (era, year_of_era) = (year / 400, year % 400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day.checked_sub(1)?;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * 146_097 + day_of_era).checked_sub(719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_the_calendar_has_them() {
        for (ms, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_709_251_199_007, "2024-02-29T23:59:59.007Z"),
            (1_735_689_599_999, "2024-12-31T23:59:59.999Z"),
            (1_735_689_600_000, "2025-01-01T00:00:00.000Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (MAX, "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(to_iso(ms).as_deref(), Ok(text));
            assert_eq!(from_iso(text), Some(ms));
        }
        assert_eq!(to_iso(MAX + 1).map_err(|error| error.code), Err("E_RANGE"));
    }

    #[test]
    fn every_day_of_a_cycle_of_the_calendar_reads_back() {
        for day in 0..=146_097 {
            let ms = day * DAY + day % DAY;
            assert_eq!(to_iso(ms).ok().and_then(|text| from_iso(&text)), Some(ms), "day {day}");
        }
    }

    #[test]
    fn other_texts_are_no_times() {
        for text in [
            "",
            "2024-02-30T00:00:00.000Z",
            "2023-02-29T00:00:00.000Z",
            "2024-13-01T00:00:00.000Z",
            "2024-00-01T00:00:00.000Z",
            "2024-01-00T00:00:00.000Z",
            "2024-01-01T24:00:00.000Z",
            "2024-01-01T00:60:00.000Z",
            "2024-01-01T00:00:00Z",
            "2024-01-01 00:00:00.000Z",
            "1969-12-31T00:00:00.000Z",
            "0000-01-01T00:00:00.000Z",
            "+024-01-01T00:00:00.000Z",
            "2024-01-01T00:00:00.000Z ",
            "\u{e9}024-01-01T00:00:00.000Z",
        ] {
            assert_eq!(from_iso(text), None, "{text}");
        }
    }
}
