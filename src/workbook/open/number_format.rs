//! What a number format does to a number besides adding digits and signs: it may show a percentage, show fewer places
//! than the number has (`#,##0.00,` and `0!.0,` of Chinese offices), and put a word of size behind it (`0.0"万"`).

use rust_decimal::Decimal;

use super::unseen_format::Unseen;
use crate::workbook::{Address, Cell, Scaling, Sheet, Value};

/// A number format, as far as it changes what number is seen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct NumberFormat {
    /// One for each kind of number, in the order of the format; at most three.
    pub(super) sections: Vec<FormatSection>,
    /// Of what it shows nothing.
    pub(super) unseen: Unseen,
}

/// The part of a format for one kind of number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct FormatSection {
    /// The condition that it states: `[>=10000]`.
    pub(super) condition: Option<NumberCondition>,
    /// What it does to a number.
    pub(super) scaling: Scaling,
    /// It shows a percentage.
    pub(super) percentage: bool,
    /// With how many digits at least it shows whole numbers, where it is of zeros alone: 6 for `000000`.
    pub(super) digits: u8,
}

/// What a number must be for a section to apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NumberCondition {
    /// How the number is compared: `<`, `<=`, `>`, `>=`, `=`, `<>`.
    pub(super) comparison: NumberComparison,
    /// What it is compared with.
    pub(super) with: Decimal,
}

/// How a number is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberComparison {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
}

impl NumberComparison {
    /// The comparison that `text` begins with, and what follows it. `!=` is how OpenDocument writes `<>`.
    pub(super) fn parse(text: &str) -> Option<(Self, &str)> {
        let all = [
            ("<=", Self::LessOrEqual),
            ("<>", Self::NotEqual),
            ("!=", Self::NotEqual),
            (">=", Self::GreaterOrEqual),
            ("<", Self::Less),
            (">", Self::Greater),
            ("=", Self::Equal),
        ];
        all.into_iter()
            .find_map(|(sign, own)| Some((own, text.strip_prefix(sign)?)))
    }
}

impl NumberCondition {
    fn holds(self, number: Decimal) -> bool {
        match self.comparison {
            NumberComparison::Less => number < self.with,
            NumberComparison::LessOrEqual => number <= self.with,
            NumberComparison::Greater => number > self.with,
            NumberComparison::GreaterOrEqual => number >= self.with,
            NumberComparison::Equal => number == self.with,
            NumberComparison::NotEqual => number != self.with,
        }
    }
}

impl NumberFormat {
    /// Reads the code of a format: `#,##0.00_ ;[Red]-#,##0.00\ `.
    pub(super) fn parse(code: &str) -> Self {
        Self {
            // The fourth section is for text.
            sections: split(code).take(3).map(section).collect(),
            unseen: Unseen::of(code),
        }
    }

    /// A format that shows a percentage, as the built-in 0% does.
    pub(super) fn percent() -> Self {
        Self::parse("0%")
    }

    /// Whether it shows all values as they are.
    pub(super) fn is_plain(&self) -> bool {
        let plain = |own: &FormatSection| {
            own.scaling == Scaling::default() && !own.percentage && own.digits < 2
        };
        self.sections.iter().all(plain) && !self.unseen.hides_any()
    }

    /// The section that `number` is shown by; none shows it as it is.
    fn section(&self, number: Decimal) -> Option<&FormatSection> {
        if self.sections.iter().any(|own| own.condition.is_some()) {
            let applies = |own: &&FormatSection| own.condition.is_none_or(|own| own.holds(number));
            return self.sections.iter().find(applies);
        }
        let negative = number.is_sign_negative() && !number.is_zero();
        let at = match self.sections.len() {
            2.. if negative => 1,
            3.. if number.is_zero() => 2,
            _ => 0,
        };
        self.sections.get(at)
    }
}

/// Notes on `sheet` which of its numbers are shown as others than they are, and of which cells nothing is shown; `formats` are the cells with a format that
/// may do so.
pub(super) fn note<'f>(
    sheet: &mut Sheet,
    formats: impl IntoIterator<Item = (Address, &'f NumberFormat)>,
) {
    let mut formats: Vec<(Address, &NumberFormat)> = formats.into_iter().collect();
    // Of two cells at one place the later one counts.
    formats.sort_by_key(|(at, _)| *at);
    for (at, format) in formats {
        let hides = |cell: &Cell| format.unseen.hides(&cell.value);
        if sheet.get(at).is_some_and(hides) && sheet.unseen.last() != Some(&at) {
            sheet.unseen.push(at);
        }
        let shown = match sheet.get(at).map(|cell| &cell.value) {
            Some(Value::Number(number)) => format.section(*number),
            // The number of a formula without value is known only later.
            Some(Value::Blank) => format.sections.first(),
            _ => continue,
        };
        let Some(shown) = shown else { continue };
        if shown.percentage && sheet.percentages.last() != Some(&at) {
            sheet.percentages.push(at);
        }
        if shown.scaling != Scaling::default() && sheet.scaled.last().is_none_or(|own| own.0 != at)
        {
            sheet.scaled.push((at, shown.scaling));
        }
        if shown.digits > 1 && sheet.padded.last().is_none_or(|own| own.0 != at) {
            sheet.padded.push((at, shown.digits));
        }
    }
}

/// The sections of a format. A `;` within quotes, brackets or behind `\`, `!`, `_`, `*` does not part them.
fn split(code: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(code);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = tokens(text).find(|(_, token)| *token == FormatToken::Sign(';'));
        match end {
            Some((at, _)) => {
                rest = Some(&text[at + 1..]);
                Some(&text[..at])
            }
            None => {
                rest = None;
                Some(text)
            }
        }
    })
}

/// A part of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FormatToken<'a> {
    /// A sign with a meaning: `0`, `#`, `.`, `,`, `%`, `;` ….
    Sign(char),
    /// What is shown as it stands.
    Literal(&'a str),
    /// What stands in brackets.
    Bracket(&'a str),
    /// Space, or what fills the cell.
    Filler,
}

/// The parts of a format, each with the byte that it begins at.
fn tokens(code: &str) -> impl Iterator<Item = (usize, FormatToken<'_>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let from = at;
        let rest = &code[from..];
        let first = rest.chars().next()?;
        let next = || rest[1..].chars().next().map_or(1, |c| 1 + c.len_utf8());
        let (length, token) = match first {
            '"' => {
                let inner = rest[1..].find('"').unwrap_or(rest.len() - 1);
                let length = (inner + 2).min(rest.len());
                (length, FormatToken::Literal(&rest[1..=inner]))
            }
            '\\' | '!' => (next(), FormatToken::Literal(&rest[1..next()])),
            '_' | '*' => (next(), FormatToken::Filler),
            '[' => match rest.find(']') {
                Some(end) => (end + 1, FormatToken::Bracket(&rest[1..end])),
                None => (rest.len(), FormatToken::Filler),
            },
            ' ' | '\u{a0}' | '\u{3000}' => (first.len_utf8(), FormatToken::Filler),
            // What means nothing to a format is shown as it stands.
            _ if first.is_ascii() => (1, FormatToken::Sign(first)),
            _ => (
                first.len_utf8(),
                FormatToken::Literal(&rest[..first.len_utf8()]),
            ),
        };
        at += length;
        Some((from, token))
    })
}

/// The words of size that a format may put behind a number, and the power of ten that each stands for.
const WORDS: [(&str, u8); 11] = [
    ("元", 0),
    ("圆", 0),
    ("千", 3),
    ("千元", 3),
    ("万", 4),
    ("万元", 4),
    ("万圆", 4),
    ("百万", 6),
    ("百万元", 6),
    ("亿", 8),
    ("亿元", 8),
];

/// The power of ten that a word behind a number stands for: 4 for `万` and `万元`.
pub(super) fn word(text: &str) -> Option<u8> {
    let own: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let found = WORDS.iter().find(|(word, _)| *word == own);
    found.map(|(_, power)| *power)
}

fn section(code: &str) -> FormatSection {
    let mut own = FormatSection::default();
    // Digits before a point that is shown as it stands, digits behind it, and commas behind the last digit.
    let (mut split_at, mut behind, mut commas, mut percents) = (false, 0i8, 0i8, 0i8);
    let (mut digits, mut point) = (false, false);
    let mut words = String::new();
    for (_, token) in tokens(code) {
        match token {
            FormatToken::Sign('0' | '#' | '?') => {
                digits = true;
                // `#,##0`: a comma between digits parts groups. Digits behind the point may have commas in front: `0,.00`.
                if !point {
                    commas = 0;
                    behind = behind.saturating_add(i8::from(split_at));
                }
                words.clear();
            }
            FormatToken::Sign(',') if digits => commas = commas.saturating_add(1),
            FormatToken::Sign('.') => point = true,
            FormatToken::Sign('%') => percents = percents.saturating_add(1),
            // A fraction or a power of ten of its own, a date or a text: the number is not shifted.
            FormatToken::Sign('/' | 'E' | 'e' | '@' | 'y' | 'Y' | 'd' | 'D' | 'h' | 'H') => {
                return own;
            }
            FormatToken::Literal("." | "．") if digits && !point => split_at = true,
            FormatToken::Literal(text) if digits => words.push_str(text),
            FormatToken::Bracket(inner) => {
                if let Some((comparison, with)) = NumberComparison::parse(inner.trim()) {
                    let with = with.trim().parse().ok();
                    own.condition = with.map(|with| NumberCondition { comparison, with });
                }
            }
            FormatToken::Sign(_) | FormatToken::Literal(_) | FormatToken::Filler => {}
        }
    }
    if !digits {
        return own;
    }
    own.digits = zeros(code);
    let behind = if point { 0 } else { behind };
    let places = commas.saturating_mul(3).saturating_add(behind);
    own.percentage = percents > 0 && places == 0;
    own.scaling = Scaling {
        places: match own.percentage {
            true => 0,
            false => places.saturating_sub(percents.saturating_mul(2)),
        },
        word: word(&words),
    };
    own
}

/// How many zeros a format is of, where it is of nothing else.
fn zeros(code: &str) -> u8 {
    let code = code.trim_end_matches(['_', ' ']);
    let zeros = code.bytes().take_while(|own| *own == b'0').count();
    u8::try_from(zeros).unwrap_or(u8::MAX) * u8::from(zeros == code.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, number: i64) -> (i8, Option<u8>, bool) {
        let format = NumberFormat::parse(code);
        let number = Decimal::new(number, 0);
        format.section(number).map_or((0, None, false), |own| {
            (own.scaling.places, own.scaling.word, own.percentage)
        })
    }

    #[test]
    fn places_that_formats_take_away() {
        for (code, places) in [
            ("General", 0),
            ("", 0),
            ("#,##0.00_ ;[Red]-#,##0.00\\ ", 0),
            (
                "_ \"¥\"* #,##0.00_ ;_ \"¥\"* \\-#,##0.00_ ;_ \"¥\"* \"-\"??_ ;_ @_ ",
                0,
            ),
            ("[$¥-804]#,##0.00", 0),
            ("#,##0.00,", 3),
            ("#,##0,", 3),
            ("#,##0,.00", 3),
            ("0.00,,", 6),
            ("0!.0,", 4),
            ("0\\.0,", 4),
            ("#!.0,", 4),
            ("0\".\"0,", 4),
            ("0!.0000", 4),
            ("0\\.0000", 4),
            ("#\\.##00", 4),
            ("0!.0###", 4),
            ("0.00,,%", 4),
            ("0.00,,\n%", 4),
            ("#,##0.00\\,", 0),
            ("#,##0.00\",\"", 0),
            ("0.0\"；,\"", 0),
            ("0!.00,", 5),
            ("yyyy/m/d,", 0),
            ("0.00E+00", 0),
            ("# ?/?", 0),
            ("000!.00!.00", 4),
        ] {
            assert_eq!(shown(code, 82_122_874).0, places, "{code}");
        }
    }

    #[test]
    fn words_behind_the_number() {
        for (code, places, word) in [
            ("0!.0,\"万\"", 4, Some(4)),
            ("0!.0,万", 4, Some(4)),
            ("0.0,\"万\"", 3, Some(4)),
            ("0.00\"万元\"", 0, Some(4)),
            ("0.00\" 元\"", 0, Some(0)),
            ("0\"人\"", 0, None),
            ("\"万\"0", 0, None),
            ("0\\.0,\\万\\元", 4, Some(4)),
            ("0\"万人\"", 0, None),
        ] {
            assert_eq!(shown(code, 5), (places, word, false), "{code}");
        }
    }

    #[test]
    fn sections_by_condition_and_sign() {
        let code = "[>=10000]0!.0,\"万\";0";
        assert_eq!(shown(code, 82_122_874), (4, Some(4), false));
        assert_eq!(shown(code, 9_999), (0, None, false));
        assert_eq!(shown("#,##0;-0!.0,", -5).0, 4);
        assert_eq!(shown("#,##0;-0!.0,", 5).0, 0);
        assert_eq!(shown("0!.0,;-0!.0,;0", 0).0, 0);
        assert_eq!(shown("0!.0,", -5).0, 4);
        assert_eq!(shown("[<0]0;[=0]0;0!.0,", 5).0, 4);
    }

    #[test]
    fn digits_of_codes() {
        let digits = |code: &str| NumberFormat::parse(code).sections[0].digits;
        let codes = ["000000", "000_ ", "0.00", "#,##0", "00\"号\""];
        assert_eq!(codes.map(digits), [6, 3, 0, 0, 0]);
    }

    #[test]
    fn percentages_are_told_from_signs_that_are_shown() {
        assert!(shown("0.00%", 1).2);
        assert!(shown("[红色]0%;-0%", -1).2);
        assert!(!shown("0.00\"%\"", 1).2);
        assert!(!shown("0.00\\%", 1).2);
        assert!(!shown("0.00,,%", 1).2);
        assert!(NumberFormat::parse("0.00_ ").is_plain());
    }
}
