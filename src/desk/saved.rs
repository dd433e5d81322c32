//! When a file was last saved, as it says itself. Times of the disk are never used: copying and unpacking change them.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

/// The most that is read of a part with properties.
const MOST: u64 = 1 << 20;
/// Seconds between 1601, where Windows begins to count, and 1970.
const SINCE_1601: i64 = 11_644_473_600;

/// The time of last saving that the bytes of a file state: `2026-01-12T09:31:00`.
#[must_use]
pub fn saved(bytes: &[u8]) -> Option<String> {
    if bytes.starts_with(b"PK\x03\x04") {
        return in_package(bytes);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return in_compound(bytes);
    }
    None
}

fn in_package(bytes: &[u8]) -> Option<String> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut of = |part: &str, element: &str| {
        let mut text = String::new();
        let file = zip.by_name(part).ok()?;
        file.take(MOST).read_to_string(&mut text).ok()?;
        let from = text.find(&format!("<{element}"))?;
        let from = from + text[from..].find('>')? + 1;
        let to = from + text[from..].find('<')?;
        stamp(&text[from..to])
    };
    of("docProps/core.xml", "dcterms:modified").or_else(|| of("meta.xml", "dc:date"))
}

/// `2026-01-12T09:31:00` of what begins so.
fn stamp(text: &str) -> Option<String> {
    let text = text.trim();
    let own = text.get(..19)?;
    let form = own.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        10 => byte == b'T' || byte == b' ',
        13 | 16 => byte == b':',
        _ => byte.is_ascii_digit(),
    });
    form.then(|| own.replace(' ', "T"))
}

/// The property "last saved" of a compound file.
fn in_compound(bytes: &[u8]) -> Option<String> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let mut data = Vec::new();
    let stream = file.open_stream("/\u{5}SummaryInformation").ok()?;
    stream.take(MOST).read_to_end(&mut data).ok()?;
    let long = |at: usize| {
        let own: [u8; 4] = data.get(at..at.checked_add(4)?)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(own)).ok()
    };
    // The only section begins where the header says; it lists its properties with their places.
    let section = long(44)?;
    let count = long(section + 4)?.min(100);
    let at = (0..count).find_map(|own| {
        let entry = section + 8 + own * 8;
        (long(entry)? == 13).then(|| long(entry + 4))?
    })?;
    let at = section.checked_add(at)?;
    let ticks: [u8; 8] = data.get(at + 4..at + 12)?.try_into().ok()?;
    let ticks = u64::from_le_bytes(ticks);
    let seconds = i64::try_from(ticks / 10_000_000).ok()? - SINCE_1601;
    (long(at)? == 64 && seconds > 0).then(|| date_time(seconds))
}

/// A number of seconds since 1970 as a date and time.
#[must_use]
fn date_time(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // The calendar counted from March, where leap days come last.
    let day = days + 719_468;
    let era = day.div_euclid(146_097);
    let of_era = day.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}",
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_dates() {
        assert_eq!(date_time(0), "1970-01-01T00:00:00");
        assert_eq!(date_time(1_768_210_260), "2026-01-12T09:31:00");
        assert_eq!(date_time(1_709_164_800), "2024-02-29T00:00:00");
    }

    #[test]
    fn other_times_are_none() {
        assert_eq!(
            stamp(" 2026-01-12T09:31:00Z ").as_deref(),
            Some("2026-01-12T09:31:00")
        );
        assert_eq!(stamp("2026-01-12"), None);
        assert_eq!(saved(b"PK\x03\x04"), None);
    }
}
