//! From a located submission to the canonical budget, its findings and its ledger.

use std::borrow::Cow;
use std::collections::HashMap;

use super::fit::Fit;
use super::identity;
use super::ledger::Ledger;
use super::locate::{Located, locate_in};
use super::merge;
use super::placement::Placement;
use super::read_part::ReadPart;
use super::reader::SubmissionReader;
use super::rows::Carried;
use super::source::SourceBook;
use super::unfit::no_layout_fits;
use super::wanted::Wanted;
use crate::finding::{Finding, FindingCode};
use crate::layout::{Layout, TableLayout, Templates};
use crate::model::{Budget, Code, Coordinates, Dim, Member};
use crate::prose::{OutlineWords, figures_by};
use crate::text::squash;
use crate::workbook::Workbook;

/// What a submission says.
#[derive(Debug)]
pub struct Extracted {
    /// The budget.
    pub budget: Budget,
    /// What is wrong with reading it.
    pub findings: Vec<Finding>,
    /// What every cell was taken for.
    pub ledger: Ledger,
    /// Where the tables were found.
    pub placement: Placement,
    /// How well each layout fits that was tried; the budget names the one that was taken.
    pub fits: Vec<Fit>,
    /// The words by which its texts were read: of this budget, and to be emptied where its tables, names or year are changed.
    pub words: OutlineWords,
}

/// Reads a submission. `file` is the file's name, which may tell the unit; `forced` names the layout to read it by, else
/// the one is taken that fits best.
///
/// # Panics
/// Where `templates` has no layout, or none named `forced`.
#[must_use]
pub fn read(
    workbook: &Workbook,
    file: &str,
    templates: &Templates,
    forced: Option<&str>,
) -> Extracted {
    read_with(workbook, file, templates, forced, Wanted::default())
}

/// The same, with what is `wanted` of what is not shown or belongs to no part of the document.
///
/// # Panics
/// Where `templates` has no layout, or none named `forced`.
#[must_use]
pub fn read_with(
    workbook: &Workbook,
    file: &str,
    templates: &Templates,
    forced: Option<&str>,
    wanted: Wanted,
) -> Extracted {
    let source = SourceBook::with(&templates.model.reading, workbook, wanted);
    let candidates = templates
        .layouts
        .iter()
        .filter(|layout| forced.is_none_or(|id| layout.id == id));
    let candidates: Vec<Cow<'_, Layout>> = candidates
        .map(|layout| layout.of_year(source.year))
        .collect();
    let body = identity::body(&templates.model.reading, &source);
    let mut fits: Vec<Fit> = Vec::new();
    let mut best: Option<(Located<'_>, (usize, bool, i64))> = None;
    for layout in &candidates {
        let located = locate_in(&source, layout);
        let fit = Fit::new(&located, &source, body);
        if best.as_ref().is_none_or(|(_, rank)| fit.rank() > *rank) {
            best = Some((located, fit.rank()));
        }
        fits.push(fit);
    }
    let (located, _) = best.expect("there is a layout to read by");
    let mut ledger = Ledger::new(&source);
    let tie = tie(templates, &located, &fits);
    // Who names the layout wants to know what does not fit it.
    if forced.is_none()
        && let Some(finding) = no_layout_fits(&source, templates, &located, &mut ledger)
    {
        return Extracted {
            budget: Budget::new(&located.layout.id),
            findings: vec![finding],
            ledger,
            placement: Placement::default(),
            fits,
            words: OutlineWords::default(),
        };
    }
    let mut extracted = SubmissionReader {
        source: &source,
        templates,
        layout: located.layout,
        ledger,
        findings: tie.into_iter().collect(),
        wanted,
        known_keys: HashMap::new(),
    }
    .read(located, fits, file);
    let figures = figures_by(templates, &extracted.budget, &extracted.words);
    extracted.budget.document.figures = figures;
    extracted
}

/// What is said where other layouts fit as well as the one that is taken, and give what was found another meaning.
fn tie(templates: &Templates, located: &Located<'_>, fits: &[Fit]) -> Option<Finding> {
    let layout = located.layout;
    let found = || {
        located
            .placement
            .parts
            .iter()
            .map(|part| &layout.tables[part.table])
    };
    let own = fits.iter().find(|fit| fit.layout == layout.id)?;
    let others = fits.iter().filter(|fit| fit.layout != layout.id);
    // Of few columns one more that is spelled alike tells nothing.
    let alike = |fit: &&Fit| {
        fit.blocks > 0 && fit.blocks == own.blocks && (own.score - fit.score) * 10 <= own.score
    };
    let others = others.filter(alike);
    let differ = |fit: &&Fit| {
        let other = templates.layout(&fit.layout);
        let means = |table: &TableLayout| {
            let blocks = table.blocks.iter().map(|block| &block.meaning.at);
            blocks.cloned().collect::<Vec<_>>()
        };
        let other = |id: &str| other.and_then(|layout| layout.table(id));
        found().any(|table| other(table.table.as_str()).map(means) != Some(means(table)))
    };
    let tied: Vec<&String> = others.filter(differ).map(|fit| &fit.layout).collect();
    let finding = Finding::new(FindingCode::LayoutTie)
        .arg("layout", &layout.id)
        .list("others", &tied);
    (!tied.is_empty()).then_some(finding)
}

impl SubmissionReader<'_, '_> {
    fn read(mut self, located: Located<'_>, fits: Vec<Fit>, file: &str) -> Extracted {
        let parts = &located.placement.parts;
        let mut classes: Vec<(String, Code)> = Vec::new();
        let mut read: Vec<Option<ReadPart<'_>>> = parts.iter().map(|_| None).collect();
        // The coded tables first: they tell the codes of the 类 that others print by name only.
        for by_code in [true, false] {
            let mut carried: HashMap<usize, Carried> = HashMap::new();
            for (at, part) in parts.iter().enumerate() {
                if self.is_coded(part) != by_code {
                    continue;
                }
                let done = self.part(part, &classes, carried.entry(part.table).or_default());
                if by_code {
                    let coded = done.lines.iter().filter_map(|read| {
                        Some((squash(&read.line.name).into_owned(), read.line.key.code()?))
                    });
                    classes.extend(coded.filter(|(name, code)| {
                        code.level() == 1 && !name.is_empty() && self.is_function(part)
                    }));
                }
                read[at] = Some(done);
            }
        }
        let mut budget = Budget::new(&self.layout.id);
        self.headers(&located);
        for part in read.iter_mut().flatten() {
            for line in &mut part.lines {
                self.by_code(&mut line.line.at);
            }
        }
        merge::tables(&mut self, read.into_iter().flatten().collect(), &mut budget);
        self.missing(&budget, &located);
        self.surroundings(&mut budget, file, parts);
        self.replaced(parts, &budget);
        // Of a file without table or text nothing is read: which sheets belong to no part of it goes without saying.
        let nothing = |finding: &Finding| finding.code == FindingCode::NoTable;
        if budget.document.is_empty() && self.findings.iter().any(nothing) {
            self.findings
                .retain(|finding| finding.variant != Some("unplaced"));
        }
        self.findings.sort_by_cached_key(|finding| {
            let (sheet, cell) = finding.place().map_or((None, None), |(sheet, cell)| {
                (
                    self.source
                        .sheets
                        .iter()
                        .position(|own| *own.name == *sheet),
                    cell,
                )
            });
            (sheet, cell, finding.code)
        });
        Extracted {
            budget,
            findings: self.findings,
            ledger: self.ledger,
            placement: located.placement,
            fits,
            words: OutlineWords::default(),
        }
    }

    /// Replaces keys that are stated by name by their codes, where the submission says both somewhere.
    fn by_code(&self, at: &mut Coordinates) {
        let told: Vec<(Dim, Member)> = at.iter().map(|(dim, own)| (dim, own.clone())).collect();
        for (dim, member) in told {
            let Member::Word(name) = member else { continue };
            if let Some(code) = self.known_keys.get(&(dim, name)) {
                at.set(dim, Some(Member::Word(code.clone())));
            }
        }
    }
}
