//! The scan of `content.xml`.

mod cells;

use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::allowance::Allowance;
use super::super::number_format::NumberFormat;
use super::super::{Limits, OpenError, xml};
use super::cursor::{Cursor, count};
use super::stop::Stop;
use super::styles::Styles;
use super::unseen::hide;
use crate::messages::Phrase;
use crate::workbook::{Sheet, Visibility};

/// What the scan found.
pub(super) struct OdsScan {
    /// The sheets in the order of the tabs.
    pub(super) sheets: Vec<OdsSheet>,
    /// Defined names with what they stand for.
    pub(super) names: Vec<(String, String)>,
    /// The document with the contents of their cells.
    pub(super) plain: String,
    /// Why the document could not be read to its end.
    pub(super) damage: Option<Phrase>,
}

/// A sheet without cells, and where they belong.
pub(super) struct OdsSheet {
    /// Name, visibility, hidden rows and columns, problems.
    pub(super) sheet: Sheet,
    /// Where each cell of the plain document belongs, in its order.
    pub(super) places: Vec<RepeatedPlace>,
}

/// Where a cell belongs, with its repetitions.
pub(super) struct RepeatedPlace {
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
) -> Result<OdsScan, OpenError> {
    let mut styles = Styles::default();
    if let Some(named) = named {
        styles.read(named);
    }
    styles.read(text);
    let mut scanner = OdsScanner {
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
    let OdsScanner {
        sheets,
        names,
        mut plain,
        ..
    } = scanner;
    plain.push_str("</office:spreadsheet></office:body></office:document-content>");
    Ok(OdsScan {
        sheets,
        names,
        plain,
        damage,
    })
}

struct OdsScanner<'a> {
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
    sheets: Vec<OdsSheet>,
    names: Vec<(String, String)>,
    plain: String,
}

impl<'a> OdsScanner<'a> {
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
                        self.sheets.push(OdsSheet {
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
    fn sheet(&mut self) -> &mut OdsSheet {
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
