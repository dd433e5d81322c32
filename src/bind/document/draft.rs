//! The document while its lines are read one after the other: what is open, and where each line goes.

use crate::workbook::SheetIx;
use std::collections::BTreeSet;

use super::super::ledger::Role;
use super::super::reader::SubmissionReader;
use super::contents::Contents;
use super::flow::{FlowLine, trimmed};
use super::form_page::FormPage;
use super::headings::{Heading, Headings, name_before};
use super::run::LineRun;
use crate::model::{Document, Project, Section, SectionId, Text};
use crate::text::{Measure, squash, without_ordinal};

/// The longest line that may be a title, in characters.
pub(super) const LONGEST_TITLE: usize = 40;

/// What is open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum OpenPart {
    /// Nothing: lines wait until it is known what they are.
    #[default]
    Nothing,
    /// The contents: the sections listed so far, and whether its lines have ordinals.
    Contents {
        at: usize,
        listed: BTreeSet<SectionId>,
        ordinals: bool,
    },
    /// A section of the document.
    Section(usize),
    /// A project, and its section.
    Project(usize, Option<usize>),
    /// A form.
    Form,
}

/// The document so far.
#[derive(Debug)]
pub(super) struct DocumentDraft {
    pub(super) document: Document,
    /// The projects, each with its place in the order of the document.
    pub(super) projects: Vec<(usize, Project)>,
    /// The forms, likewise.
    pub(super) forms: Vec<(usize, FormPage)>,
    pub(super) open: OpenPart,
    /// The squashed name of the unit.
    unit: String,
    /// What was open at the end of the sheet before.
    pub(super) before: OpenPart,
    /// Lines that wait.
    pub(super) waiting: Vec<FlowLine>,
    pub(super) sheet: SheetIx,
    pub(super) with_tables: bool,
    /// Whether a line of the sheet is a heading.
    pub(super) headed: bool,
    /// Whether no line of the sheet has been taken yet.
    pub(super) first: bool,
    pub(super) count: usize,
    /// What the contents list.
    listed: Contents,
    /// The unit of measure that the items of the open project state.
    pub(super) measure: Option<Measure>,
    /// The lines so far of the section or project that is open.
    pub(super) run: LineRun,
    /// How many blank rows there usually are between the lines of the sheet.
    pub(super) usual: u32,
    /// The sheets and cells of what belongs to no part of the document.
    pub(super) unplaced: Vec<(SheetIx, Vec<usize>)>,
}

impl DocumentDraft {
    pub(super) fn new(unit: String) -> Self {
        Self {
            document: Document::default(),
            projects: Vec::new(),
            forms: Vec::new(),
            open: OpenPart::Nothing,
            unit,
            before: OpenPart::Nothing,
            waiting: Vec::new(),
            sheet: SheetIx::new(0),
            with_tables: false,
            headed: false,
            first: true,
            count: 0,
            listed: Contents::default(),
            measure: None,
            run: LineRun::default(),
            usual: 0,
            unplaced: Vec::new(),
        }
    }

    /// Goes on with another sheet.
    pub(super) fn turn_to(&mut self, sheet: SheetIx, with_tables: bool, headed: bool) {
        self.before = std::mem::take(&mut self.open);
        (self.sheet, self.with_tables, self.headed, self.first) =
            (sheet, with_tables, headed, true);
        self.run = LineRun::default();
    }

    pub(super) fn end_sheet(&mut self, reader: &mut SubmissionReader<'_, '_>) {
        self.settle(reader);
    }

    /// Closes what is open.
    pub(super) fn close(&mut self, reader: &mut SubmissionReader<'_, '_>, next: OpenPart) {
        self.settle(reader);
        self.open = next;
        self.first = false;
    }

    /// Takes a line.
    pub(super) fn line(
        &mut self,
        reader: &mut SubmissionReader<'_, '_>,
        headings: &Headings<'_>,
        line: FlowLine,
    ) {
        let first = std::mem::take(&mut self.first);
        let heading = headings.of(&line.squashed).or_else(|| {
            let listed = self.listed.section(&reader.templates.model, &line.squashed);
            listed.map(Heading::Section)
        });
        if let OpenPart::Contents { .. } = self.open
            && self.is_of_contents(headings, &line)
        {
            return self.paragraph(reader, line);
        }
        match heading {
            Some(Heading::Section(id)) if !self.repeats(reader, id, &line) => {
                return self.section(reader, id, line);
            }
            Some(Heading::Project(end)) => {
                let name = name_before(&line.text, &end);
                let unit = squash(&name);
                let is_unit = unit.chars().count() >= 4 && self.unit.ends_with(&*unit);
                return if is_unit {
                    self.section(reader, SectionId::Projects, line)
                } else {
                    self.settle(reader);
                    let heading = self.said(reader, Role::Heading, &line);
                    self.project(name, Some(heading));
                };
            }
            _ => {}
        }
        if first && heading.is_none() && self.open == OpenPart::Nothing {
            self.go_on(reader, headings, &line);
        }
        if let Some((id, end)) = headings.of_project(&line.text)
            && self.in_project(reader, id)
        {
            return self.project_section(reader, id, end, line);
        }
        match self.open {
            OpenPart::Nothing | OpenPart::Form => self.waiting.push(line),
            _ => self.paragraph(reader, line),
        }
    }

    /// Whether a heading repeats the one that is open, on the same sheet: 一、主要职能 below 某中心主要职能.
    fn repeats(&self, reader: &SubmissionReader<'_, '_>, id: SectionId, line: &FlowLine) -> bool {
        let OpenPart::Section(at) = &self.open else {
            return false;
        };
        let open = &self.document.sections[*at];
        let here = reader.source.sheets[self.sheet].place(line.at).sheet;
        let same_sheet = open
            .heading
            .place
            .as_ref()
            .is_none_or(|place| place.sheet == here);
        open.section == id && same_sheet
    }

    /// Whether a line below the contents is one of them. They list the headings that come later.
    fn is_of_contents(&mut self, headings: &Headings<'_>, line: &FlowLine) -> bool {
        let OpenPart::Contents {
            listed, ordinals, ..
        } = &mut self.open
        else {
            return false;
        };
        let text = line.cells.first().map_or(&line.text, |(_, text)| text);
        let squashed = squash(text);
        // Dots and a page number may follow.
        let squashed = squashed
            .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '…' | '-' | '—'));
        if line.squashed.contains('。') || line.squashed.chars().count() > 2 * LONGEST_TITLE {
            return false;
        }
        let unmarked = *ordinals && !line.ordinal;
        match headings.of(squashed) {
            Some(Heading::Section(id)) if unmarked || listed.contains(&id) => return false,
            Some(Heading::Section(id)) => {
                self.listed.add(squashed, Some(id));
                listed.insert(id);
            }
            Some(_) if unmarked => return false,
            _ if self.listed.has(squashed) => return false,
            _ => self.listed.add(squashed, None),
        }
        *ordinals |= line.ordinal;
        true
    }

    fn section(&mut self, reader: &mut SubmissionReader<'_, '_>, id: SectionId, line: FlowLine) {
        self.settle(reader);
        let heading = self.said(reader, Role::Heading, &line);
        self.open_section(id, heading);
    }

    pub(super) fn open_section(&mut self, id: SectionId, heading: Text) {
        let at = self.document.sections.len();
        self.run.begin();
        self.open = if id == SectionId::Contents {
            OpenPart::Contents {
                at,
                listed: BTreeSet::new(),
                ordinals: false,
            }
        } else {
            OpenPart::Section(at)
        };
        self.document.sections.push(Section {
            section: id,
            heading,
            paragraphs: Vec::new(),
        });
    }

    fn project(&mut self, name: String, heading: Option<Text>) {
        self.count += 1;
        self.measure = None;
        self.open = OpenPart::Project(self.projects.len(), None);
        let project = Project {
            name,
            heading,
            ..Project::default()
        };
        self.projects.push((self.count, project));
    }

    /// Whether a heading of a section of a project belongs to one; where none is open, the first section opens it.
    fn in_project(&mut self, reader: &mut SubmissionReader<'_, '_>, id: SectionId) -> bool {
        let has = |project: &Project| project.sections.iter().any(|own| own.section == id);
        let opens = id == SectionId::Overview;
        match self.open {
            OpenPart::Project(at, _) if !(opens && has(&self.projects[at].1)) => return true,
            _ if !opens => return false,
            OpenPart::Section(at) if self.document.sections[at].section != SectionId::Projects => {
                return false;
            }
            _ => {}
        }
        // A short line just above is its heading; the name may stand behind a colon: 项目名称：某项目.
        let short = |line: &str| {
            let parts = line.split(['：', ':']);
            line.chars().count() <= LONGEST_TITLE
                && !line.contains(['。', '；'])
                && parts.clone().count() <= 2
                && parts.map(str::trim).all(|part| !part.is_empty())
        };
        let heading = match self.open {
            OpenPart::Section(at) => {
                let paragraphs = &mut self.document.sections[at].paragraphs;
                paragraphs.pop_if(|last| short(&last.text))
            }
            OpenPart::Nothing | OpenPart::Form
                if self.waiting.len() == 1 && short(&self.waiting[0].text) =>
            {
                let line = self.waiting.remove(0);
                Some(self.said(reader, Role::Heading, &line))
            }
            _ => None,
        };
        self.settle(reader);
        let name = heading
            .as_ref()
            .map(|heading| heading.text.rsplit(['：', ':']).next().unwrap_or_default())
            .map(|name| without_ordinal(name).to_owned());
        self.project(name.unwrap_or_default(), heading);
        true
    }

    fn project_section(
        &mut self,
        reader: &mut SubmissionReader<'_, '_>,
        id: SectionId,
        end: usize,
        line: FlowLine,
    ) {
        let OpenPart::Project(at, _) = self.open else {
            return;
        };
        let mut heading = self.said(reader, Role::Heading, &line);
        let rest = trimmed(&line.text[end..]).to_owned();
        if !rest.is_empty() {
            heading.text.truncate(end);
        }
        let sections = &mut self.projects[at].1.sections;
        self.open = OpenPart::Project(at, Some(sections.len()));
        sections.push(Section {
            section: id,
            heading,
            paragraphs: Vec::new(),
        });
        if !rest.is_empty() {
            let line = FlowLine {
                squashed: squash(&rest).into_owned(),
                cells: line
                    .cells
                    .iter()
                    .take(1)
                    .map(|(at, _)| (*at, rest.clone()))
                    .collect(),
                text: rest,
                ordinal: false,
                ..line
            };
            self.paragraph(reader, line);
        }
    }

    /// A line as a text, with the roles of its cells. A number in a cell of its own keeps none unless it is an ordinal or a
    /// page: it is in the text, and yet no amount.
    pub(super) fn said(
        &self,
        reader: &mut SubmissionReader<'_, '_>,
        role: Role,
        line: &FlowLine,
    ) -> Text {
        let own = &reader.source.sheets[self.sheet];
        for &(at, _) in &line.cells {
            match (own.is_number(at), &self.open) {
                (true, OpenPart::Contents { .. }) => {
                    reader.ledger.suppose(self.sheet, at, Role::Serial)
                }
                (true, _) => {}
                (false, _) => reader.ledger.suppose(self.sheet, at, role),
            }
        }
        if line.cells.iter().all(|(at, _)| *at != line.at) {
            reader.ledger.suppose(self.sheet, line.at, Role::Serial);
        }
        Text {
            text: line.text.clone(),
            place: Some(own.place(line.at)),
        }
    }

    fn paragraph(&mut self, reader: &mut SubmissionReader<'_, '_>, line: FlowLine) {
        match self.open {
            OpenPart::Project(at, None) => {
                let sections = &mut self.projects[at].1.sections;
                self.open = OpenPart::Project(at, Some(sections.len()));
                sections.push(Section {
                    section: SectionId::Other,
                    heading: Text::default(),
                    paragraphs: Vec::new(),
                });
            }
            OpenPart::Project(at, Some(section))
                if self.projects[at].1.sections[section].section == SectionId::Budget =>
            {
                self.items(reader, at, &line);
            }
            _ => {}
        }
        let text = self.said(reader, Role::Paragraph, &line);
        match self.open {
            OpenPart::Contents { at, .. } | OpenPart::Section(at) => {
                self.document.sections[at].paragraphs.push(text);
            }
            OpenPart::Project(at, Some(section)) => {
                self.projects[at].1.sections[section].paragraphs.push(text);
            }
            OpenPart::Project(_, None) | OpenPart::Nothing | OpenPart::Form => {}
        }
    }
}
