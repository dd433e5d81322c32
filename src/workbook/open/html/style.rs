//! What styles say of cells: whether they are shown, and by which number format.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::number_format::NumberFormat;

/// More classes than a program writes.
const MOST: usize = 100_000;

/// What a style says.
#[derive(Debug, Clone, Default)]
pub(super) struct Css {
    /// Nothing of it is shown.
    pub(super) hidden: bool,
    /// The number format, where it changes what number is seen; `Some(None)` where it does not.
    pub(super) format: Option<Option<Rc<NumberFormat>>>,
}

impl Css {
    /// Reads declarations: `mso-number-format:"0\.00";display:none`.
    pub(super) fn parse(declarations: &str) -> Self {
        let mut css = Self::default();
        for declaration in outside_quotes(declarations, ';') {
            let Some((property, value)) = declaration.split_once(':') else {
                continue;
            };
            let value = value.trim();
            match property.trim().to_ascii_lowercase().as_str() {
                "display" => css.hidden |= begins(value, "none"),
                "visibility" => css.hidden |= begins(value, "hidden") || begins(value, "collapse"),
                "mso-hide" => css.hidden |= begins(value, "all"),
                "mso-number-format" => {
                    let code = unescaped(value.trim_matches(['"', '\'']));
                    let format = match code.as_str() {
                        "Percent" => NumberFormat::percent(),
                        code => NumberFormat::parse(code),
                    };
                    css.format = Some((!format.is_plain()).then(|| Rc::new(format)));
                }
                _ => {}
            }
        }
        css
    }

    /// This style with what `other`, which counts before it, says.
    pub(super) fn with(mut self, other: &Self) -> Self {
        self.hidden |= other.hidden;
        self.format = other.format.clone().or(self.format);
        self
    }
}

/// The styles of classes, and what is printed above and below the page.
#[derive(Debug, Default)]
pub(super) struct StyleSheet {
    classes: BTreeMap<String, Css>,
    /// Headers and footers in the notation of Excel.
    pub(super) printed: Vec<String>,
}

impl StyleSheet {
    /// Adds the rules of a `<style>` element.
    pub(super) fn add(&mut self, text: &str) {
        for rule in outside_quotes(text, '}') {
            let Some((selectors, declarations)) = rule.split_once('{') else {
                continue;
            };
            if selectors.contains("@page") {
                self.page(declarations);
                continue;
            }
            let css = Css::parse(declarations);
            if !css.hidden && css.format.is_none() {
                continue;
            }
            for selector in selectors.split(',') {
                let selector = selector.trim().trim_start_matches("<!--").trim();
                // Of an element and its class; what depends on other elements is left out.
                if let Some((_, class)) = selector.split_once('.')
                    && !class.contains([' ', '.', '>', ':', '#', '['])
                    && !selector.contains(' ')
                    && self.classes.len() < MOST
                {
                    self.classes.insert(class.to_owned(), css.clone());
                }
            }
        }
    }

    fn page(&mut self, declarations: &str) {
        for declaration in outside_quotes(declarations, ';') {
            let Some((property, value)) = declaration.split_once(':') else {
                continue;
            };
            let property = property.trim();
            if ["mso-header-data", "mso-footer-data"].contains(&property) && self.printed.len() < 60
            {
                self.printed
                    .push(unescaped(value.trim().trim_matches(['"', '\''])));
            }
        }
    }

    /// What the classes of an element say, and its own style, which counts before them.
    pub(super) fn of(&self, classes: &str, style: &str) -> Css {
        let mut css = Css::default();
        for class in classes.split_ascii_whitespace() {
            if let Some(own) = self.classes.get(class) {
                css = css.with(own);
            }
        }
        if style.is_empty() {
            return css;
        }
        css.with(&Css::parse(style))
    }
}

fn begins(value: &str, word: &str) -> bool {
    let own = value.get(..word.len());
    own.is_some_and(|own| own.eq_ignore_ascii_case(word))
}

/// The parts of `text` between the `sign`s outside quotes. A quote behind `\` is none.
fn outside_quotes(text: &str, sign: char) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let (mut quote, mut escaped) = (None, false);
        for (at, c) in text.char_indices() {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' | '\'' if quote.is_none() => quote = Some(c),
                _ if quote == Some(c) => quote = None,
                // A text without end ends with its rule.
                '}' if sign == '}' && quote.is_none() => {
                    rest = Some(&text[at + 1..]);
                    return Some(&text[..at]);
                }
                _ if c == sign && quote.is_none() => {
                    rest = Some(&text[at + 1..]);
                    return Some(&text[..at]);
                }
                _ => {}
            }
        }
        rest = None;
        Some(text)
    })
}

/// A value without the escapes of CSS: `\,` is a comma, `\0022` a quotation mark.
fn unescaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        let mut digits = String::new();
        // Excel writes four digits.
        while digits.len() < 4
            && let Some(digit) = chars.next_if(char::is_ascii_hexdigit)
        {
            digits.push(digit);
        }
        match digits.len() {
            0 => text.extend(chars.next()),
            4 => text.extend(
                u32::from_str_radix(&digits, 16)
                    .ok()
                    .and_then(char::from_u32),
            ),
            _ => text.push_str(&digits),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_of_excel() {
        let mut sheet = StyleSheet::default();
        sheet.add(
            "<!--table\n\t{mso-displayed-decimal-separator:\"\\.\";}\n@page\n\t{mso-header-data:\"&L编制单位：某某中心&R单位：万元\";}\n\
             td\n\t{display:table-cell;}\n.xl65\n\t{mso-number-format:\"0\\\\\\.0000\";}\n.xl66, td.xl67\n\t{mso-number-format:\"0\\.00\\;0\\}\";display:none;}\ntr .xl68 {display:none}-->",
        );
        assert_eq!(sheet.printed, ["&L编制单位：某某中心&R单位：万元"]);
        let format = sheet.of("xl65", "").format.unwrap().unwrap();
        assert_eq!(*format, NumberFormat::parse("0\\.0000"));
        let both = sheet.of("xl65 xl66", "");
        assert!(both.hidden && both.format == Some(None));
        assert!(sheet.of("xl67", "").hidden);
        assert!(!sheet.of("xl68", "").hidden);
        let own = sheet.of("xl65", "mso-number-format:'0\\0022元\\0022'");
        assert_eq!(
            *own.format.unwrap().unwrap(),
            NumberFormat::parse("0\"元\"")
        );
        assert!(sheet.of("", "DISPLAY: None !important").hidden);
    }
}
