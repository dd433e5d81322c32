//! A web page as a sheet: its tables one below the other, and the texts between them.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::Limits;
use super::super::allowance::Allowance;
use super::super::gather::Gather;
use super::super::number_format::{self, NumberFormat};
use super::super::printed;
use super::grid::HtmlGrid;
use super::open_cell::OpenCell;
use super::steps::{OpenTag, Step, steps};
use super::style::{Css, StyleSheet};
use super::text::HtmlText;
use crate::workbook::{Address, Hidden, Sheet, Value};

/// Reads a page. The cells of its tables and the texts between them go on `sheet`.
pub(super) fn read(text: &str, sheet: Sheet, allowance: &mut Allowance<'_>) -> Sheet {
    let limits = allowance.limits();
    let mut page = HtmlPage {
        gather: Gather::new(sheet, allowance),
        limits,
        grid: HtmlGrid::new(limits),
        styles: StyleSheet::default(),
        cells: Vec::new(),
        loose: HtmlText::default(),
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
    for step in steps(text) {
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

/// A page that is being read.
pub(super) struct HtmlPage<'a, 'l> {
    pub(super) gather: Gather<'a, 'l>,
    pub(super) limits: &'l Limits,
    pub(super) grid: HtmlGrid,
    styles: StyleSheet,
    /// The cells that are open, one for each open table at most; `None` for a table without.
    pub(super) cells: Vec<Option<OpenCell>>,
    /// Text outside of cells.
    pub(super) loose: HtmlText,
    pub(super) hidden: Hidden,
    /// The names of the open elements that are not shown, and how many of the same name are open within.
    hidden_now: Vec<(String, usize)>,
    /// For each open table, the columns that `<col>` hides: first and last, from the left of the table.
    pub(super) columns: Vec<Vec<(u64, u64)>>,
    column: u64,
    /// The name of an element that is passed over, and how many of the same name are open within.
    skip: Option<(String, usize)>,
    /// The text of the style that is being read.
    css: Option<String>,
    pub(super) row_hidden: bool,
    /// For each column whether it has cells that are not shown, and cells that are.
    pub(super) seen: BTreeMap<u32, (bool, bool)>,
    pub(super) formats: Vec<(Address, Rc<NumberFormat>)>,
    pub(super) full: bool,
}

impl HtmlPage<'_, '_> {
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
            _ if is_block(name) => {
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
            _ if is_block(name) => self.block(),
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
    fn text_now(&mut self) -> &mut HtmlText {
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
    pub(super) fn flush(&mut self) {
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

    pub(super) fn row(&mut self, hidden: bool) {
        self.flush();
        if let Some(row) = self.grid.open_row() {
            self.row_hidden = hidden || !self.hidden_now.is_empty();
            if self.row_hidden {
                self.hide_row(row);
            }
            self.full |= self.grid.is_full();
        }
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

/// Whether an element begins and ends a line.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "caption"
            | "li"
            | "ul"
            | "ol"
            | "dl"
            | "dt"
            | "dd"
            | "center"
            | "hr"
            | "pre"
            | "form"
            | "fieldset"
            | "legend"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "body"
            | "blockquote"
    )
}
