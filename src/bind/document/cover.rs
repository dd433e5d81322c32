//! The cover, and the region that it names.

use super::super::body_names::preparer;
use super::super::reader::SubmissionReader;
use super::super::source::SourceSheet;
use super::draft::LONGEST_TITLE;
use super::flow::FlowLine;
use crate::finding::{Finding, FindingCode, Stated};
use crate::model::{Document, ReadingWords};
use crate::text::{Measure, squash, year_in};
use crate::workbook::SheetIx;

/// Whether lines at the beginning of the document are its cover: by the name of their sheet, or since one of them is
/// 某区2023年区级单位预算 or the like.
pub(super) fn is_cover(
    reader: &SubmissionReader<'_, '_>,
    sheet: SheetIx,
    lines: &[FlowLine],
) -> bool {
    let named = squash(&reader.source.sheets[sheet].name);
    let layout = reader.layout.document.as_ref();
    let by_name = layout.is_some_and(|layout| squash(&layout.cover_sheet) == named);
    by_name
        || lines
            .iter()
            .any(|line| is_title(&reader.layout.words, &line.squashed))
}

/// The number of `lines` that the cover has. Below its title only labels with what belongs to them, names of bodies, and dates.
pub(super) fn length(words: &ReadingWords, sheet: &SourceSheet<'_>, lines: &[FlowLine]) -> usize {
    let title = lines
        .iter()
        .position(|line| is_title(words, &line.squashed));
    let proves = |line: &FlowLine| {
        let text = line.squashed.as_str();
        let bare = text.trim_matches(['(', ')']);
        let date = bare.ends_with(['年', '月', '日'])
            && bare
                .chars()
                .all(|c| c.is_ascii_digit() || "〇零一二三四五六七八九十年月日.-".contains(c));
        text.contains(':')
            || date
            || is_title(words, text)
            || ReadingWords::is(&words.public, bare)
            || ReadingWords::ends(&words.name_ends, bare)
            || line.cells.len() > 1
    };
    let end = lines.iter().enumerate().take_while(|(at, line)| {
        is_line(words, sheet, line) && (title.is_none_or(|title| *at <= title) || proves(line))
    });
    end.count()
}

/// Whether a line can be one of a cover: a few words, or a label with what belongs to it; no sentence and no row of a table.
fn is_line(words: &ReadingWords, sheet: &SourceSheet<'_>, line: &FlowLine) -> bool {
    let first = line.cells.first().map_or("", |(_, text)| text.as_str());
    let first = squash(first);
    let labelled = first.ends_with(':') || ReadingWords::holds(&words.cover_labels, &first);
    let number = line.cells.len() == 1 && sheet.is_number(line.cells[0].0);
    line.squashed.chars().count() <= LONGEST_TITLE
        && !line.squashed.contains(['。', ';', ','])
        && !number
        && (line.cells.len() == 1 || labelled && line.cells.len() <= 4)
}

fn is_title(words: &ReadingWords, squashed: &str) -> bool {
    let bare = ReadingWords::trim_end(&words.cover_fills, &[], squashed);
    year_in(squashed).is_some()
        && squashed.chars().count() <= 50
        && !squashed.contains(['。', ':', ';', ','])
        && ReadingWords::ends(&words.cover_titles, bare)
}

/// The words before the year on the cover, where they name a region.
pub(super) fn region(words: &ReadingWords, document: &Document) -> String {
    let lines = document.cover.iter().map(|line| squash(&line.text));
    let mut before = String::new();
    for line in lines {
        if preparer(words, &line).is_some() {
            continue;
        }
        if let Some(year) = year_in(&line) {
            let at = line.find(&year.to_string()).unwrap_or(0);
            let front = if at > 0 { &line[..at] } else { before.as_str() };
            let region =
                ReadingWords::ends(&words.regions, front) && !front.contains(['X', 'x', '×']);
            return if region {
                front.to_owned()
            } else {
                String::new()
            };
        }
        before = line.into_owned();
    }
    String::new()
}

/// The unit of measure in which the layout's forms are filled in.
pub(super) fn goals_measure(reader: &SubmissionReader<'_, '_>) -> Measure {
    let layout = reader.layout.document.as_ref();
    layout.map_or(Measure::TenThousand, |layout| layout.goals.measure)
}

/// Says that the items of a project have no unit of measure.
pub(super) fn unit_missing(
    reader: &mut SubmissionReader<'_, '_>,
    sheet: SheetIx,
    at: usize,
    name: &str,
) {
    let own = &reader.source.sheets[sheet];
    let finding = Finding::new(FindingCode::UnitMissing)
        .arg("table", if name.is_empty() { &own.name } else { name })
        .word("measure", goals_measure(reader).word_name())
        .cell(Stated::text(Some(own.place(at)), &own.raw(at)));
    reader.findings.push(finding);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Model, Text};

    #[test]
    fn regions() {
        let model = Model::embedded();
        let words = &*model.reading;
        for (lines, expected) in [
            (
                vec!["上海市青浦区2023年区级单位预算", "预算单位：某中心"],
                "上海市青浦区",
            ),
            (
                vec!["上 海 市 青 浦 区", "2023年区级单位预算"],
                "上海市青浦区",
            ),
            (vec!["某某中心2023年单位预算"], ""),
            (vec!["XX区2023年区级单位预算"], ""),
        ] {
            let document = Document {
                cover: lines.iter().copied().map(Text::new).collect(),
                ..Document::default()
            };
            assert_eq!(region(words, &document), expected, "{lines:?}");
            assert!(
                lines.iter().any(|line| is_title(words, &squash(line))),
                "{lines:?}"
            );
        }
        assert!(!is_title(words, &squash("2023年单位预算编制说明")));
    }
}
