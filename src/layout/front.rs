//! What a layout says of the sheets in front of its tables.

use std::collections::BTreeSet;

use toml::Spanned;

use super::faults::Faults;
use super::raw::RawLayout;
use super::resolved::{ContentsLayout, CoverLayout};
use crate::messages::Phrase;

/// The title page and the table of contents of a layout.
pub(super) fn front(
    raw: &RawLayout,
    faults: &mut Faults<'_>,
) -> (Option<CoverLayout>, Option<ContentsLayout>) {
    let cover = raw.cover.as_ref();
    let contents = raw.contents.as_ref();
    let mut taken: BTreeSet<&str> = raw
        .table
        .iter()
        .map(|table| table.sheet.get_ref().as_str())
        .collect();
    let sheets = cover.map(|cover| &cover.sheet);
    for sheet in sheets.into_iter().chain(contents.map(|own| &own.sheet)) {
        if !taken.insert(sheet.get_ref()) {
            faults.say(
                sheet.span().start,
                Phrase::new("layout-sheet-twice").arg("sheet", sheet.get_ref()),
            );
        }
    }
    if let Some(cover) = cover {
        let mut holds = |text: &Spanned<String>, word: &str| {
            if !text.get_ref().contains(word) {
                faults.say(
                    text.span().start,
                    Phrase::new("layout-text-lacks").arg("word", word),
                );
            }
        };
        holds(&cover.title, "{year}年");
        holds(&cover.title_elsewhere, "{year}年");
        holds(&cover.unit, "{unit}");
    }
    let cover = cover.map(|cover| CoverLayout {
        sheet: cover.sheet.get_ref().clone(),
        region: cover.region.clone(),
        title: cover.title.get_ref().clone(),
        title_elsewhere: cover.title_elsewhere.get_ref().clone(),
        unit: cover.unit.get_ref().clone(),
    });
    let contents = contents.map(|contents| ContentsLayout {
        sheet: contents.sheet.get_ref().clone(),
        title: contents.title.clone(),
    });
    (cover, contents)
}
