//! Separated text: .csv, .tsv.

use encoding_rs::{Encoding, GB18030};

use super::Limits;
use super::allowance::Allowance;
use super::gather::Gather;
use crate::messages::Phrase;
use crate::workbook::{Format, Problem, Sheet, Value, Workbook};

/// Reads separated text. Every cell is text; there is one sheet, `Sheet1`.
///
/// The encoding is told by the byte order mark, else it is UTF-8 where the bytes are valid UTF-8, else GB18030 (the
/// encoding of Excel in Chinese). An empty line counts as a row, as it does when a spreadsheet program opens the file.
pub(super) fn read(bytes: &[u8], extension: &str, limits: &Limits) -> Workbook {
    let (text, damage) = decode(bytes);
    let mut sheet = Sheet {
        name: "Sheet1".to_owned(),
        ..Sheet::default()
    };
    sheet.problems.extend(damage.map(Problem::Unreadable));
    let mut allowance = Allowance::new(limits);
    let mut gather = Gather::new(sheet, &mut allowance);
    let delimiter = if extension.eq_ignore_ascii_case("tsv") {
        b'\t'
    } else {
        delimiter(&text)
    };
    let (mut row, mut col) = (0u32, 0u32);
    for field in fields(&text, delimiter) {
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
    Workbook {
        format: Some(Format::Csv),
        sheets: vec![gather.finish()],
        ..Workbook::default()
    }
}

/// The text, and what is to be said of what could not be decoded.
fn decode(bytes: &[u8]) -> (String, Option<Phrase>) {
    if Encoding::for_bom(bytes).is_none()
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return (text.to_owned(), None);
    }
    let (text, encoding, lossy) = GB18030.decode(bytes);
    let damage = lossy.then(|| Phrase::new("damage-text").arg("encoding", encoding.name()));
    (text.into_owned(), damage)
}

/// The separator, by counting outside quotes in the first lines.
fn delimiter(text: &str) -> u8 {
    let (mut tabs, mut commas, mut semicolons, mut quoted) = (0, 0, 0, false);
    for b in text.bytes().take(64 << 10) {
        match b {
            b'"' => quoted = !quoted,
            b'\t' if !quoted => tabs += 1,
            b',' if !quoted => commas += 1,
            b';' if !quoted => semicolons += 1,
            _ => {}
        }
    }
    // Amounts in tab-separated text hold commas: 91,016.35.
    if tabs > 0 && tabs >= commas {
        b'\t'
    } else if semicolons > commas {
        b';'
    } else {
        b','
    }
}

struct Field {
    text: String,
    end_of_row: bool,
}

/// The fields of `text` as RFC 4180 has them: a field may be quoted, with quotes doubled inside. What follows a
/// closing quote is taken as it is.
fn fields(text: &str, delimiter: u8) -> impl Iterator<Item = Field> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= bytes.len() {
            return None;
        }
        let mut field = String::new();
        if bytes[at] == b'"' {
            at += 1;
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
        Some(Field {
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
    }

    #[test]
    fn delimiter_is_what_dominates() {
        for (text, expected) in [
            ("a,b;c\n", b','),
            ("a;b;c,d", b';'),
            ("项目\t91,016.35\t2\n", b'\t'),
            ("a", b','),
        ] {
            assert_eq!(delimiter(text), expected, "{text}");
        }
    }
}
