//! The lines of a block: what key each row has.

use std::collections::BTreeMap;

use super::cells::is_placeholder;
use super::closing_words::SUBTOTALS;
use super::source::SourceSheet;
use super::titles::is_closing;
use crate::layout::{BlockLayout, Field, Layout, RowKind, RowLayout};
use crate::model::{BlockModel, Code, CodeList, Coordinates, Dim, Id, Key, Lines};
use crate::text::{squash, strip_ordinal};

/// What a row of a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RowKey {
    /// A line with its key and name.
    Line(Key, String),
    /// The line of a unit or the like, above the codes that are its, with its name.
    Group(String),
    /// Words of the form without amounts.
    Heading,
    /// A text of the form, by its name.
    Text(Id),
    /// No key and no name.
    Nothing,
    /// A number without name, as `二、`.
    Unnamed,
    /// A placeholder where a code or name belongs.
    Placeholder,
    /// Words that are no line: a note, or a row that the form does not have.
    Words(String),
    /// The sum of records above or below, by its label.
    Subtotal(String),
}

/// The codes of the rows above, for lists that print a 类 or 款 only on its first row.
#[derive(Debug, Clone, Default)]
pub(super) struct Carried {
    class: Option<Code>,
    section: Option<Code>,
    /// For each block, the printed row below the last one that was found.
    rows: BTreeMap<usize, usize>,
    /// What the last line of a group adds to the lines below it.
    pub(super) group: Coordinates,
    /// The number of records so far.
    pub(super) records: usize,
}

impl Carried {
    /// The printed row that a label is of: below the last one that was found, else from the top. The same label may stand twice.
    fn row<'b>(
        &mut self,
        number: usize,
        block: &'b BlockLayout,
        key: &str,
    ) -> Option<&'b RowLayout> {
        let from = self.rows.get(&number).copied().unwrap_or_default();
        let mut below = (from..block.rows.len()).chain(0..from.min(block.rows.len()));
        let at =
            below.find(|&at| block.rows[at].kind != RowKind::List && block.rows[at].key == key)?;
        self.rows.insert(number, at + 1);
        Some(&block.rows[at])
    }
}

/// The positions of a row's cells by field.
pub(super) type RowCells<'f> = Vec<(usize, &'f Field)>;

/// What the lines of a block are told by.
pub(super) struct Told<'t> {
    pub(super) layout: &'t Layout,
    pub(super) block: &'t BlockLayout,
    /// The block's position in its table.
    pub(super) number: usize,
    pub(super) codes: &'t CodeList,
    /// The names of 类 in this submission, with their codes.
    pub(super) classes: &'t [(String, Code)],
}

/// The key of a row of a block with labels.
pub(super) fn labelled(
    told: &Told<'_>,
    sheet: &SourceSheet<'_>,
    cells: &RowCells<'_>,
    carried: &mut Carried,
) -> RowKey {
    let &Told {
        layout,
        block,
        codes,
        ..
    } = told;
    let Some(&(at, _)) = cells.iter().find(|(_, field)| **field == Field::Label) else {
        return RowKey::Nothing;
    };
    let text = sheet.texts[at].as_ref();
    if text.is_empty() {
        return RowKey::Nothing;
    }
    let label = strip_ordinal(text).trim_end_matches(':');
    if label.is_empty() {
        return RowKey::Unnamed;
    }
    let (key, _) = layout.canonical(label);
    if let Some(row) = carried.row(told.number, block, key) {
        return match row.kind {
            RowKind::Line => RowKey::Line(Key::Row(row.row.clone()), String::new()),
            RowKind::Total => RowKey::Line(Key::Total, String::new()),
            RowKind::Text => RowKey::Text(row.row.clone()),
            RowKind::Heading | RowKind::List => RowKey::Heading,
        };
    }
    if is_closing(layout, label) {
        return RowKey::Line(Key::Total, String::new());
    }
    if is_placeholder(label) {
        return RowKey::Placeholder;
    }
    let name = written_name(&sheet.raw(at), label);
    let Lines::Class(dim) = block.meaning.lines else {
        return RowKey::Words(name);
    };
    if is_note(text) {
        return RowKey::Words(name);
    }
    let digits = label.len() - label.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (code, bare) = match Code::parse(&label[..digits]) {
        Some(code) => (
            Some(code),
            label[digits..].trim_start_matches(['-', '.', ':', '、']),
        ),
        None => (None, label),
    };
    let bare = bare
        .strip_suffix(')')
        .and_then(|inner| inner.rsplit_once('('))
        .filter(|(_, inner)| Code::parse(inner.trim_end_matches('类')).is_some())
        .map_or(bare, |(front, _)| front);
    let known = code
        .or_else(|| {
            let function = dim == Dim::FUNCTION;
            let mut classes = told.classes.iter().filter(|_| function);
            classes
                .find(|(name, _)| name == bare)
                .map(|(_, code)| *code)
        })
        .or_else(|| codes.class(dim, bare))
        .or_else(|| codes.class(dim, layout.canonical(bare).0));
    let name = if bare == label {
        name
    } else {
        written_name(&sheet.raw(at), bare)
    };
    match known {
        Some(code) => RowKey::Line(Key::Code(code), name),
        None => RowKey::Line(Key::Unknown(bare.to_owned()), name),
    }
}

/// The key of a row of an open list.
pub(super) fn coded(
    layout: &Layout,
    meaning: &BlockModel,
    sheet: &SourceSheet<'_>,
    cells: &RowCells<'_>,
    carried: &mut Carried,
) -> RowKey {
    let lines = meaning.lines;
    let find = |wanted: &Field| {
        cells
            .iter()
            .find(|(_, field)| *field == wanted)
            .map(|&(at, _)| at)
    };
    let name_at = find(&Field::Name);
    let mut name = name_at
        .map(|at| written_name(&sheet.raw(at), &sheet.texts[at]))
        .unwrap_or_default();
    let code_at: Vec<usize> = cells
        .iter()
        .filter(|(_, field)| matches!(field, Field::Code | Field::CodePart(_)))
        .map(|&(at, _)| at)
        .collect();
    let texts: Vec<String> = code_at
        .iter()
        .map(|&at| sheet.code(at).into_owned())
        .filter(|text| !text.is_empty())
        .collect();
    // A line with a code is no closing line, whatever its name.
    let has_code = texts
        .iter()
        .any(|text| text.starts_with(|c: char| c.is_ascii_digit()));
    let keys = cells.iter();
    let keys = keys.filter(|(_, field)| matches!(field, Field::Key(..)));
    let keys: Vec<usize> = keys.map(|&(at, _)| at).collect();
    if !has_code
        && code_at
            .iter()
            .chain(&name_at)
            .chain(&keys)
            .any(|&at| is_closing(layout, &sheet.texts[at]))
    {
        return RowKey::Line(Key::Total, String::new());
    }
    if texts.is_empty() {
        return match name_at.map(|at| sheet.texts[at].as_ref()) {
            None | Some("") => RowKey::Nothing,
            Some(text) if is_placeholder(text) => RowKey::Placeholder,
            Some(text) => {
                let amount = cells
                    .iter()
                    .any(|&(at, field)| matches!(field, Field::Amount(_)) && sheet.is_number(at));
                let keyed = cells.iter().any(|&(at, field)| {
                    matches!(field, Field::Key(..)) && !sheet.texts[at].is_empty()
                });
                match meaning.groups {
                    Some(_) if (amount || keyed) && !is_note(text) => RowKey::Group(name),
                    _ => RowKey::Words(name),
                }
            }
        };
    }
    if texts.iter().all(|text| is_placeholder(text)) {
        return RowKey::Placeholder;
    }
    let code = match find(&Field::Code) {
        Some(at) => {
            let (code, rest) = joined(&sheet.code(at));
            if name.is_empty() && !rest.is_empty() {
                name = written_name(&sheet.raw(at), &rest);
            }
            code
        }
        None => {
            let part = |level: u8| {
                find(&Field::CodePart(level))
                    .map(|at| sheet.code(at).into_owned())
                    .unwrap_or_default()
            };
            in_parts([part(1), part(2), part(3)], carried)
        }
    };
    // 经济分类 has no 项.
    let deep = matches!(lines, Lines::List(dim) if dim != Dim::FUNCTION);
    if let Some(code) = code.filter(|code| !deep || code.level() < 3) {
        carried.class = Some(code.class());
        carried.section = (code.level() > 1).then(|| {
            if code.level() == 2 {
                code
            } else {
                code.parent().unwrap_or(code)
            }
        });
        return RowKey::Line(Key::Code(code), name);
    }
    let stated = texts.concat();
    if stated.chars().any(|c| c.is_ascii_digit()) && stated.chars().count() <= 20 {
        RowKey::Line(Key::Unknown(stated), name)
    } else {
        RowKey::Words(if name.is_empty() { stated } else { name })
    }
}

/// The key of a record: a row with a key and an amount, or with more than one text.
pub(super) fn record(
    told: &Told<'_>,
    sheet: &SourceSheet<'_>,
    cells: &RowCells<'_>,
    carried: &mut Carried,
) -> RowKey {
    let held = |at: usize| !sheet.texts[at].is_empty() || sheet.is_number(at);
    let keys = cells
        .iter()
        .filter(|(at, field)| !matches!(field, Field::Amount(_)) && held(*at));
    let keys: Vec<usize> = keys.map(|(at, _)| *at).collect();
    let amount = cells
        .iter()
        .any(|(at, field)| matches!(field, Field::Amount(_)) && sheet.is_number(*at));
    let Some(&first) = keys.first() else {
        return RowKey::Nothing;
    };
    let text = sheet.texts[first].as_ref();
    let closes = keys
        .iter()
        .any(|&at| is_closing(told.layout, strip_ordinal(&sheet.texts[at])));
    if closes && keys.len() <= 2 {
        return RowKey::Line(Key::Total, String::new());
    }
    let sums = |text: &str| SUBTOTALS.contains(&text);
    let label = keys.iter().find(|&&at| sums(&sheet.texts[at]));
    let alone = || (keys.len() == 1 && text.ends_with(SUBTOTALS[0])).then_some(&first);
    if let (Some(&label), true) = (label.or_else(alone), amount && keys.len() <= 3) {
        return RowKey::Subtotal(sheet.raw(label).trim().to_owned());
    }
    if is_placeholder(text) {
        return RowKey::Placeholder;
    }
    // Texts that are hidden make no record.
    let content = keys
        .iter()
        .filter(|&&at| sheet.is_text_of_table(at, amount));
    if !amount && keys.len() > 1 && content.count() < 2 {
        return RowKey::Nothing;
    }
    if is_note(text) || !amount && keys.len() < 2 {
        return RowKey::Words(written_name(&sheet.raw(first), text));
    }
    carried.records += 1;
    RowKey::Line(Key::Record(carried.records), String::new())
}

/// A code in one cell, and what follows it: `2080505`, `208-05-05`, `2080505 名称`.
fn joined(text: &str) -> (Option<Code>, String) {
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
fn in_parts(parts: [String; 3], carried: &Carried) -> Option<Code> {
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
    let class = own_class.map(Code::class).or(carried.class);
    // A section is carried over only within its own 类.
    let carried_section = carried
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

/// Whether the squashed text begins as a note.
pub(super) fn begins_note(text: &str) -> bool {
    ["注:", "注：", "备注", "说明:", "附注"]
        .iter()
        .any(|word| text.starts_with(word))
}

/// Whether the squashed text is a note on a table, and no other text that happens to stand there.
pub(crate) fn is_table_note(text: &str) -> bool {
    let none = text.contains(['无', '未']) || text.contains("没有") || text.contains("为空");
    let table = [
        "本表", "空表", "数据", "预算", "支出", "收入", "拨款", "经费", "安排",
    ];
    begins_note(text) || text == "无" || none && table.iter().any(|word| text.contains(word))
}

/// Whether the squashed text below a table is no line of it.
pub(super) fn is_note(text: &str) -> bool {
    begins_note(text)
        || text == "无"
        || text.contains('。')
        || ((text.contains("无") || text.contains("没有"))
            && (text.contains("本表") || text.contains("空表") || text.contains("数据")))
}

/// The name as written, without what precedes the squashed `bare`, and without white space around it.
fn written_name(raw: &str, bare: &str) -> String {
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
        let carried = Carried {
            class: Code::parse("208"),
            section: Code::parse("20805"),
            ..Carried::default()
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
            let found = in_parts(parts.map(str::to_owned), &carried);
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
