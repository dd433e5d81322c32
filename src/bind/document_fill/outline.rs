//! The document's pieces in their order, and what cover and contents say.

use crate::layout::{Layout, SectionLayout};
use crate::model::{Budget, GoalForm, Project, Section, SectionId};
use crate::text::{begins_section, squash, strip_ordinal, without_year};

/// A piece of the published document; each begins on a page of its own.
#[derive(Debug, Clone, Copy)]
pub enum DocumentPiece<'b> {
    /// The cover.
    Cover,
    /// The contents.
    Contents,
    /// A section of prose.
    Section(&'b Section),
    /// A table: its position among the tables of the layout.
    Table(usize),
    /// The description of a project.
    Project(&'b Project),
    /// A form of performance goals.
    Goals(&'b GoalForm),
}

/// An entry of the contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentsEntry {
    /// Its text with ordinal.
    pub text: String,
    /// The piece that it leads to: its position in the outline.
    pub piece: Option<usize>,
    /// Whether it is one of the tables and stands below another entry.
    pub below: bool,
}

/// The pieces of `budget` in the order in which `layout` prints them. A section that the layout does not know stays behind
/// the one that it was stated behind.
#[must_use]
pub fn outline<'b>(layout: &Layout, budget: &'b Budget) -> Vec<DocumentPiece<'b>> {
    let tables = (0..layout.tables.len())
        .filter(|&at| budget.table(layout.tables[at].table.as_str()).is_some())
        .map(DocumentPiece::Table);
    let cover = layout.cover.is_some() || layout.document.is_some();
    let cover = cover.then_some(DocumentPiece::Cover);
    let Some(printed) = &layout.document else {
        let contents = layout.contents.as_ref().map(|_| DocumentPiece::Contents);
        return cover.into_iter().chain(contents).chain(tables).collect();
    };
    let position = |id: SectionId| {
        let mut sections = printed.sections.iter();
        sections.position(|section| section.section == id)
    };
    let end = printed.sections.len();
    let mut placed: Vec<(usize, DocumentPiece<'b>)> = Vec::new();
    let mut last = position(SectionId::Contents).unwrap_or(0);
    placed.push((last, DocumentPiece::Contents));
    for section in &budget.document.sections {
        last = position(section.section).unwrap_or(last);
        if section.section != SectionId::Contents {
            placed.push((last, DocumentPiece::Section(section)));
        }
    }
    let at = position(SectionId::Tables).unwrap_or(end);
    placed.extend(tables.map(|table| (at, table)));
    let at = position(SectionId::Projects).unwrap_or(end);
    for project in &budget.document.projects {
        if project.heading.is_some() || !project.sections.is_empty() {
            placed.push((at, DocumentPiece::Project(project)));
        }
        let form = project.form.as_ref().map(DocumentPiece::Goals);
        placed.extend(form.map(|form| (at, form)));
    }
    placed.sort_by_key(|(at, _)| *at);
    let pieces = placed.into_iter().map(|(_, piece)| piece);
    cover.into_iter().chain(pieces).collect()
}

/// The lines of the cover: those stated, else those of the layout with what the budget says.
#[must_use]
pub fn cover(layout: &Layout, budget: &Budget) -> Vec<String> {
    let document = &budget.document;
    if !document.cover.is_empty() {
        return document
            .cover
            .iter()
            .map(|text| text.text.clone())
            .collect();
    }
    let unit = &budget.unit;
    if let Some(printed) = &layout.cover {
        let line = (!unit.name.is_empty()).then(|| printed.unit.replace("{unit}", &unit.name));
        let title = printed.title_for(unit, budget.year);
        return std::iter::once(title).chain(line).collect();
    }
    let lines = layout.document.iter().flat_map(|printed| &printed.cover);
    // A line that is about the unit says nothing without its name.
    lines
        .filter(|line| !line.contains("{unit}") || !unit.name.is_empty())
        .map(|line| worded(line, budget))
        .collect()
}

/// `text` with the year and name of the budget.
fn worded(text: &str, budget: &Budget) -> String {
    let text = match budget.year {
        Some(year) => text.replace("{year}", &year.to_string()),
        None => text.replace("{year}年", "").replace("{year}", ""),
    };
    text.replace("{unit}", &budget.unit.name)
        .replace("{region}", &budget.document.region)
}

/// The heading of a piece.
#[must_use]
pub fn heading(layout: &Layout, budget: &Budget, piece: DocumentPiece<'_>) -> String {
    match piece {
        DocumentPiece::Cover => cover(layout, budget).into_iter().next().unwrap_or_default(),
        DocumentPiece::Contents => match (
            budget.document.section(SectionId::Contents),
            own(layout, SectionId::Contents),
        ) {
            (Some(section), _) => section.heading.text.clone(),
            (None, own) => {
                let front = layout.contents.as_ref().map(|contents| &contents.title);
                let title = front.or(own.map(|section| &section.title));
                title.map_or("目 录", String::as_str).to_owned()
            }
        },
        DocumentPiece::Section(section) => section.heading.text.clone(),
        DocumentPiece::Table(at) => layout.tables[at].title_for(budget.year),
        DocumentPiece::Project(project) => project.heading.as_ref().map_or_else(
            || {
                let title = layout
                    .document
                    .as_ref()
                    .map(|own| own.project.title.as_str());
                title
                    .unwrap_or("{project}")
                    .replace("{project}", &project.name)
            },
            |heading| heading.text.clone(),
        ),
        DocumentPiece::Goals(form) => form.title.text.clone(),
    }
}

fn own(layout: &Layout, section: SectionId) -> Option<&SectionLayout> {
    layout.document.as_ref()?.section(section)
}

/// The entries of the contents: those stated, else one for each section, and for the tables below theirs.
#[must_use]
pub fn contents(
    layout: &Layout,
    budget: &Budget,
    outline: &[DocumentPiece<'_>],
) -> Vec<ContentsEntry> {
    match budget.document.section(SectionId::Contents) {
        Some(stated) => {
            let texts = stated.paragraphs.iter().map(|text| text.text.as_str());
            texts
                .map(|text| stated_entry(layout, budget, outline, text))
                .collect()
        }
        None => own_entries(layout, budget, outline),
    }
}

/// A stated entry, with the piece whose heading, or whose line in the layout's own contents, it is.
fn stated_entry(
    layout: &Layout,
    budget: &Budget,
    outline: &[DocumentPiece<'_>],
    text: &str,
) -> ContentsEntry {
    let key = |text: &str| {
        let squashed = squash(text);
        without_year(strip_ordinal(&squashed)).into_owned()
    };
    let wanted = key(text);
    let is = |piece: &DocumentPiece<'_>| {
        if matches!(piece, DocumentPiece::Cover | DocumentPiece::Contents) {
            return false;
        }
        let line = line(layout, *piece);
        key(&heading(layout, budget, *piece)) == wanted
            || line.is_some_and(|line| key(&line) == wanted)
    };
    let piece = outline.iter().position(is);
    ContentsEntry {
        text: text.to_owned(),
        below: piece.is_some_and(|at| matches!(outline[at], DocumentPiece::Table(_)))
            && !starts_section(text),
        piece,
    }
}

/// Whether it has the ordinal of a section: 五、.
fn starts_section(text: &str) -> bool {
    begins_section(text.trim_start_matches(['-', '—', ' ', '\u{3000}']))
}

/// The line in the layout's contents that stands for a piece, without ordinal. Tables and projects share theirs.
fn line(layout: &Layout, piece: DocumentPiece<'_>) -> Option<String> {
    let id = match piece {
        DocumentPiece::Cover | DocumentPiece::Contents => return None,
        DocumentPiece::Section(section) => section.section,
        DocumentPiece::Table(_) => SectionId::Tables,
        DocumentPiece::Project(_) | DocumentPiece::Goals(_) => SectionId::Projects,
    };
    let contents = &own(layout, id)?.contents;
    (!contents.is_empty()).then(|| contents.clone())
}

fn own_entries(
    layout: &Layout,
    budget: &Budget,
    outline: &[DocumentPiece<'_>],
) -> Vec<ContentsEntry> {
    let mut entries: Vec<ContentsEntry> = Vec::new();
    let (mut sections, mut tables) = (0, 0);
    let mut before: Option<String> = None;
    let only_tables = outline.iter().all(|piece| {
        matches!(
            piece,
            DocumentPiece::Cover | DocumentPiece::Contents | DocumentPiece::Table(_)
        )
    });
    for (at, piece) in outline.iter().enumerate() {
        if matches!(piece, DocumentPiece::Cover | DocumentPiece::Contents) {
            continue;
        }
        let own = heading(layout, budget, *piece);
        let line = line(layout, *piece).unwrap_or_else(|| own.clone());
        if before.as_ref() != Some(&line) && !only_tables {
            sections += 1;
            entries.push(ContentsEntry {
                text: format!("{}、{line}", crate::bind::fill::ordinal_word(sections)),
                piece: Some(at),
                below: false,
            });
        }
        if matches!(piece, DocumentPiece::Table(_)) {
            tables += 1;
            entries.push(ContentsEntry {
                text: format!("{tables}. {own}"),
                piece: Some(at),
                below: !only_tables,
            });
        }
        before = Some(line);
    }
    entries
}
