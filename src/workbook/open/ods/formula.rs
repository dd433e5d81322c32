//! Formulas of OpenDocument in the notation of Excel.

/// `of:=SUM([.F5:.G5];[$Sheet.A1])` as `SUM(F5:G5,Sheet!A1)`.
pub(super) fn a1(formula: &str) -> String {
    let formula = match formula.split_once(":=") {
        Some((prefix, rest)) if prefix.bytes().all(|b| b.is_ascii_alphanumeric()) => rest,
        _ => formula.strip_prefix('=').unwrap_or(formula),
    };
    let formula = formula.strip_prefix('=').unwrap_or(formula);
    let mut a1 = String::with_capacity(formula.len());
    let mut rest = formula;
    let mut within_array = false;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '"' | '\'' => quoted(rest, c),
            '[' => bracketed(rest),
            'C' => "COM.MICROSOFT.".len(),
            _ => c.len_utf8(),
        };
        match c {
            '"' | '\'' => a1.push_str(&rest[..length]),
            '[' => reference(
                rest[..length].trim_start_matches('[').trim_end_matches(']'),
                &mut a1,
            ),
            // The prefix of functions that only Excel has; in other cases a letter like any.
            'C' if rest.starts_with("COM.MICROSOFT.") => {}
            'C' => {
                a1.push('C');
                rest = &rest[1..];
                continue;
            }
            '{' | '}' => {
                within_array = c == '{';
                a1.push(c);
            }
            '|' if within_array => a1.push(';'),
            ';' | '~' => a1.push(','),
            _ => a1.push(c),
        }
        rest = &rest[length..];
    }
    a1
}

/// The length of the text in quotes that `text` begins with. Quotes inside are doubled.
fn quoted(text: &str, quote: char) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == quote && chars.next_if(|&(_, next)| next == quote).is_none() {
            return at + 1;
        }
    }
    text.len()
}

/// The length of the reference in brackets that `text` begins with. Names of sheets may hold brackets in quotes.
fn bracketed(text: &str) -> usize {
    outside_quotes(text, |c| c == ']').map_or(text.len(), |at| at + 1)
}

/// Where `text` holds, outside quotes, a character that is `sought`.
fn outside_quotes(text: &str, sought: impl Fn(char) -> bool) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().find_map(|(at, c)| {
        quoted ^= c == '\'';
        (!quoted && sought(c)).then_some(at)
    })
}

fn reference(text: &str, a1: &mut String) {
    let (from, to) = match outside_quotes(text, |c| c == ':') {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let (sheet, from) = place(from);
    let to = to.map(place);
    if !sheet.is_empty() {
        a1.push_str(sheet);
        // A region over several sheets.
        if let Some((other, _)) = to.filter(|(other, _)| !other.is_empty() && *other != sheet) {
            a1.push(':');
            a1.push_str(other);
        }
        a1.push('!');
    }
    a1.push_str(from);
    if let Some((_, to)) = to {
        a1.push(':');
        a1.push_str(to);
    }
}

/// The sheet, empty where none is named, and the cell.
fn place(text: &str) -> (&str, &str) {
    // A dot in a name is in quotes.
    match outside_quotes(text, |c| c == '.') {
        Some(at) => (text[..at].trim_start_matches('$'), &text[at + 1..]),
        None => ("", text),
    }
}

#[cfg(test)]
mod tests {
    use super::a1;

    #[test]
    fn formulas_in_the_notation_of_excel() {
        for (ods, excel) in [
            ("of:=SUM([.F5:.G5])", "SUM(F5:G5)"),
            ("of:=[.A1]+[.$B$2]", "A1+$B$2"),
            ("of:=[$收入总表.C7]", "收入总表!C7"),
            (
                "of:=SUM([$'项目 [1].x'.A1:.B2];1)",
                "SUM('项目 [1].x'!A1:B2,1)",
            ),
            ("of:=SUM([Sheet1.A1:Sheet3.A1])", "SUM(Sheet1:Sheet3!A1:A1)"),
            (
                "of:=IF([.A1]=\"a;[.B1]\";{1;2|3;4};\"\"\"\")",
                "IF(A1=\"a;[.B1]\",{1,2;3,4},\"\"\"\")",
            ),
            (
                "of:=COM.MICROSOFT.CONCAT([.A1]~[.B1];COUNT(1))",
                "CONCAT(A1,B1,COUNT(1))",
            ),
            ("oooc:=[.A1]", "A1"),
            ("=A1", "A1"),
            ("of:=#REF!", "#REF!"),
            ("of:=[.A1", "A1"),
        ] {
            assert_eq!(a1(ods), excel, "{ods}");
        }
    }
}
