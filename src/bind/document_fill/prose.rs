//! Sheets of prose: one paragraph a row.

use crate::bind::arrange::number;
use crate::model::{Project, Section, Text};
use crate::text::begins_section;
use crate::workbook::{Address, Cell, Look, Page, Sheet, Style, Value, line_count, paginate};

/// Width of a sheet of prose in characters of 11 points: A4 portrait.
pub(super) const WIDTH: f64 = 84.0;
/// The highest row that spreadsheet programs have is 409 points.
pub(super) const HIGHEST: f64 = 400.0;
/// Indentation steps of a paragraph: about two Chinese characters.
const INDENT: u8 = 2;

/// A sheet of one column that is written from top to bottom.
struct ProseColumn {
    sheet: Sheet,
    row: u32,
}

impl ProseColumn {
    fn new(name: String) -> Self {
        let sheet = Sheet {
            name,
            widths: vec![WIDTH],
            page: Page {
                portrait: true,
                ..Page::default()
            },
            ..Sheet::default()
        };
        Self { sheet, row: 0 }
    }

    /// Writes a text in the next row, or in as many as it takes to show it whole.
    fn text(&mut self, text: &str, style: Style, formula: Option<String>) {
        let (points, line, around) = match style.look {
            Look::Title => (18.0, 26.0, 16.0),
            _ => (12.0, 18.0, 5.0),
        };
        // Programs take no mark of punctuation to the beginning of a line, so a line holds up to two characters less.
        let room = WIDTH * 11.0 / points - 3.0 - 3.0 * f64::from(style.indent);
        let height = line * f64::from(number(line_count(text, room))) + around;
        let rows = (height / HIGHEST).ceil().max(1.0);
        let first = self.row;
        while f64::from(self.row - first) < rows {
            self.sheet.heights.push((self.row, height / rows));
            self.row += 1;
        }
        let to = Address::new(self.row - 1, 0);
        if to.row > first {
            self.sheet.merges.push((Address::new(first, 0), to));
        }
        self.sheet.cells.push(Cell {
            row: first,
            value: Value::Text(text.to_owned()),
            formula,
            style,
            ..Cell::default()
        });
    }

    fn heading(&mut self, heading: &Text) {
        self.text(&heading.text, look(Look::Title), None);
    }

    fn paragraph(&mut self, paragraph: &Text, formula: Option<String>) {
        let style = Style {
            strong: is_subheading(&paragraph.text),
            indent: INDENT,
            ..look(Look::Paragraph)
        };
        self.text(&paragraph.text, style, formula);
    }

    fn end(mut self) -> Sheet {
        self.sheet.page.print_to = Some((self.row.saturating_sub(1), 0));
        paginate(&mut self.sheet);
        self.sheet
    }
}

fn look(look: Look) -> Style {
    Style {
        look,
        ..Style::default()
    }
}

/// Whether a paragraph is the heading of those below it: 一、收入名词.
#[must_use]
pub fn is_subheading(text: &str) -> bool {
    begins_section(text)
        && text.chars().count() <= 40
        && !text.ends_with(['。', '；', '：', ';', ':'])
}

/// The sheet of a section. `formula` gives the formula of a paragraph by its position.
pub(in crate::bind) fn section_sheet(
    name: String,
    section: &Section,
    formula: impl Fn(usize) -> Option<String>,
) -> Sheet {
    let mut column = ProseColumn::new(name);
    column.heading(&section.heading);
    for (at, paragraph) in section.paragraphs.iter().enumerate() {
        column.paragraph(paragraph, formula(at));
    }
    column.end()
}

/// The sheet of the description of a project below `heading`.
pub(in crate::bind) fn project_sheet(name: String, heading: &str, project: &Project) -> Sheet {
    let mut column = ProseColumn::new(name);
    column.text(heading, look(Look::Title), None);
    for section in &project.sections {
        column.text(
            &section.heading.text,
            Style {
                strong: true,
                indent: INDENT,
                ..look(Look::Paragraph)
            },
            None,
        );
        for paragraph in &section.paragraphs {
            column.paragraph(paragraph, None);
        }
    }
    column.end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SectionId;

    #[test]
    fn a_long_paragraph_takes_several_rows_and_loses_nothing() {
        let long = "本单位按照上述职责开展工作。".repeat(200);
        let section = Section {
            section: SectionId::Narrative,
            heading: Text::new("编制说明"),
            paragraphs: vec![Text::new(long.clone()), Text::new("完。")],
        };
        let sheet = section_sheet("编制说明".into(), &section, |_| None);
        assert!(sheet.heights.iter().all(|(_, height)| *height <= HIGHEST));
        let (from, to) = sheet.merges[0];
        assert_eq!(from, Address::new(1, 0));
        assert_eq!(sheet.cells[1].value, Value::Text(long));
        assert_eq!(sheet.cells[2].row, to.row + 1);
        // 2,800 characters of 12 points, 35 of them in a line of 84 half characters of 11 points.
        let height: f64 = sheet.heights.iter().skip(1).map(|(_, height)| height).sum();
        assert!((1400.0..1700.0).contains(&height), "{height}");
    }

    #[test]
    fn headings_within_prose_are_told_from_sentences() {
        assert!(is_subheading("一、收入名词"));
        assert!(!is_subheading("一般公共预算拨款支出"));
        assert!(!is_subheading("1. 贯彻执行国家和本市的法律。"));
        assert!(!is_subheading("一、本单位共有车辆0辆。"));
    }
}
