//! Separated text: .csv, .tsv.

use std::collections::BTreeMap;

use super::allowance::Allowance;
use super::gather::Gather;
use super::{Limits, OpenError, OtherFormat, decode};
use crate::workbook::{Format, Problem, Sheet, Value, Workbook};

/// Reads separated text. Every cell is text; there is one sheet, `Sheet1`.
///
/// The encoding is told by the byte order mark, else it is UTF-8 where the bytes are valid UTF-8, else GB18030 (the
/// encoding of Excel in Chinese). An empty line counts as a row, as it does when a spreadsheet program opens the file.
///
/// Under a name that is none of a text the text must look like a table.
pub(super) fn read(bytes: &[u8], extension: &str, limits: &Limits) -> Result<Workbook, OpenError> {
    let (text, damage) = decode::decode(bytes, None);
    let named = ["csv", "tsv", "txt"]
        .iter()
        .any(|text| extension.eq_ignore_ascii_case(text));
    if !named && !is_table(&text) {
        return Err(OpenError::NotASpreadsheet(OtherFormat::Text));
    }
    let mut sheet = Sheet {
        name: "Sheet1".to_owned(),
        ..Sheet::default()
    };
    sheet.problems.extend(damage.map(Problem::Unreadable));
    let mut allowance = Allowance::new(limits);
    let mut gather = Gather::new(sheet, &mut allowance);
    let (stated, skip) = stated_delimiter(&text).map_or((None, 0), |(own, skip)| (Some(own), skip));
    let text = &text[skip..];
    let delimiter = if let Some(stated) = stated {
        stated
    } else if extension.eq_ignore_ascii_case("tsv") {
        b'\t'
    } else {
        delimiter(text)
    };
    let (mut row, mut col) = (0u32, 0u32);
    for field in fields(text, delimiter) {
        let end_of_row = field.end_of_row;
        if !field.text.trim().is_empty()
            && gather
                .cell((row, col), Value::Text(field.text), None)
                .is_break()
        {
            break;
        }
        (row, col) = if end_of_row {
            (row.saturating_add(1), 0)
        } else {
            (row, col.saturating_add(1))
        };
    }
    Ok(Workbook {
        format: Some(Format::Csv),
        sheets: vec![gather.finish()],
        ..Workbook::default()
    })
}

/// Whether a text looks like a table: at least two of its lines hold tabs, or the same number of commas or semicolons.
fn is_table(text: &str) -> bool {
    let mut counts: BTreeMap<(u8, usize), usize> = BTreeMap::new();
    for line in text.lines().take(200) {
        for sign in [b'\t', b',', b';'] {
            let count = line.bytes().filter(|b| *b == sign).count();
            let key = if sign == b'\t' { 1 } else { count };
            if count > 0 {
                *counts.entry((sign, key)).or_default() += 1;
            }
        }
    }
    counts.values().any(|lines| *lines >= 2)
}

/// The separator, by counting outside quotes in the first lines.
fn delimiter(text: &str) -> u8 {
    let (mut tabs, mut commas, mut semicolons, mut quoted) = (0, 0, 0, false);
    let start = &text.as_bytes()[..text.len().min(64 << 10)];
    let digit = |at: Option<usize>| {
        let byte = at.and_then(|at| start.get(at));
        byte.is_some_and(u8::is_ascii_digit)
    };
    for (at, b) in start.iter().enumerate() {
        match b {
            b'"' => quoted = !quoted,
            b'\t' if !quoted => tabs += 1,
            // A comma may part groups of digits: 91,016.35.
            b',' if !quoted => {
                let group = (1..=3).all(|by| digit(Some(at + by))) && !digit(Some(at + 4));
                commas += usize::from(!group || !digit(at.checked_sub(1)));
            }
            b';' if !quoted => semicolons += 1,
            _ => {}
        }
    }
    if tabs > 0 && tabs >= commas {
        b'\t'
    } else if semicolons > commas {
        b';'
    } else {
        b','
    }
}

/// The separator that Excel is told by a first line `sep=;`, and how long that line is.
fn stated_delimiter(text: &str) -> Option<(u8, usize)> {
    let line = text.lines().next()?;
    let stated = line.trim_matches('"').strip_prefix("sep=")?.as_bytes();
    match stated {
        [sign] => Some((
            *sign,
            text.len()
                - text[line.len()..]
                    .trim_start_matches('\r')
                    .strip_prefix('\n')
                    .unwrap_or_default()
                    .len(),
        )),
        _ => None,
    }
}

struct DelimitedField {
    text: String,
    end_of_row: bool,
}

/// The fields of `text` as RFC 4180 has them: a field may be quoted, with quotes doubled inside. What follows a
/// closing quote is taken as it is.
fn fields(text: &str, delimiter: u8) -> impl Iterator<Item = DelimitedField> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= bytes.len() {
            return None;
        }
        let mut field = String::new();
        // `="201"` keeps spreadsheet programs from taking a code for a number.
        let code = bytes[at..].starts_with(b"=\"");
        if bytes[at] == b'"' || code {
            at += 1 + usize::from(code);
            while at < bytes.len() {
                let from = at;
                at = memchr::memchr(b'"', &bytes[at..]).map_or(bytes.len(), |n| at + n);
                field.push_str(&text[from..at]);
                at += 1;
                if bytes.get(at) != Some(&b'"') {
                    break;
                }
                field.push('"');
                at += 1;
            }
        }
        let from = at.min(bytes.len());
        at = memchr::memchr3(delimiter, b'\n', b'\r', &bytes[from..])
            .map_or(bytes.len(), |n| from + n);
        field.push_str(&text[from..at]);
        let end_of_row = bytes.get(at) != Some(&delimiter);
        at += if bytes[at..].starts_with(b"\r\n") {
            2
        } else {
            1
        };
        Some(DelimitedField {
            text: field,
            end_of_row,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Vec<Vec<String>> {
        let mut rows = vec![vec![]];
        for field in fields(text, delimiter(text)) {
            rows.last_mut().unwrap().push(field.text);
            if field.end_of_row {
                rows.push(vec![]);
            }
        }
        rows
    }

    #[test]
    fn quotes_line_breaks_and_empty_lines() {
        assert_eq!(
            table("a,\"b\"\"c\nd\" e,\r\n\r\n\"91,016.35\"\rlast"),
            [
                vec!["a", "b\"c\nd e", ""],
                vec![""],
                vec!["91,016.35"],
                vec!["last"],
                vec![]
            ]
        );
        assert_eq!(table("a\"b,\"open"), [vec!["a\"b", "open"], vec![]]);
        assert_eq!(
            table("=\"0,5\",\"=\"\"05\"\"\",=1"),
            [vec!["0,5", "=\"05\"", "=1"], vec![]]
        );
    }

    #[test]
    fn delimiter_is_what_dominates() {
        for (text, expected) in [
            ("a,b;c\n", b','),
            ("a;b;c,d", b';'),
            ("项目\t91,016.35\t2\n", b'\t'),
            ("a", b','),
            ("项目;91,016.35;2,000\n", b';'),
            ("项目\t1,234,567\t2,345,678.00\t3,456\n", b'\t'),
            ("201,000,123\n", b','),
        ] {
            assert_eq!(delimiter(text), expected, "{text}");
        }
    }
}
