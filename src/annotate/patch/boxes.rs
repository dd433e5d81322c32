//! The comments of one sheet over all parts that they take: comments, drawing, conversations.

use std::collections::{BTreeMap, BTreeSet};

use super::super::AnnotateError;
use super::super::marks::COMMENT;
use super::book::Namespaces;
use super::draft::{PackageDraft, cut, folder};
use super::xml::{Edits, children, prefixed, root};
use super::{comments, notes, threads};
use crate::workbook::open::ooxml::workbook::Relationship;
use crate::workbook::open::tags::CutOff;
use crate::workbook::{Address, comment_size};

const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const DRAWING: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";
/// The elements of a sheet that come behind the drawing of its comments.
const BEHIND: [&str; 8] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
];

/// The part with the conversations of a sheet, and that with the people of the workbook, where there are both.
fn conversations(
    draft: &mut PackageDraft<'_>,
    main: &str,
    related: &[Relationship],
) -> Result<Option<(String, String)>, AnnotateError> {
    let of = |related: &[Relationship], kind: &str| {
        let own = related.iter().find(|own| own.kind == kind);
        own.map(|own| own.target.clone())
    };
    let Some(threads) = of(related, "threadedComment") else {
        return Ok(None);
    };
    let people = of(&draft.related(main)?, "person");
    Ok(people
        .filter(|people| draft.has(people) && draft.has(&threads))
        .map(|people| (threads, people)))
}

/// Takes the comments of an earlier run from sheet `part`; `anchors` say where boxes stood before they were made larger.
pub(super) fn strip(
    draft: &mut PackageDraft<'_>,
    main: &str,
    part: &str,
    anchors: &BTreeMap<Address, String>,
) -> Result<(), AnnotateError> {
    let related = draft.related(part)?;
    if let Some((conversation, people)) = conversations(draft, main, &related)? {
        let text = draft.needed(&conversation)?;
        if text.contains(COMMENT) {
            let text = threads::strip(&text).map_err(cut(&conversation))?;
            draft.set(&conversation, text);
            let text = threads::leave(&draft.needed(&people)?).map_err(cut(&people))?;
            draft.set(&people, text);
        }
    }
    let Some(own) = related.iter().find(|own| own.kind == "comments") else {
        return Ok(());
    };
    let Some(text) = draft
        .text(&own.target)?
        .filter(|text| text.contains(COMMENT))
    else {
        return Ok(());
    };
    let stripped = comments::strip(&text).map_err(cut(&own.target))?;
    if stripped.empty {
        draft.remove(&own.target)?;
        draft.unrelate(part, &own.id)?;
    } else {
        draft.set(&own.target, stripped.text);
    }
    let sheet = draft.needed(part)?;
    let Some((id, range)) = legacy_drawing(&sheet).map_err(cut(part))? else {
        return Ok(());
    };
    let Some(drawing) = related.iter().find(|own| own.id == id) else {
        return Ok(());
    };
    let Some(text) = draft.text(&drawing.target)? else {
        return Ok(());
    };
    let gone: BTreeSet<Address> = stripped.gone.into_iter().collect();
    let (text, left) = notes::strip(&text, &gone, anchors).map_err(cut(&drawing.target))?;
    if left {
        draft.set(&drawing.target, text);
    } else {
        draft.remove(&drawing.target)?;
        draft.unrelate(part, &id)?;
        let mut edits = Edits::new(&sheet);
        edits.replace(range, "");
        draft.set(part, edits.finish());
    }
    Ok(())
}

/// The name of the relation to the drawing of a sheet's comments, and where the element with it stands.
fn legacy_drawing(sheet: &str) -> Result<Option<(String, std::ops::Range<usize>)>, CutOff> {
    let whole = root(sheet)?;
    let own = children(sheet, &whole)?;
    let own = own.into_iter().find(|own| own.tag.name == "legacyDrawing");
    Ok(own.and_then(|own| {
        let mut attributes = own.tag.attributes();
        let (_, id) = attributes.find(|(key, _)| key.ends_with(":id") || *key == "id")?;
        Some((id.to_owned(), own.outer))
    }))
}

/// Puts comments on cells of sheet `part`, which is number `number` of the workbook, counted from 1. Returns where boxes
/// stood that were made larger.
pub(super) fn add(
    draft: &mut PackageDraft<'_>,
    main: &str,
    part: &str,
    number: usize,
    texts: &BTreeMap<Address, &str>,
) -> Result<BTreeMap<Address, String>, AnnotateError> {
    let namespaces = Namespaces::of(&draft.needed(main)?);
    let base = namespaces.relations;
    let related = draft.related(part)?;
    if let Some((conversation, people)) = conversations(draft, main, &related)? {
        let before = draft.needed(&conversation)?;
        let text = threads::add(&before, texts).map_err(cut(&conversation))?;
        if text.contains(COMMENT) {
            draft.set(&conversation, text);
            let text = threads::introduce(&draft.needed(&people)?).map_err(cut(&people))?;
            draft.set(&people, text);
        }
    }
    let known = related.iter().find(|own| own.kind == "comments");
    let known = known
        .map(|own| own.target.clone())
        .filter(|own| draft.has(own));
    let comments_part = match known {
        Some(known) => known,
        None => {
            let name = draft.free(&format!("{}comments", folder(main)), ".xml");
            draft.add(&name, COMMENTS, comments::empty(namespaces.main))?;
            draft.relate(part, &format!("{base}/comments"), &name)?;
            name
        }
    };
    let text = draft.needed(&comments_part)?;
    let added = comments::add(&text, texts).map_err(cut(&comments_part))?;
    draft.set(&comments_part, added.text);

    let sheet = draft.needed(part)?;
    let drawn = legacy_drawing(&sheet).map_err(cut(part))?;
    let known = drawn.and_then(|(id, _)| related.iter().find(|own| own.id == id));
    let drawing = match known
        .map(|own| own.target.clone())
        .filter(|own| draft.has(own))
    {
        Some(known) => known,
        None => {
            let start = format!("{}drawings/vmlDrawing", folder(main));
            let name = draft.free(&start, ".vml");
            draft.declare_ending("vml", DRAWING)?;
            draft.set(&name, notes::empty(number));
            let id = draft.relate(part, &format!("{base}/vmlDrawing"), &name)?;
            let text = with_drawing(&sheet, base, &id).map_err(cut(part))?;
            draft.set(part, text);
            name
        }
    };
    let grid = notes::PixelGrid::of(&sheet).map_err(cut(part))?;
    let new = added
        .new
        .iter()
        .map(|at| (*at, comment_size(texts[at])))
        .collect();
    let larger = added.joined.iter().map(|(at, own)| {
        let whole = format!("{own}\n{}", texts[at]);
        (*at, comment_size(&whole))
    });
    let text = draft.needed(&drawing)?;
    let (text, before) =
        notes::add(&text, &grid, &new, &larger.collect(), number).map_err(cut(&drawing))?;
    draft.set(&drawing, text);
    Ok(before)
}

/// The sheet with an element that names its drawing, in the place of one that names none.
fn with_drawing(sheet: &str, base: &str, id: &str) -> Result<String, CutOff> {
    let whole = root(sheet)?;
    let mut edits = Edits::new(sheet);
    if let Some((_, range)) = legacy_drawing(sheet)? {
        edits.replace(range, "");
    }
    let present = children(sheet, &whole)?;
    let data = present.iter().position(|own| own.tag.name == "sheetData");
    let mut after = present.iter().skip(data.map_or(0, |data| data + 1));
    // What is wrapped for programs of different ages is one of those behind, too.
    let behind =
        after.find(|own| BEHIND.contains(&own.tag.name) || own.tag.name == "AlternateContent");
    let at = behind.map_or(whole.inner.end, |own| own.outer.start);
    let drawing = format!("<legacyDrawing xmlns:r=\"{base}\" r:id=\"{id}\"/>");
    edits.insert(at, prefixed(&drawing, whole.prefix()));
    Ok(edits.finish())
}
