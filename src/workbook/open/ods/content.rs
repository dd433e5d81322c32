//! The scan of `content.xml`.

use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::allowance::Allowance;
use super::super::gather::add;
use super::super::number_format::NumberFormat;
use super::super::ooxml::merge;
use super::super::{Limits, OpenError, xml};
use super::cursor::{Cursor, count};
use super::paragraphs::{self, keep};
use super::stop::Stop;
use super::styles::Styles;
use super::unseen::{hide, shows_nothing};
use crate::messages::Phrase;
use crate::workbook::{Address, Sheet, Visibility};

/// What the scan found.
pub(super) struct Scan {
    /// The sheets in the order of the tabs.
    pub(super) sheets: Vec<Cells>,
    /// Defined names with what they stand for.
    pub(super) names: Vec<(String, String)>,
    /// The document with the contents of their cells.
    pub(super) plain: String,
    /// Why the document could not be read to its end.
    pub(super) damage: Option<Phrase>,
}

/// A sheet without cells, and where they belong.
pub(super) struct Cells {
    /// Name, visibility, hidden rows and columns, problems.
    pub(super) sheet: Sheet,
    /// Where each cell of the plain document belongs, in its order.
    pub(super) places: Vec<Place>,
}

/// Where a cell belongs, with its repetitions.
pub(super) struct Place {
    /// First and last row, counted from 0.
    pub(super) rows: (u32, u32),
    /// First and last column, counted from 0.
    pub(super) cols: (u32, u32),
    /// Its text is that of an error value.
    pub(super) error: bool,
    /// The format of its number, where it changes what number is seen.
    pub(super) format: Option<Rc<NumberFormat>>,
    /// Its number format shows nothing of its value.
    pub(super) unseen: bool,
}

/// Scans the document. `named` is the part with the styles that the user names.
pub(super) fn scan<'a>(
    text: &'a str,
    named: Option<&str>,
    limits: &'a Limits,
) -> Result<Scan, OpenError> {
    let mut styles = Styles::default();
    if let Some(named) = named {
        styles.read(named);
    }
    styles.read(text);
    let mut scanner = Scanner {
        reader: xml::reader(text),
        text: text.strip_prefix('\u{feff}').unwrap_or(text),
        limits,
        allowance: Allowance::new(limits),
        spaces: limits.text_bytes,
        percent: Rc::new(NumberFormat::percent()),
        styles,
        folded: 0,
        sheets: Vec::new(),
        names: Vec::new(),
        plain: String::from("<office:document-content><office:body><office:spreadsheet>"),
    };
    let damage = match scanner.document() {
        Ok(()) => None,
        Err(Stop::Damage(reason)) => Some(reason),
        Err(Stop::Limit(error)) => return Err(error),
    };
    let Scanner {
        sheets,
        names,
        mut plain,
        ..
    } = scanner;
    plain.push_str("</office:spreadsheet></office:body></office:document-content>");
    Ok(Scan {
        sheets,
        names,
        plain,
        damage,
    })
}

struct Scanner<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    limits: &'a Limits,
    /// Bounds the cells that are copied.
    allowance: Allowance<'a>,
    /// Spaces that may still be written as a number of spaces.
    spaces: u64,
    percent: Rc<NumberFormat>,
    styles: Styles,
    /// How many folded groups are open.
    folded: u32,
    sheets: Vec<Cells>,
    names: Vec<(String, String)>,
    plain: String,
}

impl<'a> Scanner<'a> {
    fn next(&mut self) -> Result<Event<'a>, Stop> {
        self.reader.read_event().map_err(Stop::damage)
    }

    /// Passes over an element; its inner XML.
    fn skip(&mut self, tag: &BytesStart<'_>) -> Result<&'a str, Stop> {
        let span = self.reader.read_to_end(tag.name()).map_err(Stop::damage)?;
        let bounds = usize::try_from(span.start)
            .ok()
            .zip(usize::try_from(span.end).ok());
        Ok(bounds
            .and_then(|(from, to)| self.text.get(from..to))
            .unwrap_or_default())
    }

    fn document(&mut self) -> Result<(), Stop> {
        loop {
            let event = self.next()?;
            match &event {
                Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                    // Cells that were changed or deleted.
                    "table:tracked-changes" if matches!(event, Event::Start(_)) => {
                        self.skip(tag)?;
                    }
                    "table:named-range" | "table:named-expression" => self.name(tag, None),
                    "table:table" => {
                        let style = xml::attribute(tag, "table:style-name");
                        let style = style.as_deref();
                        let hidden = style.is_some_and(|style| self.styles.is_hidden(style));
                        let printed = self.styles.printed(style);
                        let visibility = if hidden {
                            Visibility::Hidden
                        } else {
                            Visibility::Visible
                        };
                        let name = xml::attribute(tag, "table:name").unwrap_or_default();
                        let sheet = Sheet {
                            name,
                            visibility,
                            printed,
                            ..Sheet::default()
                        };
                        self.plain.push_str(&format!(
                            "<table:table table:name=\"s{:09}\">",
                            self.sheets.len()
                        ));
                        self.sheets.push(Cells {
                            sheet,
                            places: Vec::new(),
                        });
                        let end = if matches!(event, Event::Start(_)) {
                            self.table()
                        } else {
                            Ok(())
                        };
                        self.plain.push_str("</table:table>");
                        end?;
                    }
                    _ => {}
                },
                Event::End(tag)
                    if matches!(
                        tag.name().as_ref(),
                        "office:document-content" | "office:document"
                    ) =>
                {
                    return Ok(());
                }
                Event::Eof => return Err(Stop::early()),
                _ => {}
            }
        }
    }

    /// The sheet that is being read.
    fn sheet(&mut self) -> &mut Cells {
        self.sheets.last_mut().expect("a table is being read")
    }

    fn table(&mut self) -> Result<(), Stop> {
        let mut at = Cursor::default();
        loop {
            let event = self.next()?;
            match &event {
                Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                    "table:table-column" => {
                        let (repeats, hidden) = self.repeats(tag, "table:number-columns-repeated");
                        let (from, limit) = (at.column, self.limits.columns());
                        at.column = from.saturating_add(repeats);
                        let style = xml::attribute(tag, "table:default-cell-style-name");
                        if (at.columns.len() as u64) < limit {
                            at.columns.push((at.column.saturating_sub(1), style));
                        }
                        hide(
                            &mut self.sheet().sheet.hidden.cols,
                            hidden,
                            from,
                            at.column.min(limit),
                        );
                    }
                    "table:table-row" => {
                        let (repeats, hidden) = self.repeats(tag, "table:number-rows-repeated");
                        (at.rows, at.col) = (repeats, 0);
                        at.row_style = xml::attribute(tag, "table:default-cell-style-name");
                        let (from, limit) = (at.row, self.limits.rows());
                        hide(
                            &mut self.sheet().sheet.hidden.rows,
                            hidden,
                            from,
                            from.saturating_add(repeats).min(limit),
                        );
                        if matches!(event, Event::Empty(_)) {
                            at.row = at.row.saturating_add(repeats);
                        }
                    }
                    "table:table-cell" | "table:covered-table-cell" => {
                        let inner = if matches!(event, Event::Start(_)) {
                            self.skip(tag)?
                        } else {
                            ""
                        };
                        self.cell(tag, inner, &mut at)?;
                    }
                    "table:named-expressions" => {}
                    "table:named-range" | "table:named-expression" => {
                        let sheet = self.sheet().sheet.name.replace('\'', "''");
                        self.name(tag, Some(&sheet));
                    }
                    "table:table-row-group" | "table:table-column-group" => {
                        let shown = xml::attribute(tag, "table:display");
                        let folded = self.folded > 0 || shown.as_deref() == Some("false");
                        self.folded += u32::from(folded && matches!(event, Event::Start(_)));
                    }
                    // Groups of rows and columns hold more of the table.
                    "table:table-rows"
                    | "table:table-header-rows"
                    | "table:table-columns"
                    | "table:table-header-columns" => {}
                    // Drawings, which may hold tables of their own.
                    _ if matches!(event, Event::Start(_)) => {
                        self.skip(tag)?;
                    }
                    _ => {}
                },
                Event::End(tag) => match tag.name().as_ref() {
                    "table:table-row" => at.row = at.row.saturating_add(at.rows),
                    "table:table-row-group" | "table:table-column-group" => {
                        self.folded = self.folded.saturating_sub(1);
                    }
                    "table:table" => {
                        self.folded = 0;
                        return Ok(());
                    }
                    _ => {}
                },
                Event::Eof => return Err(Stop::early()),
                _ => {}
            }
        }
    }

    /// A defined name, of sheet `sheet` or of all.
    fn name(&mut self, tag: &BytesStart<'_>, sheet: Option<&str>) {
        let name = xml::attribute(tag, "table:name").unwrap_or_default();
        let range = xml::attribute(tag, "table:cell-range-address").map(|at| format!("[{at}]"));
        let formula = range.or_else(|| xml::attribute(tag, "table:expression"));
        let name = match sheet {
            Some(sheet) => format!("'{sheet}'!{name}"),
            None => name,
        };
        self.names
            .extend(formula.map(|formula| (name, super::formula::a1(&formula))));
    }

    fn cell(&mut self, tag: &BytesStart<'_>, inner: &str, at: &mut Cursor) -> Result<(), Stop> {
        let (mut kind, mut formula, mut error) = (None, false, false);
        let mut kept = String::new();
        let mut repeats = 1;
        let mut style = None;
        let (mut down, mut right) = (0, 0);
        let (mut rows_spanned, mut cols_spanned) = (1, 1);
        for (key, value) in xml::attributes(tag) {
            match key {
                "table:number-matrix-rows-spanned" => down = count(&value),
                "table:number-matrix-columns-spanned" => right = count(&value),
                "table:number-columns-repeated" => repeats = count(&value),
                "table:number-columns-spanned" => cols_spanned = count(&value),
                "table:number-rows-spanned" => rows_spanned = count(&value),
                "office:value-type" => kind = Some(value),
                "table:style-name" => style = Some(value),
                "calcext:value-type" => {
                    error = value == "error";
                    keep(&mut kept, key, &value);
                }
                "table:formula" => {
                    formula = !value.is_empty();
                    keep(&mut kept, key, &value);
                }
                // What is no number would be an error of the whole file.
                "office:value" if value.parse::<f64>().is_err() => {
                    keep(&mut kept, "office:string-value", &value)
                }
                "office:value"
                | "office:string-value"
                | "office:date-value"
                | "office:time-value"
                | "office:boolean-value" => keep(&mut kept, key, &value),
                _ => {}
            }
        }
        let col = at.col;
        at.col = col.saturating_add(repeats);
        self.merge((at.row, col), (rows_spanned, cols_spanned));
        if kind.is_none() && !formula {
            return Ok(());
        }
        if let Some(problem) = self.limits.outside(at.row, col) {
            add(&mut self.sheet().sheet.problems, problem);
            return Ok(());
        }
        // Within the limits both fit.
        let address = Address::new(at.row as u32, col as u32);
        let bytes = (inner.len() + kept.len()) as u64;
        if let Err(problem) = self.allowance.cell(address, bytes) {
            add(&mut self.sheet().sheet.problems, problem);
            return Ok(());
        }
        if down > 0 || right > 0 {
            let end = |from: u32, span: u64, limit: u64| {
                let last = u64::from(from).saturating_add(span.max(1) - 1);
                // Within the limits both fit.
                last.min(limit - 1) as u32
            };
            let to = Address::new(
                end(address.row, down, self.limits.rows()),
                end(address.col, right, self.limits.columns()),
            );
            self.sheet().sheet.arrays.push((address, to));
        }
        let before = self.plain.len();
        self.plain.push_str("<table:table-row><table:table-cell");
        if let Some(kind) = &kind {
            keep(&mut self.plain, "office:value-type", kind);
        }
        self.plain.push_str(&kept);
        self.plain.push('>');
        if error || kind.as_deref() == Some("string") {
            let copied = paragraphs::copy(inner, &mut self.plain, self.limits, &mut self.spaces);
            copied.inspect_err(|_| self.plain.truncate(before))?;
        }
        self.plain.push_str("</table:table-cell></table:table-row>");
        let last = |from: u64, repeats: u64| {
            u32::try_from(from.saturating_add(repeats - 1)).unwrap_or(u32::MAX - 1)
        };
        let rows = (address.row, last(at.row, at.rows.max(1)));
        let cols = (address.col, last(col, repeats.max(1)));
        let style = style.as_deref().or_else(|| at.style(col));
        let format = style.and_then(|style| self.styles.format(style));
        let percent = kind.as_deref() == Some("percentage");
        let format = format.or_else(|| percent.then(|| Rc::clone(&self.percent)));
        let unseen = shows_nothing(inner);
        self.sheet().places.push(Place {
            rows,
            cols,
            error,
            format,
            unseen,
        });
        Ok(())
    }

    /// Notes the merged region that begins at `from` and spans so many rows and columns.
    fn merge(&mut self, from: (u64, u64), spans: (u64, u64)) {
        let to = (
            from.0.saturating_add(spans.0.max(1) - 1),
            from.1.saturating_add(spans.1.max(1) - 1),
        );
        if from != to {
            let merge = merge((from, to), self.limits);
            self.sheet().sheet.merges.extend(merge);
        }
    }

    /// The number of repetitions that the attribute `name` gives, and whether the row or column is hidden.
    fn repeats(&self, tag: &BytesStart<'_>, name: &str) -> (u64, bool) {
        let (mut repeats, mut hidden) = (1, self.folded > 0);
        for (key, value) in xml::attributes(tag) {
            match key {
                "table:visibility" => hidden |= matches!(&*value, "collapse" | "filter"),
                "table:style-name" => hidden |= self.styles.is_hidden(&value),
                key if key == name => repeats = count(&value),
                _ => {}
            }
        }
        (repeats, hidden)
    }
}
