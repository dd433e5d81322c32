//! Codes and names as they are written in the cells of a row.

use crate::model::Code;
use crate::text::squash;

/// The codes of the rows above, for lists that print a 类 or 款 only on its first row.
#[derive(Debug, Clone, Default)]
pub(super) struct Above {
    pub(super) class: Option<Code>,
    pub(super) section: Option<Code>,
}

/// A code in one cell, and what follows it: `2080505`, `208-05-05`, `2080505 名称`.
pub(super) fn joined(text: &str) -> (Option<Code>, String) {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '.' | '_'))
        .unwrap_or(text.len());
    let (front, rest) = text.split_at(end);
    let parts: Vec<&str> = front
        .split(['-', '.', '_'])
        .filter(|part| !part.is_empty())
        .collect();
    let regular = parts
        .first()
        .is_some_and(|first| parts.len() == 1 || first.len() == 3)
        && parts.iter().skip(1).all(|part| part.len() == 2);
    (
        regular.then(|| Code::parse(&parts.concat())).flatten(),
        rest.to_owned(),
    )
}

/// A code in up to three columns, each level filled in, or only where it changes, or each with the whole code.
pub(super) fn in_parts(parts: [String; 3], above: &Above) -> Option<Code> {
    let [class, section, item] = parts;
    let whole = |text: &str, digits: usize| Code::parse(text).filter(|_| text.len() == digits);
    let below = |above: Option<Code>, text: &str| match text.len() {
        1 | 2 => Code::parse(&format!("{}{text:0>2}", above?)),
        _ => None,
    };
    let own_class = if class.is_empty() {
        None
    } else {
        Some(Code::parse(&class)?)
    };
    if section.is_empty() && item.is_empty() {
        return own_class;
    }
    let class = own_class.map(Code::class).or(above.class);
    // A section is carried over only within its own 类.
    let carried_section = above
        .section
        .filter(|section| Some(section.class()) == class);
    let section = if section.is_empty() {
        own_class
            .filter(|code| code.level() == 2)
            .or(carried_section)
    } else {
        Some(whole(&section, 5).or_else(|| below(class, &section))?)
    };
    if item.is_empty() {
        return section;
    }
    whole(&item, 7).or_else(|| below(section, &item))
}

/// The name as written, without what precedes the squashed `bare`, and without white space around it.
pub(super) fn written_name(raw: &str, bare: &str) -> String {
    let mut rest = raw.trim();
    while !rest.is_empty() && rest != bare && squash(rest) != bare {
        let Some(first) = rest.chars().next() else {
            break;
        };
        let shorter = rest[first.len_utf8()..].trim_start();
        if squash(shorter).len() < bare.len() {
            break;
        }
        rest = shorter;
    }
    rest.chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_in_all_forms() {
        for (text, code, rest) in [
            ("2080505", "2080505", ""),
            ("208-05-05", "2080505", ""),
            ("208.05", "20805", ""),
            ("2080505名称", "2080505", "名称"),
            ("20805-05", "", ""),
            ("7", "", ""),
        ] {
            let (found, left) = joined(text);
            assert_eq!(
                (found.map_or(String::new(), |code| code.to_string()), left),
                (code.to_owned(), rest.to_owned()),
                "{text}"
            );
        }
        let above = Above {
            class: Code::parse("208"),
            section: Code::parse("20805"),
        };
        for (parts, code) in [
            (["208", "05", "02"], "2080502"),
            (["208", "5", "2"], "2080502"),
            (["", "07", ""], "20807"),
            (["", "", "99"], "2080599"),
            (["210", "", ""], "210"),
            (["208", "20805", "2080505"], "2080505"),
            (["", "20807", ""], "20807"),
            (["210", "", "01"], ""),
            (["7", "", ""], ""),
            (["208", "x", ""], ""),
        ] {
            let found = in_parts(parts.map(str::to_owned), &above);
            assert_eq!(
                found.map_or(String::new(), |code| code.to_string()),
                code,
                "{parts:?}"
            );
        }
    }

    #[test]
    fn names_lose_their_ordinal_only() {
        assert_eq!(
            written_name(" 一、 “三公”经费（试）", "三公经费(试)"),
            "“三公”经费（试）"
        );
        assert_eq!(
            written_name("\u{3000}\u{3000}事业单位离退休", "事业单位离退休"),
            "事业单位离退休"
        );
        assert_eq!(
            written_name("一般公共服务支出", "一般公共服务支出"),
            "一般公共服务支出"
        );
    }
}
