//! When somebody followed, as the API and what stands before it tell the time: in seconds, and some in
//! milliseconds.

/// Seconds and milliseconds that lie in this range are times: from 2001 to 2100. WeChat has Official
/// Accounts since 2012.
const SECONDS: std::ops::Range<i64> = 1_000_000_000..4_102_444_800;
const A_SECOND: i64 = 1000;

/// A follow time that did not come as it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OddTime {
    /// It came in milliseconds, and was read as such.
    Milliseconds,
    /// It is no time. This came instead.
    NotATime(String),
}

/// The Unix seconds of a time, and what is odd about it.
#[must_use]
pub fn read(text: &str) -> (Option<i64>, Option<OddTime>) {
    let number = text.parse::<i64>().ok();
    let is_time = |seconds: &i64| SECONDS.contains(seconds);
    if let Some(seconds) = number.filter(is_time) {
        return (Some(seconds), None);
    }
    let seconds = number.and_then(|number| number.checked_div_euclid(A_SECOND)).filter(is_time);
    match seconds {
        Some(seconds) => (Some(seconds), Some(OddTime::Milliseconds)),
        None => (None, Some(OddTime::NotATime(text.to_owned()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_in_seconds_and_in_milliseconds_and_nothing_else_is_one() {
        assert_eq!(read("1382694957"), (Some(1_382_694_957), None));
        assert_eq!(read("1382694957123"), (Some(1_382_694_957), Some(OddTime::Milliseconds)));
        for text in [
            "1",
            "-1382694957",
            "9223372036854775807",
            "99999999999999999999",
            "yesterday",
            "2013-10-25",
            "13826949571234567",
            "1.38e9",
        ] {
            assert_eq!(read(text), (None, Some(OddTime::NotATime(text.into()))), "{text}");
        }
    }
}
