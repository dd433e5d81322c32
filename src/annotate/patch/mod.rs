//! Marks in the submitted .xlsx itself: a few places of a few parts change, all other parts stay byte for byte.

mod book;
mod boxes;
mod cells;
mod comments;
mod draft;
mod import;
mod notes;
mod records;
mod styles;
mod threads;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

use self::book::{Namespaces, NewSheet};
use self::cells::Undo;
use self::draft::{PackageDraft, cut, folder};
use self::records::{MarkRecord, Records};
use self::styles::PatchedStyles;
use self::xml::{Edits, retag};
use super::AnnotateError;
use super::marks::{Marked, marks, sheet_at, shown};
use super::results::results_sheet;
use crate::finding::Finding;
use crate::messages::Messages;
use crate::model::Place;
use crate::workbook::open::ooxml;
use crate::workbook::open::tags::Tags;
use crate::workbook::{Address, SheetIx, Workbook};

const STYLES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";
const WORKSHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
/// The kinds of relations to sheets that can be selected.
const SHEETS: [&str; 5] = [
    "worksheet",
    "chartsheet",
    "dialogsheet",
    "xlMacrosheet",
    "xlIntlMacrosheet",
];

/// The bytes of the submission with marks in the place of those of an earlier run.
pub(super) fn patch(
    bytes: &[u8],
    workbook: &Workbook,
    findings: &[Finding],
    messages: &Messages,
) -> Result<Vec<u8>, AnnotateError> {
    let mut draft = PackageDraft::open(bytes)?;
    let main = draft
        .related("")?
        .into_iter()
        .find(|relation| relation.kind == "officeDocument");
    let main = main.ok_or_else(|| AnnotateError::part("_rels/.rels", "it names no workbook"))?;
    let main = main.target;
    let book = ooxml::workbook::read(&mut draft.package, &main)?;
    if book.sheets.len() != workbook.sheets.len() {
        return Err(AnnotateError::part(
            &main,
            "it lists other sheets than were read",
        ));
    }
    let styles = match book.styles.filter(|styles| draft.has(styles)) {
        Some(styles) => styles,
        None => {
            let namespaces = Namespaces::of(&draft.needed(&main)?);
            let usual = format!("{}styles.xml", folder(&main));
            let name = if draft.has(&usual) {
                draft.free(&format!("{}styles", folder(&main)), ".xml")
            } else {
                usual
            };
            draft.add(
                &name,
                STYLES,
                styles::EMPTY.replace("NAMESPACE", namespaces.main),
            )?;
            draft.relate(&main, &format!("{}/styles", namespaces.relations), &name)?;
            name
        }
    };
    let styles_read = PatchedStyles::read(draft.needed(&styles)?)?;
    let mut patch = Patch {
        draft,
        main,
        styles: styles_read,
        workbook,
        parts: book.sheets.into_iter().map(|sheet| sheet.part).collect(),
    };
    patch.restore()?;
    let mut records = Records::default();
    for (sheet, marked) in marks(workbook, findings, messages) {
        patch.mark(sheet, &marked, &mut records)?;
    }
    patch.deselect()?;
    patch.add_results(findings, messages, &records)?;
    let Patch {
        mut draft,
        styles: changed,
        ..
    } = patch;
    draft.set(&styles, changed.finish()?);
    draft.unsign()?;
    draft.finish()
}

struct Patch<'a> {
    draft: PackageDraft<'a>,
    /// The workbook part.
    main: String,
    styles: PatchedStyles,
    workbook: &'a Workbook,
    /// The part of each sheet of `workbook`.
    parts: Vec<String>,
}

impl Patch<'_> {
    /// Takes away what an earlier run has put in: fills, comments, and its list of findings.
    fn restore(&mut self) -> Result<(), AnnotateError> {
        let records = Records::of(self.workbook);
        let ours = self.styles.ours();
        for (sheet, part) in self.workbook.sheets.iter().zip(self.parts.clone()) {
            if sheet.is_results() {
                self.remove_sheet(&part)?;
                continue;
            }
            let styles = &mut self.styles;
            if ours.contains(&true)
                && let Some(text) = self.draft.text(&part)?
            {
                let text = cells::unmark(&text, &ours, &mut |at, style, empty| match records
                    .cell(&sheet.name, at)
                {
                    Some(MarkRecord::New) if empty => Undo::Remove,
                    Some(MarkRecord::Styled(before, fill)) => {
                        Undo::Style(styles.unmarked(style, Some(*before), Some(fill)))
                    }
                    _ => Undo::Style(styles.unmarked(style, None, None)),
                });
                self.draft.set(&part, text.map_err(cut(&part))?);
            }
            let anchors = records.boxes(&sheet.name);
            boxes::strip(&mut self.draft, &self.main, &part, &anchors)?;
        }
        Ok(())
    }

    /// Takes the sheet of part `part` out of the workbook.
    fn remove_sheet(&mut self, part: &str) -> Result<(), AnnotateError> {
        let related = self.draft.related(&self.main)?;
        let Some(own) = related.iter().find(|own| own.target == part) else {
            return Ok(());
        };
        let text = self.draft.needed(&self.main)?;
        let sheets = book::listed(&self.main, &text)?;
        if let Some(position) = sheets.iter().position(|sheet| sheet.relation == own.id) {
            let text = book::without_sheet(&self.main, &text, position)?;
            self.draft.set(&self.main, text);
        }
        for of_its_own in self.draft.related(part)? {
            // What a program or a reader has added to the sheet in between.
            let kinds = [
                "comments",
                "vmlDrawing",
                "threadedComment",
                "printerSettings",
            ];
            if kinds.contains(&of_its_own.kind.as_str()) {
                self.draft.remove(&of_its_own.target)?;
            }
        }
        self.draft.remove(part)?;
        self.draft.unrelate(&self.main, &own.id)
    }

    /// Marks cells of sheet `sheet` and notes in `records` what they were like.
    fn mark(
        &mut self,
        sheet: SheetIx,
        marked: &BTreeMap<Address, Marked>,
        records: &mut Records,
    ) -> Result<(), AnnotateError> {
        let (name, part) = (
            &self.workbook.sheets[sheet].name,
            &self.parts[sheet.index()],
        );
        let text = self.draft.needed(part)?;
        let wanted: BTreeSet<Address> = marked.keys().copied().collect();
        let styles = &mut self.styles;
        let text = cells::restyle(&text, &wanted, &mut |at, style, there| {
            let record = if there {
                MarkRecord::Styled(style, styles.fill_of(style).to_owned())
            } else {
                MarkRecord::New
            };
            records.add(name, at, record);
            styles.marked(style, marked[&at].mark)
        });
        self.draft.set(part, text.map_err(cut(part))?);
        let comments: BTreeMap<Address, &str> = marked
            .iter()
            .filter_map(|(at, marked)| Some((*at, marked.comment.as_deref()?)))
            .collect();
        if !comments.is_empty() {
            // Counted without lists of findings, so that the same sheet has the same number each time.
            let before = self.workbook.sheets[..sheet.index()].iter();
            let number = before.filter(|own| !own.is_results()).count() + 1;
            let before = boxes::add(&mut self.draft, &self.main, part, number, &comments)?;
            for (at, anchor) in before {
                records.add(name, at, MarkRecord::Anchor(anchor));
            }
        }
        Ok(())
    }

    /// Leaves no sheet selected: what is typed goes to all that are.
    fn deselect(&mut self) -> Result<(), AnnotateError> {
        for sheet in self.draft.related(&self.main)? {
            if !SHEETS.contains(&sheet.kind.as_str()) {
                continue;
            }
            // A sheet that cannot be read is left as it is.
            let Ok(Some(text)) = self.draft.text(&sheet.target) else {
                continue;
            };
            let mut edits = Edits::new(&text);
            let mut tags = Tags::new(&text);
            while let Ok(Some(tag)) = tags.next() {
                match tag.name {
                    "sheetData" => break,
                    "sheetView" if tag.attribute("tabSelected").is_some() => {
                        edits.replace(tag.range(), retag(&tag, &[("tabSelected", None)]));
                    }
                    _ => {}
                }
            }
            let text = edits.finish();
            self.draft.set(&sheet.target, text);
        }
        Ok(())
    }

    /// Puts in the list of findings. It comes first, but last in a workbook with macros, as these may count sheets.
    fn add_results(
        &mut self,
        findings: &[Finding],
        messages: &Messages,
        records: &Records,
    ) -> Result<(), AnnotateError> {
        let text = self.draft.needed(&self.main)?;
        let sheets = book::listed(&self.main, &text)?;
        let names: Vec<String> = sheets
            .iter()
            .map(|sheet| {
                let name = quick_xml::escape::unescape(&sheet.name);
                name.map_or_else(|_| sheet.name.clone(), |name| name.into_owned())
            })
            .collect();
        let taken: Vec<&str> = names.iter().map(String::as_str).collect();
        let target = |place: &Place| {
            let sheet = &self.workbook.sheets[sheet_at(self.workbook, &place.sheet)?];
            Some(Place {
                cell: shown(sheet, place.cell),
                ..place.clone()
            })
        };
        let legend = messages.text("annotate-legend");
        let mut results = results_sheet(findings, messages, &taken, &legend, &target);
        records.write(&mut results);
        let name = results.name.clone();
        let namespaces = Namespaces::of(&text);
        let imported = import::import(results, &mut self.styles, &namespaces)?;
        let start = format!("{}worksheets/sheet", folder(&self.main));
        let part = self.draft.free(&start, ".xml");
        self.draft.add(&part, WORKSHEET, imported.text)?;
        let kind = format!("{}/worksheet", namespaces.relations);
        let relation = self.draft.relate(&self.main, &kind, &part)?;
        let related = self.draft.related(&self.main)?;
        let macros = related.iter().any(|own| own.kind == "vbaProject");
        let new = NewSheet {
            position: if macros { sheets.len() } else { 0 },
            name: &name,
            relation: &relation,
            names: &imported.names,
        };
        let text = book::with_sheet(&self.main, &text, &new)?;
        self.draft.set(&self.main, text);
        Ok(())
    }
}
