//! A web page as a sheet: its tables one below the other, and the texts between them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::rc::Rc;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::super::Limits;
use super::super::allowance::Allowance;
use super::super::gather::Gather;
use super::super::number_format::{self, NumberFormat};
use super::super::{number, printed};
use super::grid::{Grid, Spot};
use super::style::{Css, StyleSheet};
use crate::workbook::{Address, Hidden, Sheet, Value};

/// Elements that begin and end a line.
const BLOCKS: [&str; 27] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "caption",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "center",
    "hr",
    "pre",
    "form",
    "fieldset",
    "legend",
    "section",
    "article",
    "header",
    "footer",
    "body",
    "blockquote",
];

/// Reads a page. The cells of its tables and the texts between them go on `sheet`.
pub(super) fn read(text: &str, sheet: Sheet, allowance: &mut Allowance<'_>) -> Sheet {
    let limits = allowance.limits();
    let mut page = Page {
        gather: Gather::new(sheet, allowance),
        limits,
        grid: Grid::new(limits),
        styles: StyleSheet::default(),
        cells: Vec::new(),
        loose: Text::default(),
        hidden: Hidden::default(),
        hidden_now: Vec::new(),
        columns: Vec::new(),
        column: 0,
        skip: None,
        css: None,
        row_hidden: false,
        seen: BTreeMap::new(),
        formats: Vec::new(),
        full: false,
    };
    let mut open = OpenTag::default();
    let emitter = |event: CallbackEvent<'_>, _: Span<()>| -> Option<Step> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                open = OpenTag {
                    name: lossy(name),
                    ..OpenTag::default()
                };
                None
            }
            CallbackEvent::AttributeName { name } => {
                if open.attributes.len() < 64 {
                    open.attributes.push((lossy(name), String::new()));
                }
                None
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some((_, own)) = open.attributes.last_mut() {
                    *own = lossy(value);
                }
                None
            }
            CallbackEvent::CloseStartTag { .. } => Some(Step::Start(std::mem::take(&mut open))),
            CallbackEvent::EndTag { name } => Some(Step::End(lossy(name))),
            CallbackEvent::String { value } => Some(Step::Text(lossy(value))),
            _ => None,
        }
    };
    let mut emitter = CallbackEmitter::new(emitter);
    emitter.naively_switch_states(true);
    for step in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(step) = step;
        match step {
            Step::Start(tag) => page.start(&tag),
            Step::End(name) => page.end(&name),
            Step::Text(text) => page.text(&text),
        }
        if page.full {
            break;
        }
    }
    page.finish()
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

enum Step {
    Start(OpenTag),
    End(String),
    Text(String),
}

#[derive(Default)]
struct OpenTag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl OpenTag {
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The number that the attribute `name` gives; 1 where there is none.
    fn count(&self, name: &str) -> u64 {
        let text = self.get(name).unwrap_or_default().trim();
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        text[..digits].parse().unwrap_or(1)
    }
}

/// Text with its white space as a browser shows it.
#[derive(Debug, Default)]
struct Text {
    text: String,
    /// White space is due before the next character.
    space: bool,
}

impl Text {
    fn push(&mut self, more: &str, most: usize) {
        for c in more.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c') {
                self.space = !self.text.is_empty() && !self.text.ends_with('\n');
            } else if self.text.len() <= most {
                if std::mem::take(&mut self.space) {
                    self.text.push(' ');
                }
                self.text.push(c);
            }
        }
    }

    fn line(&mut self) {
        self.space = false;
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn take(&mut self) -> String {
        self.space = false;
        let text = std::mem::take(&mut self.text);
        let shown = |c: char| !(c.is_whitespace() || c == '\u{feff}');
        match text.contains(shown) {
            true => text.trim_end_matches('\n').to_owned(),
            false => String::new(),
        }
    }
}

/// A cell that is being read.
struct OpenCell {
    spot: Spot,
    text: Text,
    css: Css,
    /// `x:num`: the stored number; empty where the text is it.
    number: Option<String>,
    formula: Option<String>,
    /// Its text was placed already, or a table stands in its place.
    placed: bool,
}

struct Page<'a, 'l> {
    gather: Gather<'a, 'l>,
    limits: &'l Limits,
    grid: Grid,
    styles: StyleSheet,
    /// The cells that are open, one for each open table at most; `None` for a table without.
    cells: Vec<Option<OpenCell>>,
    /// Text outside of cells.
    loose: Text,
    hidden: Hidden,
    /// The names of the open elements that are not shown, and how many of the same name are open within.
    hidden_now: Vec<(String, usize)>,
    /// For each open table, the columns that `<col>` hides: first and last, from the left of the table.
    columns: Vec<Vec<(u64, u64)>>,
    column: u64,
    /// The name of an element that is passed over, and how many of the same name are open within.
    skip: Option<(String, usize)>,
    /// The text of the style that is being read.
    css: Option<String>,
    row_hidden: bool,
    /// For each column whether it has cells that are not shown, and cells that are.
    seen: BTreeMap<u32, (bool, bool)>,
    formats: Vec<(Address, Rc<NumberFormat>)>,
    full: bool,
}

impl Page<'_, '_> {
    fn start(&mut self, tag: &OpenTag) {
        let name = tag.name.as_str();
        if let Some((skipped, depth)) = &mut self.skip {
            *depth += usize::from(skipped == name);
            return;
        }
        if let Some((hidden, depth)) = self.hidden_now.last_mut() {
            *depth += usize::from(hidden == name);
        }
        let css = self.styles.of(
            tag.get("class").unwrap_or_default(),
            tag.get("style").unwrap_or_default(),
        );
        match name {
            "style" => self.css = Some(String::new()),
            "script" | "title" | "xml" | "noscript" | "select" | "textarea" | "svg" | "object"
            | "iframe" => {
                self.skip = Some((name.to_owned(), 0));
            }
            "table" => self.open_table(&css),
            "tr" => {
                self.close_cell();
                self.row(css.hidden);
            }
            "td" | "th" => self.open_cell(tag, css),
            "col" => {
                let span = tag.count("span").min(self.limits.columns());
                if css.hidden
                    && let Some(columns) = self.columns.last_mut()
                {
                    columns.push((self.column, self.column + span - u64::from(span > 0)));
                }
                self.column += span;
            }
            "br" => self.text_now().line(),
            "input" => {
                let kind = tag.get("type").unwrap_or("text");
                if kind.eq_ignore_ascii_case("text") {
                    let value = tag.get("value").unwrap_or_default().to_owned();
                    self.text(&value);
                }
            }
            _ if BLOCKS.contains(&name) => {
                self.block();
                self.hide(name, css.hidden);
            }
            "span" | "font" | "b" | "thead" | "tbody" | "tfoot" => self.hide(name, css.hidden),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((skipped, depth)) = &mut self.skip {
            if skipped == name {
                match depth.checked_sub(1) {
                    Some(less) => *depth = less,
                    None => self.skip = None,
                }
            }
            return;
        }
        match name {
            "style" => {
                if let Some(css) = self.css.take() {
                    self.styles.add(&css);
                }
            }
            "table" => self.close_table(),
            "tr" => {
                self.close_cell();
                self.grid.close_row();
            }
            "td" | "th" => self.close_cell(),
            _ if BLOCKS.contains(&name) => self.block(),
            _ => {}
        }
        if let Some((hidden, depth)) = self.hidden_now.last_mut()
            && hidden == name
        {
            match depth.checked_sub(1) {
                Some(less) => *depth = less,
                None => drop(self.hidden_now.pop()),
            }
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(css) = &mut self.css {
            return css.push_str(text);
        }
        if self.skip.is_some() {
            return;
        }
        let most = usize::try_from(self.limits.text_length).unwrap_or(usize::MAX);
        let most = most.saturating_mul(4);
        self.text_now().push(text, most);
    }

    /// Where text goes to.
    fn text_now(&mut self) -> &mut Text {
        match self.cells.last_mut() {
            Some(Some(cell)) => &mut cell.text,
            _ => &mut self.loose,
        }
    }

    /// Ends a line: within a cell the text goes on below, elsewhere what follows is a row of its own.
    fn block(&mut self) {
        match self.cells.last_mut() {
            Some(Some(cell)) => cell.text.line(),
            _ => self.flush(),
        }
    }

    /// Puts the text outside of cells on a row of its own.
    fn flush(&mut self) {
        let text = self.loose.take();
        if text.is_empty() {
            return;
        }
        let (row, col) = self.grid.loose();
        if !self.hidden_now.is_empty() {
            self.hide_row(row);
        }
        self.put((row, col), Value::Text(text), None);
    }

    fn hide(&mut self, name: &str, hidden: bool) {
        if hidden && self.hidden_now.len() < 64 {
            self.hidden_now.push((name.to_owned(), 0));
        }
    }

    fn hide_row(&mut self, row: u64) {
        if row >= self.limits.rows() {
            return;
        }
        let row = row as u32;
        match self.hidden.rows.last_mut() {
            Some((from, last)) if *from <= row && row <= last.saturating_add(1) => {
                *last = row.max(*last);
            }
            _ => self.hidden.rows.push((row, row)),
        }
    }

    fn open_table(&mut self, css: &Css) {
        let mut place = (None, None);
        if let Some(Some(cell)) = self.cells.last_mut() {
            let (text, spot) = (cell.text.take(), cell.spot);
            let first = !std::mem::replace(&mut cell.placed, true);
            if first {
                // A text in front keeps the cell to itself.
                let below = !text.is_empty();
                place.1 = Some(spot.row + u64::from(below));
                if below {
                    self.put((spot.row, spot.col), Value::Text(text), None);
                }
            } else {
                self.loose.push(&text, usize::MAX);
                self.flush();
            }
            place.0 = Some(spot.col);
        } else {
            self.flush();
        }
        self.grid.open_table(place);
        if !self.grid.is_too_deep() {
            self.cells.push(None);
            self.columns.push(Vec::new());
            self.column = 0;
        }
        self.hide("table", css.hidden);
    }

    fn close_table(&mut self) {
        if self.grid.is_too_deep() {
            return self.grid.close_table();
        }
        self.close_cell();
        if self.cells.is_empty() {
            return;
        }
        self.flush();
        self.grid.close_table();
        self.cells.pop();
        self.columns.pop();
    }

    fn row(&mut self, hidden: bool) {
        self.flush();
        if let Some(row) = self.grid.open_row() {
            self.row_hidden = hidden || !self.hidden_now.is_empty();
            if self.row_hidden {
                self.hide_row(row);
            }
            self.full |= self.grid.is_full();
        }
    }

    fn open_cell(&mut self, tag: &OpenTag, css: Css) {
        self.close_cell();
        if self.cells.is_empty() {
            return;
        }
        if !self.grid.in_row() {
            self.row(false);
        }
        let Some(spot) = self.grid.cell(tag.count("rowspan"), tag.count("colspan")) else {
            return;
        };
        let cell = OpenCell {
            spot,
            text: Text::default(),
            css,
            number: tag.get("x:num").map(str::to_owned),
            formula: tag.get("x:fmla").map(str::to_owned),
            placed: false,
        };
        if let Some(last) = self.cells.last_mut() {
            *last = Some(cell);
        }
    }

    fn close_cell(&mut self) {
        let Some(cell) = self.cells.last_mut().and_then(Option::take) else {
            return;
        };
        let OpenCell {
            spot,
            mut text,
            css,
            number,
            formula,
            placed,
        } = cell;
        let text = text.take();
        if placed {
            self.loose.push(&text, usize::MAX);
            return self.flush();
        }
        self.merge(spot);
        let stored = number.and_then(|stored| {
            let own = if stored.trim().is_empty() {
                &text
            } else {
                &stored
            };
            own.trim().replace(',', "").parse::<f64>().ok()
        });
        let at = (spot.row, spot.col);
        if let Some(address) = self.address(at)
            && !self.row_hidden
            && !text.is_empty()
        {
            let (hidden, shown) = self.seen.entry(address.col).or_default();
            *hidden |= css.hidden;
            *shown |= !css.hidden;
        }
        if let Some(stored) = stored {
            if let (Some(Some(format)), Some(address)) = (&css.format, self.address(at)) {
                self.formats.push((address, Rc::clone(format)));
            }
            let formula = formula.map(|text| text.trim_start_matches('=').to_owned());
            self.put(at, number::number(stored), formula);
        } else {
            self.put(at, Value::Text(text), None);
        }
        if let Some(columns) = self
            .columns
            .last_mut()
            .filter(|columns| !columns.is_empty())
        {
            let limit = self.limits.columns().saturating_sub(1);
            for (from, to) in std::mem::take(columns) {
                if from <= limit {
                    self.hidden.cols.push((from as u32, to.min(limit) as u32));
                }
            }
        }
    }

    fn address(&self, (row, col): (u64, u64)) -> Option<Address> {
        let within = self.limits.outside(row, col).is_none();
        // Within the limits both fit.
        within.then(|| Address::new(row as u32, col as u32))
    }

    fn merge(&mut self, spot: Spot) {
        let last = (
            spot.to.0.min(self.limits.rows() - 1),
            spot.to.1.min(self.limits.columns() - 1),
        );
        let (Some(from), Some(to)) = (self.address((spot.row, spot.col)), self.address(last))
        else {
            return;
        };
        if from != to {
            self.gather.merge(from, to);
        }
    }

    fn put(&mut self, (row, col): (u64, u64), value: Value, formula: Option<String>) {
        let clamp = |n: u64| u32::try_from(n).unwrap_or(u32::MAX - 1).min(u32::MAX - 1);
        let taken = self
            .gather
            .cell((clamp(row), clamp(col)), value, formula.map(Cow::Owned));
        self.full |= taken == ControlFlow::Break(());
    }

    fn finish(mut self) -> Sheet {
        while !self.cells.is_empty() {
            self.close_table();
        }
        self.flush();
        let mut sheet = self.gather.finish();
        // Programs hide a column by hiding each of its cells.
        let hidden = self.seen.iter().filter(|(_, seen)| **seen == (true, false));
        let hidden = hidden.map(|(col, _)| (*col, *col));
        self.hidden.cols.extend(hidden);
        self.hidden.cols.sort_unstable();
        self.hidden.cols.dedup();
        sheet.hidden = self.hidden;
        for code in &self.styles.printed {
            printed::add(&mut sheet.printed, code);
        }
        let formats = self.formats.iter().map(|(at, own)| (*at, &**own));
        number_format::note(&mut sheet, formats);
        sheet
    }
}
