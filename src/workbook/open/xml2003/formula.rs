//! Formulas in the notation of rows and columns, as SpreadsheetML has them.

use crate::workbook::{Address, column_letters};

/// The formula `=SUM(R[-2]C:R[-1]C)`, as seen from the cell `at`, in the notation of letters and numbers, without `=`.
/// `None` where a reference leads off the sheet.
pub(super) fn a1(formula: &str, at: Address) -> Option<String> {
    let formula = formula
        .strip_prefix("of:")
        .or_else(|| formula.strip_prefix("msoxl:"))
        .unwrap_or(formula);
    let mut rest = formula.strip_prefix('=').unwrap_or(formula);
    let mut a1 = String::with_capacity(rest.len());
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '\'' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
            _ => first.len_utf8(),
        };
        let word = before.is_alphanumeric() || matches!(before, '_' | '.');
        match reference(rest).filter(|_| !word) {
            Some((own, length)) => {
                a1.push_str(&own.text(at)?);
                before = ']';
                rest = &rest[length..];
            }
            None => {
                a1.push_str(&rest[..length]);
                before = first;
                rest = &rest[length..];
            }
        }
    }
    Some(a1)
}

/// A row or column of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ReferencePart {
    /// So many rows or columns away.
    Away(i64),
    /// The row or column itself, counted from 1.
    Own(i64),
}

impl ReferencePart {
    /// Counted from 0, as seen from `here`; `None` off the sheet.
    fn place(self, here: u32) -> Option<u32> {
        let place = match self {
            Self::Away(by) => i64::from(here).checked_add(by)?,
            Self::Own(number) => number.checked_sub(1)?,
        };
        u32::try_from(place).ok().filter(|place| *place < 1_048_576)
    }

    const fn dollar(self) -> &'static str {
        match self {
            Self::Away(_) => "",
            Self::Own(_) => "$",
        }
    }
}

/// A cell as a formula refers to it.
struct Reference {
    row: ReferencePart,
    col: ReferencePart,
}

impl Reference {
    fn text(&self, at: Address) -> Option<String> {
        let (row, col) = (self.row.place(at.row)?, self.col.place(at.col)?);
        let (letters, number) = (column_letters(col), row + 1);
        Some(format!(
            "{}{letters}{}{number}",
            self.col.dollar(),
            self.row.dollar()
        ))
    }
}

/// The reference that `text` begins with, and how long it is.
fn reference(text: &str) -> Option<(Reference, usize)> {
    let (row, rest) = part(text.strip_prefix('R')?)?;
    let (col, rest) = part(rest.strip_prefix('C')?)?;
    // RC.x, RCA and the like are names.
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '(');
    if rest.starts_with(goes_on) {
        return None;
    }
    Some((Reference { row, col }, text.len() - rest.len()))
}

fn part(text: &str) -> Option<(ReferencePart, &str)> {
    if let Some(inner) = text.strip_prefix('[') {
        let (number, rest) = inner.split_once(']')?;
        return Some((ReferencePart::Away(number.parse().ok()?), rest));
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 {
        return Some((ReferencePart::Away(0), text));
    }
    let (number, rest) = text.split_at(digits);
    Some((ReferencePart::Own(number.parse().ok()?), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_in_the_other_notation() {
        let at = Address::new(6, 4);
        for (formula, expected) in [
            ("=SUM(R[-2]C:R[-1]C)", Some("SUM(E5:E6)")),
            ("=RC[1]+RC[2]", Some("F7+G7")),
            ("=R1C1*2", Some("$A$1*2")),
            (
                "='表 1'!R7C2+ROUND(RC[-1],2)",
                Some("'表 1'!$B$7+ROUND(D7,2)"),
            ),
            ("=\"R1C1\"&R[1]C1", Some("\"R1C1\"&$A8")),
            ("=R[-9]C", None),
            ("=PRC+RCA", Some("PRC+RCA")),
        ] {
            assert_eq!(a1(formula, at).as_deref(), expected, "{formula}");
        }
    }
}
