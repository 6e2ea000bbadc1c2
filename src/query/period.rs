//! A year, a month or a day as it is typed, and the moments that belong to it.

use std::ops::Range;

use jiff::{ToSpan, civil::Date, tz::TimeZone};

/// The moments from the beginning of the first day to the beginning of the day after the last, in Unix seconds.
/// `2024`, `2024-01`, `2024-01-05`, with `/` or `.` as well. `None` when it is no such date.
#[must_use]
pub fn period(text: &str, zone: &TimeZone) -> Option<Range<i64>> {
    let mut numbers = text.split(['-', '/', '.']);
    let year = number(numbers.next()?, 4..=4)?;
    let month = numbers.next().map(|month| number(month, 1..=2));
    let day = numbers.next().map(|day| number(day, 1..=2));
    if numbers.next().is_some() {
        return None;
    }
    let (first, length) = match (month, day) {
        (None, _) => (Date::new(year, 1, 1).ok()?, 1.year()),
        (Some(month), None) => (date(year, month?, 1)?, 1.month()),
        (Some(month), Some(day)) => (date(year, month?, day?)?, 1.day()),
    };
    let after = first.checked_add(length).ok()?;
    Some(start(first, zone)?..start(after, zone)?)
}

fn number(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<i16> {
    let is_number = length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn start(day: Date, zone: &TimeZone) -> Option<i64> {
    day.to_zoned(zone.clone()).ok().map(|moment| moment.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> Option<(i64, i64)> {
        let range = period(text, &TimeZone::UTC)?;
        Some((range.start / 86_400, range.end / 86_400))
    }

    #[test]
    fn a_year_a_month_and_a_day_end_where_the_next_begins() {
        assert_eq!(days("1970"), Some((0, 365)));
        assert_eq!(days("1972-02"), Some((761, 790)), "a leap year");
        assert_eq!(days("1970/1/2"), Some((1, 2)));
        assert_eq!(days("1970.12.31"), Some((364, 365)));
    }

    #[test]
    fn the_zone_of_the_person_decides_when_a_day_begins() {
        let east = TimeZone::fixed(jiff::tz::offset(8));
        assert_eq!(period("1970-01-02", &east).map(|day| day.start), Some(86_400 - 8 * 3600));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in
            ["", "20", "202", "20245", "2024-", "2024-13", "2024-02-30", "2024-1-1-1", "+024"]
        {
            assert_eq!(period(text, &TimeZone::UTC), None, "{text}");
        }
    }
}
