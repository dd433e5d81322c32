//! The XML format of Excel 2003 (SpreadsheetML): one document, often named .xls.

mod formula;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::allowance::Allowance;
use super::error::quoted;
use super::gather::Gather;
use super::number_format::{self, NumberFormat};
use super::{Limits, OpenError, decode, number, printed, xml};
use crate::messages::Phrase;
use crate::workbook::{Address, Format, Hidden, Problem, Sheet, Value, Visibility, Workbook};

/// Reads the document `bytes`.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, OpenError> {
    let (text, undecoded) = decode::decode(bytes, xml::declared(bytes));
    let mut document = Xml2003Document {
        reader: xml::reader(&text),
        limits,
        allowance: Allowance::new(limits),
        formats: BTreeMap::new(),
        sheets: Vec::new(),
    };
    let damage = document.workbook().err();
    let mut sheets = document.sheets;
    limits.check_sheets(sheets.len())?;
    let damage = damage.or(undecoded);
    match (sheets.last_mut(), damage) {
        (None, Some(damage)) => return Err(OpenError::corrupt(damage)),
        (None, None) => return Err(OpenError::corrupt(Phrase::new("damage-no-sheets"))),
        (Some(last), Some(damage)) => last.problems.push(Problem::Unreadable(damage)),
        (Some(_), None) => {}
    }
    Ok(Workbook {
        format: Some(Format::Xml2003),
        sheets,
        ..Workbook::default()
    })
}

struct Xml2003Document<'a> {
    reader: Reader<&'a [u8]>,
    limits: &'a Limits,
    /// What all sheets together may still take; a sheet that is being read has it.
    allowance: Allowance<'a>,
    /// The styles with a number format that changes what number is seen.
    formats: BTreeMap<String, Rc<NumberFormat>>,
    sheets: Vec<Sheet>,
}

/// What a cell is known by before its value is read.
#[derive(Default)]
struct CellTag {
    /// Columns and rows that it spans beside its own.
    across: u64,
    down: u64,
    formula: Option<String>,
    style: Option<String>,
}

impl<'a> Xml2003Document<'a> {
    fn next(&mut self) -> Result<Event<'a>, Phrase> {
        self.reader.read_event().map_err(|error| quoted(&error))
    }

    /// Passes over an element.
    fn skip(&mut self, tag: &BytesStart<'_>) -> Result<(), Phrase> {
        let passed = self.reader.read_to_end(tag.name());
        passed.map(drop).map_err(|error| quoted(&error))
    }

    fn workbook(&mut self) -> Result<(), Phrase> {
        let mut style = String::new();
        loop {
            let event = self.next()?;
            match &event {
                Event::Start(tag) | Event::Empty(tag) => {
                    let start = matches!(event, Event::Start(_));
                    match tag.local_name().as_ref() {
                        "Workbook" | "Styles" => {}
                        "Style" => {
                            style = xml::attribute(tag, "ID").unwrap_or_default();
                            let parent = xml::attribute(tag, "Parent");
                            let inherited = parent.and_then(|parent| self.formats.get(&parent));
                            if let Some(format) = inherited.cloned() {
                                self.formats.insert(style.clone(), format);
                            }
                        }
                        "NumberFormat" => self.number_format(tag, &style),
                        "Worksheet" => self.worksheet(tag, start)?,
                        // Properties of the document, names, fonts ….
                        _ if start => self.skip(tag)?,
                        _ => {}
                    }
                }
                Event::Eof => return Err(Phrase::new("damage-document-end")),
                Event::End(tag) if tag.local_name().as_ref() == "Workbook" => return Ok(()),
                _ => {}
            }
        }
    }

    fn number_format(&mut self, tag: &BytesStart<'_>, style: &str) {
        let code = xml::attribute(tag, "Format").unwrap_or_default();
        let format = match code.as_str() {
            "Percent" => NumberFormat::percent(),
            code => NumberFormat::parse(code),
        };
        if format.is_plain() {
            self.formats.remove(style);
        } else {
            self.formats.insert(style.to_owned(), Rc::new(format));
        }
    }

    fn worksheet(&mut self, tag: &BytesStart<'_>, start: bool) -> Result<(), Phrase> {
        let sheet = Sheet {
            name: xml::attribute(tag, "Name").unwrap_or_default(),
            ..Sheet::default()
        };
        // One more than allowed is enough to know that there are too many.
        if self.sheets.len() as u64 > self.limits.sheets {
            return Ok(());
        }
        let mut allowance = std::mem::replace(&mut self.allowance, Allowance::new(self.limits));
        let mut table = Xml2003Table {
            gather: Gather::new(sheet, &mut allowance),
            hidden: Hidden::default(),
            formats: Vec::new(),
            full: false,
        };
        let mut options = WorksheetOptions::default();
        let end = if start {
            self.sheet(&mut table, &mut options)
        } else {
            Ok(())
        };
        let Xml2003Table {
            gather,
            hidden,
            formats,
            ..
        } = table;
        let mut sheet = gather.finish();
        sheet.hidden = hidden;
        sheet.visibility = options.visibility;
        sheet.printed = options.printed;
        number_format::note(&mut sheet, formats.iter().map(|(at, own)| (*at, &**own)));
        self.sheets.push(sheet);
        self.allowance = allowance;
        end
    }

    fn sheet(
        &mut self,
        table: &mut Xml2003Table<'_, '_>,
        options: &mut WorksheetOptions,
    ) -> Result<(), Phrase> {
        let (mut row, mut col, mut column) = (0u64, 0u64, 0u64);
        // Columns, counted from 0, that a cell of a row above reaches into, with the last row that it does.
        let mut row_style = None;
        loop {
            let event = self.next()?;
            match &event {
                Event::Start(tag) | Event::Empty(tag) => {
                    let start = matches!(event, Event::Start(_));
                    match tag.local_name().as_ref() {
                        "Table" => {}
                        "Column" => {
                            let (at, span) = (index(tag, column), span(tag));
                            column = at.saturating_add(span).saturating_add(1);
                            let last = column.min(self.limits.columns());
                            if is_hidden(tag) && at < last {
                                table.hidden.cols.push((at as u32, last as u32 - 1));
                            }
                        }
                        "Row" => {
                            row = index(tag, row);
                            col = 0;
                            let next = row.saturating_add(span(tag)).saturating_add(1);
                            row_style = xml::attribute(tag, "StyleID");
                            let last = next.min(self.limits.rows());
                            if is_hidden(tag) && row < last {
                                table.hidden.rows.push((row as u32, last as u32 - 1));
                            }
                            if !start {
                                row = next;
                            }
                        }
                        "Cell" => {
                            col = index(tag, col);
                            let mut own = CellTag {
                                across: number_of(tag, "MergeAcross"),
                                down: number_of(tag, "MergeDown"),
                                formula: xml::attribute(tag, "Formula"),
                                style: xml::attribute(tag, "StyleID"),
                            };
                            own.style = own.style.or_else(|| row_style.clone());
                            let value = if start { self.value()? } else { Value::Blank };
                            self.cell(table, (row, col), value, &own);
                            col = col.saturating_add(own.across).saturating_add(1);
                        }
                        "WorksheetOptions" if start => self.options(options)?,
                        _ if start => self.skip(tag)?,
                        _ => {}
                    }
                }
                Event::End(tag) => match tag.local_name().as_ref() {
                    "Row" => row = row.saturating_add(1),
                    "Worksheet" => return Ok(()),
                    _ => {}
                },
                Event::Eof => return Err(Phrase::new("damage-document-end")),
                _ => {}
            }
        }
    }

    /// Puts a cell into the table, if it lies within the limits.
    fn cell(&self, table: &mut Xml2003Table<'_, '_>, at: (u64, u64), value: Value, own: &CellTag) {
        let (row, col) = at;
        if let Some(problem) = self.limits.outside(row, col) {
            if value != Value::Blank || own.formula.is_some() {
                table.gather.problem_once(problem);
            }
            return;
        }
        // Within the limits all fit.
        let from = Address::new(row as u32, col as u32);
        let last = |at: u64, more: u64, limit: u64| at.saturating_add(more).min(limit - 1) as u32;
        let to = Address::new(
            last(row, own.down, self.limits.rows()),
            last(col, own.across, self.limits.columns()),
        );
        if from != to {
            table.gather.merge(from, to);
        }
        if table.full {
            return;
        }
        let blank = value == Value::Blank && own.formula.is_none();
        let style = own.style.as_ref().filter(|_| !blank);
        if let Some(format) = style.and_then(|style| self.formats.get(style)) {
            table.formats.push((from, Rc::clone(format)));
        }
        let formula = own.formula.as_deref();
        let formula = formula.and_then(|formula| formula::a1(formula, from));
        let taken = table
            .gather
            .cell((from.row, from.col), value, formula.map(Cow::Owned));
        table.full = taken == ControlFlow::Break(());
    }

    /// Reads on to the end of the cell.
    fn value(&mut self) -> Result<Value, Phrase> {
        let mut value = Value::Blank;
        loop {
            let event = self.next()?;
            match &event {
                Event::Start(tag) if tag.local_name().as_ref() == "Data" => {
                    let kind = xml::attribute(tag, "Type").unwrap_or_default();
                    let text = self.text()?;
                    value = typed(&kind, text);
                }
                // Comments, the readings of characters.
                Event::Start(tag) => self.skip(tag)?,
                Event::End(tag) if tag.local_name().as_ref() == "Cell" => return Ok(value),
                Event::Eof => return Err(Phrase::new("damage-document-end")),
                _ => {}
            }
        }
    }

    /// Reads on to the end of the data; its text, without the tags of fonts in it.
    fn text(&mut self) -> Result<String, Phrase> {
        let mut text = String::new();
        loop {
            match self.next()? {
                Event::Text(part) => text.push_str(&part),
                Event::CData(part) => text.push_str(&part),
                Event::GeneralRef(entity) => {
                    let raw = format!("&{};", &*entity);
                    let own = quick_xml::escape::unescape(&raw);
                    text.push_str(own.as_deref().unwrap_or(&raw));
                }
                Event::Empty(tag) if tag.local_name().as_ref().eq_ignore_ascii_case("br") => {
                    text.push('\n');
                }
                Event::End(tag) if tag.local_name().as_ref() == "Data" => return Ok(text),
                Event::Eof => return Err(Phrase::new("damage-document-end")),
                _ => {}
            }
        }
    }

    fn options(&mut self, options: &mut WorksheetOptions) -> Result<(), Phrase> {
        loop {
            let event = self.next()?;
            match &event {
                Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                    "Header" | "Footer" => {
                        let code = xml::attribute(tag, "Data").unwrap_or_default();
                        printed::add(&mut options.printed, &code);
                    }
                    "Visible" => {
                        if let Event::Text(text) = self.next()? {
                            options.visibility = match text.trim() {
                                "SheetHidden" => Visibility::Hidden,
                                "SheetVeryHidden" => Visibility::VeryHidden,
                                _ => Visibility::Visible,
                            };
                        }
                    }
                    _ => {}
                },
                Event::End(tag) if tag.local_name().as_ref() == "WorksheetOptions" => {
                    return Ok(());
                }
                Event::Eof => return Err(Phrase::new("damage-document-end")),
                _ => {}
            }
        }
    }
}

/// A sheet whose cells are being read.
struct Xml2003Table<'g, 'l> {
    gather: Gather<'g, 'l>,
    hidden: Hidden,
    formats: Vec<(Address, Rc<NumberFormat>)>,
    /// No more cells are taken.
    full: bool,
}

/// What stands behind the cells of a sheet.
#[derive(Default)]
struct WorksheetOptions {
    visibility: Visibility,
    printed: Vec<String>,
}

/// The value of a type that the file names.
fn typed(kind: &str, text: String) -> Value {
    match kind {
        "Number" => match text.trim().parse::<f64>() {
            Ok(own) => number::number(own),
            Err(_) => Value::Text(text),
        },
        "Boolean" => match text.trim() {
            "0" => Value::Bool(false),
            "1" => Value::Bool(true),
            _ => Value::Text(text),
        },
        "DateTime" => number::iso_date(&text),
        "Error" => Value::Error(text.trim().to_owned()),
        _ => Value::Text(text),
    }
}

/// The place that the attribute `Index` gives, counted from 0; `next` where there is none.
fn index(tag: &BytesStart<'_>, next: u64) -> u64 {
    let index = xml::attribute(tag, "Index").and_then(|index| index.trim().parse::<u64>().ok());
    index.and_then(|index| index.checked_sub(1)).unwrap_or(next)
}

fn number_of(tag: &BytesStart<'_>, name: &str) -> u64 {
    let number = xml::attribute(tag, name);
    number
        .and_then(|number| number.trim().parse().ok())
        .unwrap_or(0)
}

/// How many more rows or columns are like this one.
fn span(tag: &BytesStart<'_>) -> u64 {
    number_of(tag, "Span")
}

fn is_hidden(tag: &BytesStart<'_>) -> bool {
    xml::attribute(tag, "Hidden").is_some_and(|value| xml::yes(value.trim()))
}
