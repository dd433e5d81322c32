//! A submitted workbook with its texts in the form that is compared, made once.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Index;
use std::sync::Arc;

use super::titles::{Title, header_form, measure_in};
use super::wanted::Wanted;
use crate::model::{Place, ReadingWords};
use crate::text::{Measure, Reading, is_digit, read_amount, squash, year_in};
use crate::workbook::{
    Address, Cell, Hidden, HiddenBy, Page, Sheet, SheetIx, Value, Visibility, Workbook,
};

/// A sheet without cells.
static NOTHING: Sheet = Sheet {
    chart: None,
    name: String::new(),
    visibility: Visibility::Visible,
    cells: Vec::new(),
    merges: Vec::new(),
    percentages: Vec::new(),
    scaled: Vec::new(),
    padded: Vec::new(),
    printed: Vec::new(),
    unseen: Vec::new(),
    hidden: Hidden {
        rows: Vec::new(),
        cols: Vec::new(),
    },
    problems: Vec::new(),
    computed: Vec::new(),
    arrays: Vec::new(),
    replaced: Vec::new(),
    widths: Vec::new(),
    heights: Vec::new(),
    groups: Vec::new(),
    page: Page {
        repeat_rows: None,
        freeze_rows: 0,
        filter: None,
        print_to: None,
        print_rows: None,
        portrait: false,
        breaks: Vec::new(),
        single: false,
        unnumbered: false,
    },
    protection: None,
    validations: Vec::new(),
    highlights: Vec::new(),
};

/// A sheet with its squashed texts beside its cells.
#[derive(Debug)]
pub(super) struct SourceSheet<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) name: Arc<str>,
    /// The squashed text of each cell, in the order of the cells; empty for what is no text.
    pub(super) texts: Vec<Cow<'a, str>>,
    /// Each of them in the form of titles, where it may be one.
    pub(super) titles: Vec<Option<Title>>,
    /// The cells whose texts read like titles of tables.
    pub(super) named_tables: Vec<usize>,
    /// The last column before the first empty one.
    pub(super) edge: u32,
    /// Each of them in the form of headers, where that differs from the text.
    headers: Vec<Option<Box<str>>>,
    /// The unit of measure that each of them states.
    pub(super) measures: Vec<Option<Measure>>,
    /// Whether each cell holds a number, or text that is one.
    numbers: Vec<bool>,
    /// By what each cell is hidden. What stands behind a merged cell has neither text nor number here.
    pub(super) hidden: Vec<Option<HiddenBy>>,
    /// Whether what is hidden is content all the same.
    with_hidden: bool,
}

impl<'a> SourceSheet<'a> {
    pub(super) fn new(words: &ReadingWords, own: &'a Sheet, with_hidden: bool) -> Self {
        // A sheet that this program added to the submission is none of it. It keeps its place, by which sheets are named.
        let sheet = if own.is_own() { &NOTHING } else { own };
        let hidden = sheet.hidden_by();
        let text = |(cell, hidden): (&'a Cell, &Option<HiddenBy>)| match &cell.value {
            Value::Text(text) if *hidden != Some(HiddenBy::Merge) => squash(text),
            _ => Cow::Borrowed(""),
        };
        let texts: Vec<Cow<'_, str>> = sheet.cells.iter().zip(&hidden).map(text).collect();
        let measures: Vec<Option<Measure>> = texts
            .iter()
            .map(|text| measure_in(&words.measure, text))
            .collect();
        let header = |(text, measure): (&Cow<'_, str>, &Option<Measure>)| {
            let form = header_form(text, *measure);
            (form != *text).then(|| form.as_ref().into())
        };
        let names_table = |text: &str| {
            let bare = text.split('(').next().unwrap_or(text);
            ReadingWords::ends(&words.tables, bare) && bare.chars().count() > 4
        };
        let named_tables = texts.iter().enumerate();
        let named_tables = named_tables.filter(|(_, text)| names_table(text));
        let own_texts = || sheet.cells.iter().zip(&texts).zip(&hidden);
        let mut own = Self {
            sheet,
            name: own.name.as_str().into(),
            titles: texts.iter().map(|text| Title::of(words, text)).collect(),
            named_tables: named_tables.map(|(at, _)| at).collect(),
            edge: u32::MAX,
            headers: texts.iter().zip(&measures).map(header).collect(),
            measures,
            numbers: own_texts()
                .map(|((cell, text), hidden)| {
                    *hidden != Some(HiddenBy::Merge) && is_number(cell, text)
                })
                .collect(),
            texts,
            hidden,
            with_hidden,
        };
        if let Some(first) = sheet.cells.iter().map(|cell| cell.col).min() {
            own.edge = own.last_column(first, 0, u32::MAX);
        }
        own
    }

    /// The last column of a table whose last column of its own is `own`: up to the first column, right of it, that is empty in the
    /// rows `from` to `to`.
    pub(super) fn last_column(&self, own: u32, from: u32, to: u32) -> u32 {
        let first = self.sheet.cells.partition_point(|cell| cell.row < from);
        let end = self.sheet.cells.partition_point(|cell| cell.row <= to);
        let mut used: Vec<(u32, u32)> = (first..end)
            .filter(|&at| !self.texts[at].is_empty() || self.is_number(at))
            .map(|at| (self.sheet.cells[at].col, self.sheet.cells[at].col))
            .collect();
        let merges = self.sheet.merges.iter();
        let merges = merges.filter(|(a, b)| a.row <= to && b.row >= from);
        used.extend(merges.map(|(a, b)| (a.col, b.col)));
        used.sort_unstable();
        let mut edge = own;
        for (left, right) in used {
            if left > edge + 1 {
                return edge;
            }
            edge = edge.max(right);
        }
        u32::MAX
    }

    /// The text of a cell in the form of headers.
    pub(super) fn header(&self, at: usize) -> &str {
        self.headers[at].as_deref().unwrap_or(&self.texts[at])
    }

    /// The positions of the cells of row `row`.
    pub(super) fn row(&self, row: u32) -> std::ops::Range<usize> {
        let from = self.sheet.cells.partition_point(|cell| cell.row < row);
        from..from + self.sheet.cells[from..].partition_point(|cell| cell.row == row)
    }

    /// The position of the cell at `address`.
    pub(super) fn at(&self, address: Address) -> Option<usize> {
        self.sheet
            .cells
            .binary_search_by_key(&address, Cell::address)
            .ok()
    }

    /// The last row that holds a cell.
    pub(super) fn last_row(&self) -> u32 {
        self.sheet.cells.last().map_or(0, |cell| cell.row)
    }

    /// The place of a cell.
    pub(super) fn place(&self, at: usize) -> Place {
        Place {
            sheet: Arc::clone(&self.name),
            cell: self.sheet.cells[at].address(),
        }
    }

    /// Whether the cell holds a number, or text that is one.
    pub(super) fn is_number(&self, at: usize) -> bool {
        self.numbers[at]
    }

    /// The squashed texts that are shown, or all of them.
    pub(super) fn texts_shown(&self, shown: bool) -> impl Iterator<Item = &Cow<'a, str>> {
        let texts = self.texts.iter().zip(&self.hidden);
        texts
            .filter(move |(_, hidden)| !shown || hidden.is_none())
            .map(|(text, _)| text)
    }

    /// Whether the cell stands behind a merged one.
    pub(super) fn is_behind(&self, at: usize) -> bool {
        self.hidden[at] == Some(HiddenBy::Merge)
    }

    /// Whether the cell is content outside of the tables: it is shown, or what is hidden is wanted.
    pub(super) fn is_content(&self, at: usize) -> bool {
        self.hidden[at].is_none_or(|by| by != HiddenBy::Merge && self.with_hidden)
    }

    /// Whether a text of a table is content: it is shown, wanted, or belongs to a line that is hidden as a whole and read for
    /// its amounts.
    pub(super) fn is_text_of_table(&self, at: usize, has_amount: bool) -> bool {
        let whole_line = matches!(self.hidden[at], Some(HiddenBy::Sheet | HiddenBy::Row));
        self.is_content(at) || whole_line && has_amount
    }

    /// The positions of the cells of row `row` that are content outside of the tables.
    pub(super) fn content(&self, row: u32) -> impl Iterator<Item = usize> {
        self.row(row).filter(|&at| self.is_content(at))
    }

    /// Whether the cell holds anything, shown or not: a formula without value holds nothing that could be hidden.
    pub(super) fn holds(&self, at: usize) -> bool {
        match &self.sheet.cells[at].value {
            Value::Text(text) => !text.trim().is_empty(),
            Value::Blank => false,
            _ => true,
        }
    }

    /// Whether the cell holds a number, or text that is one, shown or not.
    pub(super) fn holds_number(&self, at: usize) -> bool {
        match &self.sheet.cells[at].value {
            Value::Text(text) => is_number(&self.sheet.cells[at], &squash(text)),
            _ => is_number(&self.sheet.cells[at], ""),
        }
    }

    /// What the cell shows, squashed: its text, or its number in digits.
    pub(super) fn shown(&self, at: usize) -> Cow<'_, str> {
        match &self.sheet.cells[at].value {
            Value::Number(_) if self.is_behind(at) => Cow::Borrowed(""),
            Value::Number(number) => Cow::Owned(number.normalize().to_string()),
            _ => Cow::Borrowed(self.texts[at].as_ref()),
        }
    }

    /// What the cell shows as a code: `201.0` and `2080501.00` of programs that keep codes as numbers are whole numbers.
    pub(super) fn code(&self, at: usize) -> Cow<'_, str> {
        let shown = self.shown(at);
        let whole = shown.split_once('.').filter(|(whole, zeros)| {
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            digits(whole) && digits(zeros) && zeros.bytes().all(|b| b == b'0')
        });
        match whole {
            Some((whole, _)) => Cow::Owned(whole.to_owned()),
            None => shown,
        }
    }

    /// What the cell holds, for a message; of a formula without a stored result the formula.
    pub(super) fn raw(&self, at: usize) -> String {
        let cell = &self.sheet.cells[at];
        match (&cell.formula, self.sheet.stored(cell.address())) {
            (Some(formula), Some(Value::Blank)) => format!("={formula}"),
            (Some(formula), None) if cell.value == Value::Blank => format!("={formula}"),
            _ => written(&cell.value),
        }
    }
}

/// A value as text.
pub(super) fn written(value: &Value) -> String {
    match value {
        Value::Blank => String::new(),
        Value::Text(text) | Value::Error(text) | Value::Date(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
    }
}

fn is_number(cell: &Cell, squashed: &str) -> bool {
    match &cell.value {
        Value::Number(_) => true,
        Value::Blank => cell.formula.is_some(),
        Value::Text(text) => {
            text.contains(is_digit)
                && !squashed.is_empty()
                && matches!(read_amount(text), Reading::Number { .. })
        }
        _ => false,
    }
}

impl<'a> Index<SheetIx> for Vec<SourceSheet<'a>> {
    type Output = SourceSheet<'a>;

    fn index(&self, sheet: SheetIx) -> &Self::Output {
        &self[sheet.index()]
    }
}

/// A submitted workbook.
#[derive(Debug)]
pub(super) struct SourceBook<'a> {
    pub(super) workbook: &'a Workbook,
    /// The words by which it is read.
    pub(super) words: &'a ReadingWords,
    pub(super) sheets: Vec<SourceSheet<'a>>,
    /// The budget year that the sheets state.
    pub(super) year: Option<u16>,
}

impl<'a> SourceBook<'a> {
    pub(super) fn new(words: &'a ReadingWords, workbook: &'a Workbook) -> Self {
        Self::with(words, workbook, Wanted::default())
    }

    /// The same, with what is wanted of what is not shown.
    pub(super) fn with(words: &'a ReadingWords, workbook: &'a Workbook, wanted: Wanted) -> Self {
        let sheets = workbook.sheets.iter();
        let sheets: Vec<SourceSheet<'a>> = sheets
            .map(|sheet| SourceSheet::new(words, sheet, wanted.hidden))
            .collect();
        Self {
            workbook,
            words,
            year: year(words, &sheets),
            sheets,
        }
    }

    /// The sheets with their positions.
    pub(super) fn numbered(&self) -> impl Iterator<Item = (SheetIx, &SourceSheet<'a>)> {
        (0..).map(SheetIx::new).zip(&self.sheets)
    }
}

/// The year that the sheets state: that of the cover or of most titles, else of any short text.
pub(super) fn year(words: &ReadingWords, sheets: &[SourceSheet<'_>]) -> Option<u16> {
    stated_year(words, sheets, true).or_else(|| stated_year(words, sheets, false))
}

pub(super) fn stated_year(
    words: &ReadingWords,
    sheets: &[SourceSheet<'_>],
    shown: bool,
) -> Option<u16> {
    let holds = ReadingWords::holds;
    let ends = ReadingWords::ends;
    let mut votes: BTreeMap<u16, usize> = BTreeMap::new();
    for text in sheets.iter().flat_map(|sheet| sheet.texts_shown(shown)) {
        if !text.contains('年') {
            continue;
        }
        let length = text.chars().count();
        if !(6..=60).contains(&length) {
            continue;
        }
        let weight = match text.as_ref() {
            text if holds(&words.budgets, text)
                && (ends(&words.tables, text)
                    || ends(&words.budgets, text)
                    || text.ends_with(')')) =>
            {
                8
            }
            text if holds(&words.budgets, text) || holds(&words.this_budget, text) => 1,
            // The title of a table, though it does not say of what.
            text if text.starts_with("20")
                && ends(&words.tables, text)
                && !holds(&words.accounts, text) =>
            {
                1
            }
            _ => continue,
        };
        if let Some(year) = year_in(text) {
            *votes.entry(year).or_default() += weight;
        }
    }
    votes
        .into_iter()
        .max_by_key(|&(year, count)| (count, year))
        .map(|(year, _)| year)
}
