//! The public document: cover, contents, sections, the tables, notes, projects and their forms, as .docx or HTML.
//!
//! A [`Publication`] is the document as it is printed, whatever the format; [`docx`] and [`html`] put it into one.

mod docx;
mod escape;
mod grid;
mod html;

pub use docx::docx;
pub(crate) use escape::escaped;
pub use grid::{GridCell, PrintedGrid};
pub use html::html;

use crate::bind::{
    ContentsEntry, DocumentPiece, arrange, contents, cover, fill, goals_sheet, heading,
    is_subheading, outline,
};
use crate::layout::Templates;
use crate::model::{Budget, Text};
use crate::write::{WriteError, in_layout};

/// The document as it is printed.
#[derive(Debug, Clone)]
pub struct Publication {
    /// The title of the whole.
    pub title: String,
    /// Its parts; each begins on a page of its own.
    pub parts: Vec<PublishedPart>,
}

/// A part of the document.
#[derive(Debug, Clone)]
pub enum PublishedPart {
    /// The lines of the cover, the title first.
    Cover(Vec<String>),
    /// The contents. An entry leads to the part that has the position of its piece.
    Contents {
        /// Its heading.
        heading: String,
        /// The entries.
        entries: Vec<ContentsEntry>,
    },
    /// A heading with paragraphs.
    Prose {
        /// The heading.
        heading: String,
        /// The paragraphs.
        paragraphs: Vec<PublishedParagraph>,
    },
    /// A table, or a form of performance goals.
    Grid(PrintedGrid),
}

/// A paragraph of prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedParagraph {
    /// Its text.
    pub text: String,
    /// Whether it is the heading of those below it.
    pub heading: bool,
}

impl PublishedPart {
    /// Its heading; that of a cover is its title.
    #[must_use]
    pub fn heading(&self) -> &str {
        match self {
            Self::Cover(lines) => lines.first().map_or("", String::as_str),
            Self::Contents { heading, .. } | Self::Prose { heading, .. } => heading,
            Self::Grid(grid) => &grid.heading,
        }
    }
}

/// The document of `budget` as its own layout, or the one named `layout`, prints it.
///
/// # Errors
/// Where there is no such layout, or it has no place for something that the budget states.
pub fn publication(
    templates: &Templates,
    budget: &Budget,
    layout: Option<&str>,
) -> Result<Publication, WriteError> {
    let id = layout.unwrap_or(&budget.layout);
    let layout = templates
        .layout(id)
        .ok_or_else(|| WriteError::NoLayout(id.to_owned()))?;
    let budget = &*in_layout(templates, budget, layout)?;
    let placement = arrange(layout, budget);
    let tables = fill(&templates.model, layout, &placement, budget)?;
    let mut tables = placement.parts.iter().zip(&tables.sheets);
    let outline = outline(layout, budget);
    let mut parts = Vec::with_capacity(outline.len());
    for piece in &outline {
        let own = heading(layout, budget, *piece);
        parts.push(match *piece {
            DocumentPiece::Cover => PublishedPart::Cover(cover(layout, budget)),
            DocumentPiece::Contents => PublishedPart::Contents {
                heading: own,
                entries: contents(layout, budget, &outline),
            },
            DocumentPiece::Section(section) => PublishedPart::Prose {
                heading: own,
                paragraphs: paragraphs(&section.paragraphs).collect(),
            },
            DocumentPiece::Table(_) => {
                let (part, sheet) = tables.next().expect("each table has been filled");
                PublishedPart::Grid(grid::of_table(own, part, sheet))
            }
            DocumentPiece::Project(project) => PublishedPart::Prose {
                heading: own,
                paragraphs: project
                    .sections
                    .iter()
                    .flat_map(|section| {
                        let heading = PublishedParagraph {
                            text: section.heading.text.clone(),
                            heading: true,
                        };
                        std::iter::once(heading).chain(paragraphs(&section.paragraphs))
                    })
                    .collect(),
            },
            DocumentPiece::Goals(form) => {
                let printed = layout.document.as_ref();
                let printed = printed.expect("without it the outline has only tables");
                let sheet = goals_sheet(String::new(), layout, &printed.goals, form)?;
                PublishedPart::Grid(grid::of_form(own, &sheet))
            }
        });
    }
    let title = parts
        .first()
        .map(PublishedPart::heading)
        .unwrap_or_default();
    Ok(Publication {
        title: title.to_owned(),
        parts,
    })
}

fn paragraphs(texts: &[Text]) -> impl Iterator<Item = PublishedParagraph> {
    texts.iter().map(|text| PublishedParagraph {
        text: text.text.clone(),
        heading: is_subheading(&text.text),
    })
}
