//! What number formats show nothing of.

use crate::workbook::Value;

/// Of what values a number format shows nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Unseen {
    /// It shows nothing of a number above 0.
    no_positive: bool,
    /// It shows nothing of a number below 0.
    no_negative: bool,
    /// It shows nothing of a text.
    no_text: bool,
}

impl Unseen {
    /// The format of the code `code`, as `#,##0.00;-#,##0.00;;@`.
    pub(super) fn of(code: &str) -> Self {
        let sections = sections(code);
        // A condition chooses another section than the sign of the number does.
        let conditional = sections.iter().any(|section| section.conditional);
        let nothing = |at: usize| sections.get(at).is_some_and(|section| section.nothing);
        let all = sections.iter().all(|section| section.nothing);
        let own = |hides: bool| if conditional { all } else { hides };
        // No code at all is the general format.
        let stated = sections.len() > 1 || !code.trim().is_empty();
        let negative = usize::from(sections.len() > 1);
        Self {
            no_positive: stated && own(nothing(0)),
            no_negative: stated && own(nothing(negative)),
            no_text: sections.len() > 3 && nothing(3),
        }
    }

    /// Whether it shows nothing of `value`. A 0 that is left blank is no secret.
    pub(super) fn hides(self, value: &Value) -> bool {
        match value {
            Value::Number(number) if number.is_zero() => false,
            Value::Number(number) if number.is_sign_negative() => self.no_negative,
            Value::Number(_) | Value::Date(_) => self.no_positive,
            Value::Text(_) => self.no_text,
            Value::Blank | Value::Bool(_) | Value::Error(_) => false,
        }
    }

    /// Whether it shows nothing of some value.
    pub(super) const fn hides_any(self) -> bool {
        self.no_positive || self.no_negative || self.no_text
    }
}

/// A section of a format.
struct SectionVisibility {
    /// It shows nothing of the value: no digit, no text, no part of a date.
    nothing: bool,
    /// It counts under a condition: `[<100]`.
    conditional: bool,
}

fn sections(code: &str) -> Vec<SectionVisibility> {
    let new = || SectionVisibility {
        nothing: true,
        conditional: false,
    };
    let mut sections = vec![new()];
    let mut rest = code.chars();
    while let Some(c) = rest.next() {
        let section = sections.last_mut().expect("there is always one");
        match c {
            ';' => sections.push(new()),
            '"' => drop(rest.by_ref().find(|c| *c == '"')),
            // The next character is written as it is, left out, or repeated.
            '\\' | '_' | '*' | '!' => drop(rest.next()),
            '[' => {
                let inner: String = rest.by_ref().take_while(|c| *c != ']').collect();
                section.conditional |= inner.starts_with(['<', '>', '=']);
                // [h] and the like count hours and more.
                let of = |unit: char| !inner.is_empty() && inner.chars().all(|c| c == unit);
                section.nothing &= !['h', 'H', 'm', 'M', 's', 'S'].into_iter().any(of);
            }
            '0'..='9' | '#' | '?' | '@' => section.nothing = false,
            c if c.is_ascii_alphabetic() => section.nothing = false,
            _ => {}
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_formats_show() {
        let shown = |code: &str| {
            let format = Unseen::of(code);
            let number = |n: i64| Value::Number(n.into());
            let values = [number(5), number(-5), number(0), Value::Text("甲".into())];
            let hidden = values.iter().map(|value| format.hides(value));
            hidden
                .map(|hidden| if hidden { '-' } else { '+' })
                .collect::<String>()
        };
        for (code, expected) in [
            ("General", "++++"),
            ("", "++++"),
            ("0.00_ ", "++++"),
            (";;;", "--+-"),
            (";;", "--++"),
            (";", "--++"),
            ("\"***\"", "--++"),
            ("\"\";\"\";\"\";\"\"", "--+-"),
            (" ; ; ; ", "--+-"),
            ("[白色];;;", "--+-"),
            ("_ ;_ ;_ ;_ ", "--+-"),
            ("\"***\";\"***\";\"***\";\"***\"", "--+-"),
            (";;;@", "--++"),
            ("0;;;@", "+-++"),
            ("#,##0.00;-#,##0.00;;@", "++++"),
            (
                "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
                "++++",
            ),
            ("[Red]General;[Blue]General", "++++"),
            ("[>100]0;[<0]\"\";General", "++++"),
            ("[h]:mm;@", "++++"),
        ] {
            assert_eq!(shown(code), expected, "{code}");
        }
    }
}
