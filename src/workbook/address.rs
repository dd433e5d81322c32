//! Cell addresses, counted from 0, printed as spreadsheets do (`A1`).

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A cell's place on its sheet: row and column, both counted from 0. Printed, parsed and serialized as `B7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// Row, counted from 0.
    pub row: u32,
    /// Column, counted from 0.
    pub col: u32,
}

impl Address {
    /// The address of row `row` and column `col`, both counted from 0.
    #[must_use]
    pub const fn new(row: u32, col: u32) -> Self {
        Self { row, col }
    }

    /// Parses `B7` or `$B$7`; `None` where the text is no cell address.
    ///
    /// ```
    /// # use yusuan::workbook::Address;
    /// assert_eq!(Address::parse("B7"), Some(Address::new(6, 1)));
    /// assert_eq!(Address::parse("7B"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('$').unwrap_or(text);
        let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (letters, digits) = text.split_at(letters);
        let digits = digits.strip_prefix('$').unwrap_or(digits);
        if letters.is_empty() || letters.len() > 4 || digits.is_empty() || digits.len() > 9 {
            return None;
        }
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let col = letters.bytes().fold(0u32, |n, b| {
            n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1
        });
        let row: u32 = digits.parse().ok()?;
        Some(Self {
            row: row.checked_sub(1)?,
            col: col - 1,
        })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.col), self.row + 1)
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| D::Error::custom(format!("`{text}` is no cell address like B7")))
    }
}

/// The letters of column `col` (counted from 0): 0 is `A`, 27 is `AB`.
#[must_use]
pub fn column_letters(col: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = col + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(
            b'A' + u8::try_from(digit).expect("a letter index is below 26"),
        ));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_print_and_parse() {
        for (row, col, text) in [
            (0, 0, "A1"),
            (6, 1, "B7"),
            (99, 25, "Z100"),
            (0, 26, "AA1"),
            (1_048_575, 16_383, "XFD1048576"),
        ] {
            assert_eq!(Address::new(row, col).to_string(), text);
            assert_eq!(Address::parse(text), Some(Address::new(row, col)));
        }
        for text in ["", "A", "7", "A0", "1A", "A-1", "A1:B2"] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
        assert_eq!(Address::parse("$C$3"), Some(Address::new(2, 2)));
    }
}
