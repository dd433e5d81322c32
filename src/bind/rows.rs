//! The lines of a block: what key each row has.

use std::collections::BTreeMap;

use super::cells::{is_note, is_placeholder};
use super::source::SourceSheet;
use super::titles::is_closing;
use super::written::{Above, in_parts, joined, written_name};
use crate::layout::{BlockLayout, Field, Layout, RowKind, RowLayout};
use crate::model::{BlockModel, Code, CodeList, Coordinates, Dim, Id, Key, Lines, ReadingWords};
use crate::text::strip_ordinal;

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

/// What the rows above tell of a row.
#[derive(Debug, Clone, Default)]
pub(super) struct Carried {
    above: Above,
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
pub(super) struct BlockTold<'t> {
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
    told: &BlockTold<'_>,
    sheet: &SourceSheet<'_>,
    cells: &RowCells<'_>,
    carried: &mut Carried,
) -> RowKey {
    let &BlockTold {
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
    if is_placeholder(&layout.words, label) {
        return RowKey::Placeholder;
    }
    let name = written_name(&sheet.raw(at), label);
    let Lines::Class(dim) = block.meaning.lines else {
        return RowKey::Words(name);
    };
    if is_note(&layout.words, text) {
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
        .filter(|(_, inner)| {
            let code = ReadingWords::trim_end(&layout.words.class_marks, &[], inner);
            Code::parse(code).is_some()
        })
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
    let amount = || {
        cells
            .iter()
            .any(|&(at, field)| matches!(field, Field::Amount(_)) && sheet.is_number(at))
    };
    if texts.is_empty() {
        return match name_at.map(|at| sheet.texts[at].as_ref()) {
            None | Some("") => RowKey::Nothing,
            Some(text) if is_placeholder(&layout.words, text) => RowKey::Placeholder,
            Some(text) => {
                let keyed = cells.iter().any(|&(at, field)| {
                    matches!(field, Field::Key(..)) && !sheet.texts[at].is_empty()
                });
                match meaning.groups {
                    Some(_) if (amount() || keyed) && !is_note(&layout.words, text) => {
                        RowKey::Group(name)
                    }
                    _ => RowKey::Words(name),
                }
            }
        };
    }
    if texts.iter().all(|text| is_placeholder(&layout.words, text)) {
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
            in_parts([part(1), part(2), part(3)], &carried.above)
        }
    };
    // 经济分类 has no 项.
    let deep = matches!(lines, Lines::List(dim) if dim != Dim::FUNCTION);
    if let Some(code) = code.filter(|code| !deep || code.level() < 3) {
        carried.above.class = Some(code.class());
        carried.above.section = (code.level() > 1).then(|| {
            if code.level() == 2 {
                code
            } else {
                code.parent().unwrap_or(code)
            }
        });
        return RowKey::Line(Key::Code(code), name);
    }
    let stated = texts.concat();
    // 注：2024年无此项预算 is no code; what stands beside an amount is one, however it is written.
    let note = !amount() && is_note(&layout.words, &stated);
    let code = stated.chars().any(|c| c.is_ascii_digit()) && !note;
    if code && stated.chars().count() <= 20 {
        RowKey::Line(Key::Unknown(stated), name)
    } else {
        RowKey::Words(if name.is_empty() { stated } else { name })
    }
}

/// The key of a record: a row with a key and an amount, or with more than one text.
pub(super) fn record(
    told: &BlockTold<'_>,
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
    let subtotals = &told.layout.words.subtotals;
    let sums = |text: &str| ReadingWords::is(subtotals, text);
    let label = keys.iter().find(|&&at| sums(&sheet.texts[at]));
    let ends = || {
        subtotals
            .first()
            .is_some_and(|word| text.ends_with(word.as_str()))
    };
    let alone = || (keys.len() == 1 && ends()).then_some(&first);
    if let (Some(&label), true) = (label.or_else(alone), amount && keys.len() <= 3) {
        return RowKey::Subtotal(sheet.raw(label).trim().to_owned());
    }
    if is_placeholder(&told.layout.words, text) {
        return RowKey::Placeholder;
    }
    // Texts that are hidden make no record.
    let content = keys
        .iter()
        .filter(|&&at| sheet.is_text_of_table(at, amount));
    if !amount && keys.len() > 1 && content.count() < 2 {
        return RowKey::Nothing;
    }
    if is_note(&told.layout.words, text) || !amount && keys.len() < 2 {
        return RowKey::Words(written_name(&sheet.raw(first), text));
    }
    carried.records += 1;
    RowKey::Line(Key::Record(carried.records), String::new())
}
