//! What the rows of a block are.

use super::block::BlockWords;
use super::names::{CARRIED, SOURCES, is_carried, named_in, of_year, told_by_carry};
use super::tables::{is_closing, is_numbered, with_placeholders};
use super::{DraftBlock, DraftColumn, DraftRow, DraftWords};
use crate::bind::HeldCell;
use crate::layout::{Templates, label_key};
use crate::messages::Phrase;
use crate::model::Dim;
use crate::text::squash;

/// The longest label, in characters; what is longer is a note.
const LONGEST: usize = 40;

/// How many 类 a form prints at least that prints all of them.
const MOST_CLASSES: usize = 15;
/// And how many of them without an amount, where it is filled in.
const BLANK_CLASSES: usize = 5;

impl BlockWords<'_> {
    /// The rows of a block with labels: fixed ones, the place of a list of 类, the closing line.
    pub(super) fn rows(&self, block: &mut DraftBlock, col: u32) {
        let (found, known, templates) = (self.found, self.known, self.templates);
        let header = block.columns.iter().find(|column| column.col == col);
        let hint = header.map_or_else(String::new, |column| column.header.concat()) + &found.title;
        let printed = self.prints_classes(&block.columns, col, &hint);
        let mut list: Option<Dim> = None;
        let mut above: Option<(String, u8)> = None;
        for (cells, &row) in found.body.iter().zip(&found.rows) {
            let Some(cell) = cells.iter().find(|cell| cell.col == col && !cell.number) else {
                continue;
            };
            let key = label_key(&cell.text);
            let open = key.is_empty() || found.grid.holds_a_place(&key);
            // 二、 without a name is a place of the list above it.
            if cell.text.chars().count() > LONGEST || open {
                continue;
            }
            let label = found.grid.written(row, col);
            if let Some(dim) = class(templates, &key, &hint, list) {
                let code = templates.codes.class(dim, &key).filter(|_| printed);
                if let Some(code) = code {
                    let words = DraftWords {
                        words: Some(vec![code.to_string()]),
                        ..DraftWords::default()
                    };
                    block.rows.push(DraftRow::Fixed { label, words });
                } else if list.is_none() {
                    block.rows.push(DraftRow::List {
                        dim,
                        ordinal: ordinal(&cell.text),
                        this_year: false,
                    });
                }
                list = list.or(Some(dim));
                continue;
            }
            if !cells.iter().any(|cell| cell.number)
                && let Some(text) = known.words_alone(&cell.text, self.twins)
            {
                block.rows.push(DraftRow::Words { label, text });
                continue;
            }
            if above
                .as_ref()
                .is_some_and(|(_, own)| ends(*own, &cell.text))
            {
                above = None;
            }
            let below = above.as_ref().map(|(word, _)| word.as_str());
            let dated = with_placeholders(&label, self.year);
            let (label, mut words) = match of_year(&dated) {
                Some(word) => {
                    let words = DraftWords {
                        words: Some(vec![word.to_owned()]),
                        ..DraftWords::default()
                    };
                    (dated, words)
                }
                None => (label, known.row(&cell.text, below, self.twins)),
            };
            if words.words.is_none() {
                words.ask = Some(Phrase::new("infer-row"));
            }
            if let Some(word) = below.filter(|word| CARRIED.contains(word)) {
                below_carried(&mut words, word);
            }
            if let Some([word]) = words.words.as_deref().filter(|_| is_heading(&words)) {
                above = Some((word.clone(), level(&cell.text)));
            }
            block.rows.push(DraftRow::Fixed { label, words });
        }
        let closes = |row: &DraftRow| match row {
            DraftRow::Fixed { label, .. } => is_closing(&squash(label)),
            DraftRow::List { .. } | DraftRow::Words { .. } => false,
        };
        if block.rows.last().is_some_and(closes)
            && let Some(DraftRow::Fixed { label, .. }) = block.rows.pop()
        {
            block.closing = Some(label);
        }
        // 合计 in another place is the total as well.
        for row in &mut block.rows {
            if let DraftRow::Fixed { label, words } = row
                && words.words.is_none()
                && block.closing.is_none()
                && matches!(label_key(label).as_str(), "合计" | "总计")
            {
                *words = DraftWords {
                    words: Some(vec!["all".to_owned()]),
                    ..DraftWords::default()
                };
            }
        }
        with_carry(&mut block.rows);
    }

    /// Whether the form prints all 类 in each paper: so many that there is no place for others, or that most are without amount.
    fn prints_classes(&self, columns: &[DraftColumn], col: u32, hint: &str) -> bool {
        let (mut all, mut blank) = (0, 0);
        for cells in &self.found.body {
            let Some(cell) = cells.iter().find(|cell| cell.col == col) else {
                continue;
            };
            let key = label_key(&cell.text);
            if self.found.grid.holds_a_place(&key) || key.is_empty() {
                return false;
            }
            if class(self.templates, &key, hint, None) == Some(Dim::FUNCTION) {
                all += 1;
                let own = |cell: &&HeldCell| columns.iter().any(|own| own.col == cell.col);
                blank += usize::from(!cells.iter().filter(own).any(|cell| cell.number));
            }
        }
        all >= MOST_CLASSES && blank >= BLANK_CLASSES
    }
}

/// How deep a label is numbered: 一、 （一） 1. (1); 0 where it is not.
fn level(text: &str) -> u8 {
    if !is_numbered(text) {
        return 0;
    }
    let open = text.strip_prefix('(');
    let digit = open
        .unwrap_or(text)
        .starts_with(|c: char| c.is_ascii_digit());
    match (open.is_some(), digit) {
        (false, false) => 1,
        (true, false) => 2,
        (false, true) => 3,
        (true, true) => 4,
    }
}

/// Whether a row is no part of one above it that is numbered so deep.
fn ends(above: u8, text: &str) -> bool {
    let own = level(text);
    is_closing(text) || above == 0 && !text.contains("其中") || own > 0 && own <= above
}

/// Says of a source below what is carried over that it is of that.
fn below_carried(words: &mut DraftWords, carry: &str) {
    let Some(own) = words.words.as_mut() else {
        return;
    };
    let source = own.iter().any(|word| SOURCES.contains(&word.as_str()));
    if source && !own.iter().any(|word| CARRIED.contains(&word.as_str())) {
        own.retain(|word| word != "this_year");
        own.insert(0, carry.to_owned());
    }
}

/// How names are numbered of which one has such a text.
fn ordinal(text: &str) -> Option<&'static str> {
    is_numbered(text).then_some(match text.starts_with('(') {
        true => "（一）",
        false => "一、",
    })
}

/// Whether words are those of a row that others stand below: this year, what is carried over.
fn is_heading(words: &DraftWords) -> bool {
    let this = words.words.as_deref() == Some(&["this_year".to_owned()]);
    this || is_carried(words)
}

fn with_carry(rows: &mut [DraftRow]) {
    // A subtotal of this year says as well that there is more.
    let carried = rows.iter().any(|row| match row {
        DraftRow::Fixed { words, .. } => is_heading(words),
        DraftRow::List { .. } | DraftRow::Words { .. } => false,
    });
    let mut all = Vec::new();
    for row in rows {
        match row {
            DraftRow::Fixed { words, .. } => all.extend(words.words.as_mut()),
            DraftRow::List { this_year, .. } => *this_year = carried,
            DraftRow::Words { .. } => {}
        }
    }
    for words in all.iter_mut().filter(|_| carried) {
        let kind = words.iter().any(|word| is_kind(word));
        let told = |word: &String| CARRIED.contains(&word.as_str()) || word == "this_year";
        if kind && !words.iter().any(told) {
            words.insert(0, "this_year".to_owned());
        }
    }
    told_by_carry(all.into_iter(), carried);
}

/// Whether a word is what spending is for: a code or a kind that budgets print among rows.
fn is_kind(word: &str) -> bool {
    const KINDS: [&str; 9] = [
        "basic",
        "personnel",
        "wages",
        "allowances",
        "public",
        "project",
        "to_superior",
        "business_spending",
        "to_subordinate",
    ];
    KINDS.contains(&word) || word.starts_with(|c: char| c.is_ascii_digit())
}

/// The classification whose 类 is called so: the one that the header names, else the one of the rows above, else the first.
fn class(templates: &Templates, key: &str, hint: &str, list: Option<Dim>) -> Option<Dim> {
    let all = [Dim::FUNCTION, Dim::ECONOMIC, Dim::GOVERNMENT_ECONOMIC];
    let named = |dim: &Dim| templates.codes.class(*dim, key).is_some();
    let dims: Vec<Dim> = all.into_iter().filter(named).collect();
    let hinted = named_in(hint).filter(|dim| dims.contains(dim));
    hinted
        .or_else(|| list.filter(|dim| dims.contains(dim)))
        .or_else(|| dims.first().copied())
}
