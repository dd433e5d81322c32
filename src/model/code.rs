//! Codes of the government revenue and expenditure classification, and the keys of lines.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::Id;

/// A 科目 code: 3 digits for a 类, 5 for a 款, 7 for a 项 (功能分类 only). The order is that of the official list: each 类
/// before its 款, each 款 before its 项.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// The code with zeros behind it up to 7 digits.
    padded: u32,
    digits: u8,
}

impl Code {
    /// Parses 3, 5 or 7 digits; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if !matches!(text.len(), 3 | 5 | 7)
            || !text.bytes().all(|b| b.is_ascii_digit())
            || text.starts_with('0')
        {
            return None;
        }
        let digits = u8::try_from(text.len()).ok()?;
        Some(Self {
            padded: text.parse::<u32>().ok()? * unit(digits),
            digits,
        })
    }

    /// 1 for a 类, 2 for a 款, 3 for a 项.
    #[must_use]
    pub const fn level(self) -> u8 {
        self.digits / 2
    }

    /// A number of the code; numbers are in the order of the codes.
    pub(crate) const fn rank(self) -> u32 {
        self.padded * 8 + self.digits as u32
    }

    /// The code of that number.
    pub(crate) fn ranked(rank: u32) -> Option<Self> {
        let digits = u8::try_from(rank % 8).ok()?;
        matches!(digits, 3 | 5 | 7).then_some(Self {
            padded: rank / 8,
            digits,
        })
    }

    /// The code one level up; `None` for a 类.
    #[must_use]
    pub const fn parent(self) -> Option<Self> {
        if self.digits == 3 {
            None
        } else {
            let digits = self.digits - 2;
            Some(Self {
                padded: self.padded - self.padded % unit(digits),
                digits,
            })
        }
    }

    /// The code's 类.
    #[must_use]
    pub fn class(self) -> Self {
        self.parent().map_or(self, Self::class)
    }

    /// Whether `other` is this code or lies below it.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self == other || other.parent().is_some_and(|parent| self.contains(parent))
    }

    /// The digits of one level as they are printed in three columns: 2080505 has `208`, `05`, `05`.
    #[must_use]
    pub fn part(self, level: u8) -> Option<String> {
        let text = self.to_string();
        match level {
            1 => text.get(..3),
            2 => text.get(3..5),
            _ => text.get(5..7),
        }
        .map(str::to_owned)
    }
}

/// What the last of so many digits counts in 7 digits.
const fn unit(digits: u8) -> u32 {
    match digits {
        3 => 10_000,
        5 => 100,
        _ => 1,
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.padded / unit(self.digits))
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| D::Error::custom(format!("`{text}` is no code of 3, 5 or 7 digits")))
    }
}

/// What a line of a table is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// A coded line; in blocks that print a 类 by name only, the code of that 类.
    Code(Code),
    /// A fixed row of the model.
    Row(Id),
    /// A text that stands where a code is expected, or the name of a 类 that is not known.
    Unknown(String),
    /// The closing line (合计, 收入总计); the only line of a block without row labels.
    Total,
    /// The line of a unit or the like, above the codes that belong to it. The coordinates of the line say which unit.
    Group,
    /// A record, by its number from 1.
    Record(usize),
}

impl Key {
    /// The code, where the line has one.
    #[must_use]
    pub const fn code(&self) -> Option<Code> {
        match self {
            Self::Code(code) => Some(*code),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_parents_parts_and_an_order() {
        let item = Code::parse("2080505").expect("seven digits");
        assert_eq!(item.parent().expect("a 款").to_string(), "20805");
        assert_eq!(item.class().to_string(), "208");
        assert_eq!(
            (item.part(1), item.part(2), item.part(3)),
            (Some("208".into()), Some("05".into()), Some("05".into()))
        );
        assert!(item.class().contains(item) && !item.contains(item.class()));
        let mut codes: Vec<Code> = ["210", "2080502", "20805", "208", "2080501"]
            .iter()
            .filter_map(|text| Code::parse(text))
            .collect();
        codes.sort();
        assert_eq!(
            codes.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["208", "20805", "2080501", "2080502", "210"]
        );
        for text in ["", "7", "20", "2080", "208050", "20805055", "20a", "012"] {
            assert_eq!(Code::parse(text), None, "{text}");
        }
    }
}
