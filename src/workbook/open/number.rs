//! Stored binary numbers and dates as values.

use std::str::FromStr;

use rust_decimal::Decimal;

use crate::workbook::Value;

/// The number `x`, rounded to the 15 significant digits that spreadsheets keep; what a decimal cannot hold
/// (1e300, NaN) as text. Digits behind the 28th decimal are rounded away.
pub(super) fn number(x: f64) -> Value {
    decimal(x).map_or_else(|| Value::Text(format!("{x:e}")), Value::Number)
}

#[allow(
    clippy::float_cmp,
    reason = "the hundredths are taken only where they are exactly `x`"
)]
fn decimal(x: f64) -> Option<Decimal> {
    if !x.is_finite() || x.abs() >= 7.9e28 {
        return None;
    }
    if x.abs() < 1e15 && x.fract() == 0.0 {
        // Exact: below 2^53.
        return Some(Decimal::from(x as i64));
    }
    let hundredths = (x * 100.0).round();
    if hundredths.abs() < 1e15 && hundredths / 100.0 == x {
        // Of all decimals with up to 15 digits only one is nearest to `x`.
        return Some(Decimal::new(hundredths as i64, 2).normalize());
    }
    rounded(x)
}

fn rounded(x: f64) -> Option<Decimal> {
    let decimal = if x.abs() < 1e-13 {
        Decimal::from_str(&format!("{x:.28}")).ok()?
    } else {
        Decimal::from_scientific(&format!("{x:.14e}")).ok()?
    };
    Some(decimal.normalize())
}

/// A date and time in numbers; milliseconds are dropped, as no cell shows them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    /// Days and their fraction since the epoch of the file.
    pub(super) serial: f64,
    /// Year, month, day.
    pub(super) date: (u16, u8, u8),
    /// Hour, minute, second.
    pub(super) time: (u8, u8, u8),
    /// A span of time instead of a point in time.
    pub(super) span: bool,
}

/// The value of a cell formatted as date or time. A number that is no date (a negative one) stays a number.
pub(super) fn date(moment: Moment) -> Value {
    let Moment {
        serial,
        date: (year, month, day),
        time: (hour, minute, second),
        span,
    } = moment;
    if span && serial.abs() < 1e9 {
        let seconds = (serial.abs() * 86_400.0).round() as u64;
        let sign = if serial < 0.0 { "-" } else { "" };
        return Value::Date(format!(
            "{sign}{}",
            clock(seconds / 3600, seconds / 60 % 60, seconds % 60)
        ));
    }
    if !(0.0..2_958_466.0).contains(&serial) {
        return number(serial);
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    let time = clock(hour.into(), minute.into(), second.into());
    Value::Date(if serial < 1.0 {
        time
    } else if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date} {time}")
    })
}

fn clock(hours: u64, minutes: u64, seconds: u64) -> String {
    format!("{hours:02}:{minutes:02}:{seconds:02}")
}

/// The date of an ISO 8601 text: `2023-01-31T00:00:00` is `2023-01-31`.
pub(super) fn iso_date(text: &str) -> Value {
    let text = text.trim();
    let Some((date, time)) = text.split_once('T') else {
        return Value::Date(text.to_owned());
    };
    let time = time.trim_end_matches('Z');
    let time = time.split_once('.').map_or(time, |(time, _)| time);
    let midnight = time.bytes().all(|b| matches!(b, b'0' | b':'));
    Value::Date(if midnight {
        date.to_owned()
    } else {
        format!("{date} {time}")
    })
}

/// The span of an ISO 8601 text: `PT08H30M00S` is `08:30:00`. Other texts are kept as they are.
pub(super) fn iso_span(text: &str) -> Value {
    Value::Date(span(text.trim()).unwrap_or_else(|| text.trim().to_owned()))
}

fn span(text: &str) -> Option<String> {
    let (hours, rest) = text.strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?;
    let seconds = seconds
        .split_once(['.', ','])
        .map_or(seconds, |(whole, _)| whole);
    Some(clock(
        hours.parse().ok()?,
        minutes.parse().ok()?,
        seconds.parse().ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_fifteen_digits() {
        for (x, text) in [
            (58751.200000000004, "58751.2"),
            (0.1 + 0.2, "0.3"),
            (123_456_789_012_345.67, "123456789012346"),
            (955.89, "955.89"),
            (-0.0, "0"),
            (1e28, "10000000000000000000000000000"),
            (9_007_199_254_740_993.0, "9007199254740990"),
            (
                1.110_223_024_625_156_5e-16,
                "0.0000000000000001110223024625",
            ),
            (1e-30, "0"),
            (-91_016_775.35, "-91016775.35"),
        ] {
            let Value::Number(decimal) = number(x) else {
                panic!("{x} is a number")
            };
            assert_eq!(decimal.to_string(), text, "{x:?}");
        }
        assert_eq!(number(1e300), Value::Text("1e300".into()));
        assert_eq!(number(f64::NAN), Value::Text("NaN".into()));
    }

    #[test]
    fn hundredths_are_what_rounding_gives() {
        // Steps without a common factor, up to 15 digits.
        let hundredths = (0..2_000_i64).map(|n| n * 499_999_999_937 - 7 * n * n);
        for n in hundredths.chain(-2_000..2_000) {
            let x = n as f64 / 100.0;
            assert_eq!(decimal(x), rounded(x), "{x:?}");
            let (mine, rounded) = (decimal(x).map(|d| d.scale()), rounded(x).map(|d| d.scale()));
            assert_eq!(mine, rounded, "{x:?}");
        }
    }

    #[test]
    fn iso_texts_become_dates() {
        for (text, expected) in [
            ("2023-01-31T00:00:00", "2023-01-31"),
            ("2023-01-31T08:00:00.5Z", "2023-01-31 08:00:00"),
            ("2023-01-31", "2023-01-31"),
        ] {
            assert_eq!(iso_date(text), Value::Date(expected.into()));
        }
        assert_eq!(iso_span("PT08H30M00S"), Value::Date("08:30:00".into()));
        assert_eq!(iso_span("P1D"), Value::Date("P1D".into()));
    }
}
