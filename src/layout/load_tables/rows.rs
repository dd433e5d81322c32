//! The rows of a block: what is printed, and what each means.

use toml::Spanned;

use super::Loader;
use crate::layout::raw::{RawBlock, RawRow, RawWords};
use crate::layout::table::{RowKind, RowLayout};
use crate::layout::years::label_key;
use crate::messages::Phrase;
use crate::model::{Coordinates, Dim, Id, RowModel};
use crate::text::squash;

impl<C: Fn(String) -> String> Loader<'_, '_, C> {
    #[allow(
        clippy::type_complexity,
        reason = "four results of one walk over the rows"
    )]
    pub(super) fn rows(
        &mut self,
        raw: &RawBlock,
        at: &Coordinates,
    ) -> (Vec<RowLayout>, Vec<RowModel>, Coordinates, String) {
        let mut rows = Vec::new();
        let mut meanings: Vec<RowModel> = Vec::new();
        let mut list_at = Coordinates::ALL;
        let mut ordinal = String::new();
        for raw in raw.rows.iter().flatten() {
            let start = raw.span().start;
            let raw = raw.get_ref();
            let told = [
                raw.row.is_some(),
                raw.list.is_some(),
                raw.heading.is_some(),
                raw.text.is_some(),
            ];
            if told.iter().filter(|told| **told).count() != 1 {
                self.faults.say(start, Phrase::new("layout-row-is-one"));
                continue;
            }
            if raw.list.is_some() {
                if let Some(words) = &raw.at {
                    self.at(at, words);
                    list_at = self.words(words.get_ref());
                }
                ordinal = raw.ordinal.clone().unwrap_or_default();
                rows.push(row(RowKind::List, "", ""));
                continue;
            }
            if let Some(misplaced) = &raw.at {
                self.faults
                    .say(misplaced.span().start, Phrase::new("layout-at-of-list"));
            }
            if let Some(heading) = &raw.heading {
                rows.push(row(RowKind::Heading, "", heading));
                continue;
            }
            let Some(label) = raw
                .label
                .as_deref()
                .filter(|label| !label.trim().is_empty())
            else {
                self.faults.say(start, Phrase::new("layout-no-label"));
                continue;
            };
            if let Some(text) = &raw.text {
                rows.push(row(RowKind::Text, text.get_ref(), label));
                continue;
            }
            let Some(words) = &raw.row else { continue };
            if words.get_ref().0.len() == 1 && words.get_ref().0[0].1 == "all" {
                rows.push(row(RowKind::Total, "", label));
                continue;
            }
            if let Some(meaning) = self.fixed(raw, words, label, at, &meanings) {
                rows.push(row(RowKind::Line, meaning.id.as_str(), label));
                meanings.push(meaning);
            }
        }
        for row in &mut rows {
            row.key = (self.canonical)(std::mem::take(&mut row.key));
        }
        (rows, meanings, list_at, ordinal)
    }

    /// What a fixed row means; `None` where it means nothing of its own, which is said.
    fn fixed(
        &mut self,
        raw: &RawRow,
        words: &Spanned<RawWords>,
        label: &str,
        outer: &Coordinates,
        others: &[RowModel],
    ) -> Option<RowModel> {
        let start = words.span().start;
        if words.get_ref().0.is_empty() {
            self.faults.say(start, Phrase::new("layout-row-no-word"));
            return None;
        }
        let whole = self.at(outer, words);
        let at = self.words(words.get_ref());
        if let Some(twin) = others
            .iter()
            .find(|other| outer.narrowed(&other.at) == whole)
        {
            self.faults
                .say(start, Phrase::new("layout-same-row").arg("other", &twin.id));
        }
        let bare = words.get_ref().0.iter().map(|(_, word)| word.as_str());
        let id = bare.collect::<Vec<_>>().join(".");
        let name = self.name(words.get_ref(), label);
        Some(RowModel {
            id: Id::from(id.as_str()),
            name,
            at,
            of_which: raw.of_which,
        })
    }

    /// The name of what words mean: that of the model, where one word says it and the text as printed says no other.
    pub(super) fn name(&self, words: &RawWords, printed: &str) -> String {
        // A name is one for all years.
        let printed = &undated(printed);
        let bare = label_key(printed);
        let printed = bare_label(printed);
        let generic = ["合计", "小计", "总计", "金额", "预算数"].contains(&bare.as_str());
        let word = words.0.last().and_then(|(_, word)| self.model.word(word));
        match word {
            // The header of all of a flow says no more than that.
            Some(word) if generic && word.dim == Dim::FLOW => String::new(),
            Some(word) if printed.is_empty() => word.name.clone(),
            Some(word) => {
                let own = squash(&word.name);
                let alike = bare.contains(&*own) || own.contains(&bare);
                match generic || words.0.len() == 1 && alike {
                    true => word.name.clone(),
                    false => printed,
                }
            }
            None => printed,
        }
    }
}

fn row(kind: RowKind, id: &str, label: &str) -> RowLayout {
    RowLayout {
        kind,
        row: Id::from(id),
        label: label.to_owned(),
        key: label_key(label),
    }
}

/// A label or header without its years.
pub(super) fn undated(text: &str) -> String {
    let years = [
        ("{last_year}年度", "上年"),
        ("{last_year}年", "上年"),
        ("{year}年度", ""),
        ("{year}年", ""),
    ];
    years.iter().fold(text.to_owned(), |text, (year, word)| {
        text.replace(year, word)
    })
}

/// A label without what numbers it.
fn bare_label(label: &str) -> String {
    let label = label.trim();
    let bare = label_key(label);
    let mut rest = label;
    while squash(rest).trim_end_matches(':') != bare {
        let Some(first) = rest.chars().next() else {
            return bare;
        };
        rest = &rest[first.len_utf8()..];
    }
    rest.trim().to_owned()
}
