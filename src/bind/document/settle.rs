//! Where lines go: the items of a project's budget, and lines that waited until it was known what they are.

use super::super::body_names::preparer;
use super::super::ledger::Role;
use super::super::reader::SubmissionReader;
use super::super::titles::{measure_in, title};
use super::cover;
use super::draft::{DocumentDraft, LONGEST_TITLE, OpenPart};
use super::flow::FlowLine;
use super::headings::{Heading, Headings};
use crate::model::{Amount, Item, Text, fen};
use crate::prose::{ProjectPart, parts};
use crate::text::{squash, without_ordinal};

impl DocumentDraft {
    /// The first line of a sheet may go on with what the sheet before it ended in; or the sheet's name is the heading.
    pub(super) fn go_on(
        &mut self,
        reader: &SubmissionReader<'_, '_>,
        headings: &Headings<'_>,
        line: &FlowLine,
    ) {
        let own = &reader.source.sheets[self.sheet];
        let before = std::mem::take(&mut self.before);
        if self.with_tables {
            return;
        }
        let named = squash(&own.name);
        if !self.headed
            && let Some(Heading::Section(id)) = headings.of(&named)
        {
            return self.open_section(id, Text::new(own.name.trim()));
        }
        let empty = match &before {
            OpenPart::Section(at) => self.document.sections[*at].paragraphs.is_empty(),
            OpenPart::Contents { .. } => false,
            OpenPart::Project(at, Some(section)) => {
                let section = &self.projects[*at].1.sections[*section];
                section.paragraphs.is_empty()
            }
            OpenPart::Project(_, None) => true,
            OpenPart::Nothing | OpenPart::Form => return,
        };
        let bare = without_ordinal(&line.text);
        let begins_anew = line.ordinal
            && ["1", "一", "(1", "(一", "-1"].iter().any(|first| {
                line.squashed
                    .strip_prefix(first)
                    .is_some_and(|rest| rest.starts_with(['.', '、', ')', ',']))
            });
        // A new sheet proves to go on by the next ordinal, or since the sentence before is not finished; or the sheet before
        // ended in a heading, and this begins with a paragraph.
        let listed = line.ordinal && !begins_anew;
        let prose = bare.contains(['。', '；', '，', '：']);
        let unfinished = prose && !line.ordinal && self.is_unfinished(&before);
        if listed || unfinished || (empty && prose && bare.chars().count() > LONGEST_TITLE / 2) {
            self.open = before;
        }
    }

    /// Whether the last paragraph of what was open ends within a sentence.
    fn is_unfinished(&self, open: &OpenPart) -> bool {
        let paragraphs = match open {
            OpenPart::Section(at) => &self.document.sections[*at].paragraphs,
            OpenPart::Project(at, Some(section)) => {
                &self.projects[*at].1.sections[*section].paragraphs
            }
            _ => return false,
        };
        let last = paragraphs.last().map_or("", |text| text.text.trim_end());
        !last.is_empty() && !last.ends_with(['。', '！', '？', '”', '.', '…', '）', ')'])
    }

    /// The items that a line of a project's budget states.
    pub(super) fn items(
        &mut self,
        reader: &mut SubmissionReader<'_, '_>,
        project: usize,
        line: &FlowLine,
    ) {
        let texts: Vec<&str> = line.cells.iter().map(|(_, text)| text.as_str()).collect();
        let mut stated = parts(&reader.templates.model.prose.parts, &line.text, &texts);
        stated.retain(|item| item.part == ProjectPart::Item);
        if stated.is_empty() {
            let words = &reader.layout.words.measure;
            let mut measures = texts
                .iter()
                .filter_map(|text| measure_in(words, &squash(text)));
            self.measure = measures.next_back().or(self.measure);
        }
        for item in stated {
            let at = line.cells.get(item.cell).map_or(line.at, |(at, _)| *at);
            let measure = match item.measure.or(self.measure) {
                Some(measure) => measure,
                None => {
                    let measure = cover::goals_measure(reader);
                    cover::unit_missing(reader, self.sheet, at, &self.projects[project].1.name);
                    self.measure = Some(measure);
                    measure
                }
            };
            let Some(exact) = measure.exact(item.value) else {
                continue;
            };
            if line.cells.len() > 1 {
                reader.ledger.set(self.sheet, at, Role::ProjectAmount);
            }
            self.projects[project].1.items.push(Item {
                name: item.name,
                amount: Some(Amount {
                    measure: None,
                    yuan: fen(exact),
                    stated: Some(item.stated.into()),
                    place: Some(reader.source.sheets[self.sheet].place(at)),
                }),
            });
        }
    }

    /// Says what the lines are that wait: the cover, or texts of no known section.
    pub(super) fn settle(&mut self, reader: &mut SubmissionReader<'_, '_>) {
        let lines = std::mem::take(&mut self.waiting);
        let Some(first) = lines.first() else {
            return;
        };
        if self.document.cover.is_empty() && cover::is_cover(reader, self.sheet, &lines) {
            let own = &reader.source.sheets[self.sheet];
            let end = cover::length(&reader.layout.words, own, &lines);
            let cover = lines[..end]
                .iter()
                .map(|line| self.said(reader, Role::Cover, line));
            self.document.cover = cover.collect();
            if end < lines.len() && end > 0 {
                self.waiting = lines[end..].to_vec();
                self.settle(reader);
                return;
            }
            if end > 0 {
                return;
            }
        }
        if self.with_tables {
            let prose = |line: &&FlowLine| {
                let text = line.squashed.as_str();
                (text.contains('。') || text.chars().count() > LONGEST_TITLE)
                    && preparer(&reader.layout.words, text).is_none()
                    && title(reader.layout, text).is_none()
            };
            let prose: Vec<&FlowLine> = lines.iter().filter(prose).collect();
            if !prose.is_empty() {
                let cells = prose.iter().flat_map(|line| line.all_cells()).collect();
                let paragraphs = prose
                    .into_iter()
                    .map(|line| self.said(reader, Role::Text, line));
                let paragraphs = paragraphs.collect();
                self.unplaced(reader, Text::default(), paragraphs, cells);
            }
            return;
        }
        let titled = lines.len() > 1
            && first.text.chars().count() <= LONGEST_TITLE
            && !first.text.contains(['。', '；', '，', '：'])
            && !first.ordinal;
        let mut texts: Vec<Text> = lines
            .iter()
            .map(|line| self.said(reader, Role::Text, line))
            .collect();
        let heading = if titled {
            texts.remove(0)
        } else {
            Text::default()
        };
        let cells = lines.iter().flat_map(FlowLine::all_cells).collect();
        self.unplaced(reader, heading, texts, cells);
    }
}
