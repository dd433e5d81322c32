//! Paragraphs of a form that follow its tables: each amount that a draft leaves open and a table knows is taken from its cell.

use super::Request;
use super::block::{BlockPlace, FormBlock};
use super::desk::fixed;
use super::verify::reference;
use crate::bind::formula_literals;
use crate::layout::{DocumentLayout, DraftPiece, Templates};
use crate::model::{Coordinates, Dim, Lines, SectionId};
use crate::prose::open;
use crate::workbook::{FormulaText, call};

/// The most characters of a formula, with some room left.
const LONGEST: usize = 8000;

/// The formulas of the paragraphs that the layout drafts for a section of a blank form, in their order; `None` for those
/// that no table knows anything about.
pub(super) fn formulas(
    templates: &Templates,
    request: &Request<'_>,
    printed: &DocumentLayout,
    section: SectionId,
    blocks: &[FormBlock<'_>],
) -> Vec<Option<String>> {
    let Some(drafting) = &printed.drafting else {
        return Vec::new();
    };
    let live = LiveDraft {
        templates,
        request,
        blocks,
        per_unit: drafting.measure.yuan(),
        decimals: drafting.decimals,
        word: drafting.measure.word(),
        unknown: &drafting.unknown,
    };
    let paragraphs = drafting.paragraphs.iter();
    // Paragraphs for each 科目 are none while no table has a line.
    let own = paragraphs.filter(|own| own.section == section && own.each.is_none());
    own.map(|own| live.paragraph(&own.pieces)).collect()
}

struct LiveDraft<'l> {
    templates: &'l Templates,
    request: &'l Request<'l>,
    blocks: &'l [FormBlock<'l>],
    /// How many yuan one of the amounts' unit of measure is, their decimals, and the word for it.
    per_unit: rust_decimal::Decimal,
    decimals: u32,
    word: &'l str,
    unknown: &'l str,
}

impl LiveDraft<'_> {
    fn paragraph(&self, pieces: &[DraftPiece]) -> Option<String> {
        let filled = self.filled()?;
        let mut parts: Vec<FormulaText> = Vec::new();
        let mut known = false;
        for piece in pieces {
            let at = piece.at();
            let cell = at.flow().and_then(|_| self.cell(&at));
            let text = self.with_years(&piece.text);
            let text = text.replace("{change}", &self.with_years(self.unknown));
            match (cell, text.split_once("{amount}")) {
                (Some(cell), Some((before, after))) => {
                    known = true;
                    let amount = self.amount(&cell, &filled);
                    let mut own = formula_literals(before);
                    own.push(amount);
                    own.extend(formula_literals(after));
                    parts.extend(own);
                }
                _ => {
                    let open = self.open(piece);
                    parts.extend(formula_literals(&text.replace("{amount}", &open)));
                }
            }
        }
        let formula = FormulaText::joined(parts);
        let fits = formula.length() <= LONGEST;
        (known && fits).then(|| formula.into())
    }

    /// What stands for an amount that no table knows.
    fn open(&self, piece: &DraftPiece) -> String {
        let figure = piece.figure.as_ref();
        let figure = figure.and_then(|id| self.templates.model.figure(id.as_str()));
        open(figure.map_or("金额", |figure| figure.name.as_str()))
    }

    fn with_years(&self, text: &str) -> String {
        let year = self.request.year;
        let text = text.replace("{year}", &year.to_string());
        text.replace("{last_year}", &(year - 1).to_string())
    }

    /// Whether the tables say anything yet: there is revenue.
    fn filled(&self) -> Option<FormulaText> {
        let revenue = Coordinates::ALL.with_word(Dim::FLOW, Some("revenue"));
        Some(self.cell(&revenue)?.is_not(0))
    }

    fn amount(&self, cell: &FormulaText, filled: &FormulaText) -> FormulaText {
        let zeros = match self.decimals {
            0 => "0".to_owned(),
            decimals => format!("0.{}", "0".repeat(decimals as usize)),
        };
        let rounded = call("ROUND", (cell, self.decimals));
        let text = call("TEXT", (&rounded, &zeros));
        let text = call("IF", (rounded.is(0), "0", text)).then(self.word);
        call("IF", (filled, text, &open("金额")))
    }

    /// An expression for the amount at some coordinates, in the unit of measure of the texts.
    fn cell(&self, at: &Coordinates) -> Option<FormulaText> {
        let (cell, block) = self.blocks.iter().find_map(|own| {
            let cell = cell_of(own, at)?;
            Some((cell, own))
        })?;
        let factor = (self.per_unit / block.measure.yuan()).normalize();
        Some(if factor == rust_decimal::Decimal::ONE {
            call("SUM", cell)
        } else {
            call("SUM", cell).over(factor).grouped()
        })
    }
}

/// The cell of a block that states the whole of some coordinates.
fn cell_of(block: &FormBlock<'_>, at: &Coordinates) -> Option<FormulaText> {
    let meaning = block.meaning;
    for (position, col) in block.amounts() {
        let column = &meaning.columns[position].at;
        let whole = meaning.at.narrowed(column);
        if whole == *at {
            if meaning.lines == Lines::Single {
                return Some(fixed(block.body.1, col).on(&block.sheet));
            }
            if block.closing().is_some() && block.printed.closed {
                return Some(reference(block, BlockPlace::Closing, col));
            }
        }
        for (row, key, _) in &block.lines {
            let crate::model::Key::Row(id) = key else {
                continue;
            };
            let line = meaning.row(id.as_str());
            let own = line.map(|line| meaning.at.narrowed(&line.at).narrowed(column));
            if own.as_ref() == Some(at) {
                return Some(reference(block, BlockPlace::Row(*row), col));
            }
        }
    }
    None
}
