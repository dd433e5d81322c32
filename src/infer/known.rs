//! What known layouts say of titles, headers and labels.

use std::collections::BTreeMap;

use super::names::{SOURCES, bare_title, named};
use super::{DraftField, DraftWords};
use crate::bind::{header_key, title_key};
use crate::layout::{Field, Layout, RowKind, TableLayout, Templates, label_key};
use crate::messages::Phrase;
use crate::model::{BlockModel, CodeList, Coordinates, Dim, Id, Lines, Model};
use crate::text::squash;

/// How much more the layouts count whose table has the same title.
const SAME_TITLE: usize = 4;
/// How many last texts of a header are compared, at most.
const MOST_TEXTS: usize = 3;
/// Headers of all that is below the header above them.
const GENERIC: [&str; 6] = ["合计", "小计", "总计", "金额", "预算数", "本年预算数"];

/// The known layouts.
pub(super) struct KnownLayouts<'t> {
    layouts: &'t [Layout],
    codes: &'t CodeList,
    model: &'t Model,
}

/// A table of a known layout.
pub(super) type Twin<'t> = (&'t Layout, &'t TableLayout);

/// What known layouts take a column for.
pub(super) struct TakenColumn {
    pub(super) field: DraftField,
    pub(super) words: DraftWords,
}

/// What a column means: field, words, of which.
type Meant = (DraftField, Vec<String>, bool);

impl<'t> KnownLayouts<'t> {
    pub(super) fn new(templates: &'t Templates) -> Self {
        Self {
            layouts: &templates.layouts,
            codes: &templates.codes,
            model: &templates.model,
        }
    }

    fn all_tables(&self) -> impl Iterator<Item = Twin<'t>> + use<'t> {
        let all = self.layouts.iter();
        all.flat_map(|layout| layout.tables.iter().map(move |table| (layout, table)))
    }

    /// Those with that name.
    pub(super) fn tables(&self, id: &Id) -> Vec<Twin<'t>> {
        let all = self.all_tables();
        all.filter(|(_, table)| table.table == *id).collect()
    }

    /// The name of the table with that title, and whether it is only likely: other titles of known tables, and names of tables in
    /// the dictionary, say it as well; likely are those that differ in no more than whose budget it is.
    pub(super) fn table(&self, title: &str, twins: &[Twin<'_>]) -> Option<(Id, bool)> {
        if let Some((_, first)) = twins.first() {
            let same = twins.iter().all(|(_, table)| table.table == first.table);
            return same.then(|| (first.table.clone(), false));
        }
        let key = title_key(&self.model.reading, &squash(title))?;
        let titles = self.all_tables().flat_map(|(_, table)| {
            let titles = table.titles.iter();
            titles.map(move |own| (own.clone(), &table.table))
        });
        let names = self.model.tables.iter();
        let names = names.map(|own| (squash(&own.name).into_owned(), &own.id));
        let all: Vec<(String, &Id)> = titles.chain(names).collect();
        let only = |same: &dyn Fn(&str) -> bool| {
            let mut ids = all.iter().filter(|(own, _)| same(own)).map(|(_, id)| *id);
            let first = ids.next()?;
            ids.all(|id| id == first).then(|| first.clone())
        };
        if let Some(id) = only(&|own| own == key) {
            return Some((id, false));
        }
        let bare = bare_title(&key);
        Some((only(&|own| bare_title(own) == bare)?, true))
    }

    /// The words whose name in the dictionary is what is printed; asked for where it is so only nearly.
    pub(super) fn named(&self, printed: &str) -> Option<DraftWords> {
        let squashed = squash(printed);
        let of_which = strip_number(&squashed).starts_with("其中");
        let (words, exact) = named(self.model, &label_key(&squashed))?;
        Some(DraftWords {
            words: Some(words),
            ask: (!exact).then(|| Phrase::new("infer-likely")),
            of_which,
        })
    }

    /// The tables with that title.
    pub(super) fn titled(&self, title: &str) -> Vec<Twin<'t>> {
        let Some(key) = title_key(&self.model.reading, &squash(title)) else {
            return Vec::new();
        };
        let all = self.all_tables();
        all.filter(|(_, table)| table.titles.first() == Some(&key))
            .collect()
    }

    /// Whether a column stands beside those of the table in known layouts, and is none of a table in any. One that tells the unit of
    /// each row may be a key here.
    pub(super) fn is_beside(&self, header: &[String]) -> bool {
        let Some(key) = header.last().map(|text| squash(text).into_owned()) else {
            return false;
        };
        if ["单位", "部门", "科室"]
            .iter()
            .any(|word| key.contains(word))
        {
            return false;
        }
        let blocks = self.layouts.iter().flat_map(|layout| &layout.tables);
        let mut columns = blocks
            .flat_map(|table| &table.blocks)
            .flat_map(|block| &block.columns);
        let beside = self
            .layouts
            .iter()
            .any(|layout| layout.extra_columns.contains(&key));
        beside && !columns.any(|column| column.path.last() == Some(&key))
    }

    /// What the column with that header is: by its last three texts, else two, else one. A table that is about a classification
    /// (`about`) may print the names of its codes in headers.
    pub(super) fn column(
        &self,
        header: &[String],
        twins: &[Twin<'_>],
        about: Option<Dim>,
    ) -> Option<TakenColumn> {
        let words = &*self.model.reading;
        let keys: Vec<String> = header.iter().map(|text| header_key(words, text)).collect();
        for count in (1..=MOST_TEXTS.min(keys.len())).rev() {
            let (mut votes, whole) = self.votes(&keys, count, twins);
            if count == 1 {
                if let [above @ .., last] = keys.as_slice()
                    && !above.is_empty()
                    && !whole
                    && GENERIC.contains(&last.as_str())
                {
                    return Some(self.by_above(&header[..above.len()], twins, about));
                }
                self.coded(keys.last()?, about, &mut votes);
            }
            let Some(((field, words, of_which), others)) = won(votes) else {
                continue;
            };
            let by_end = (!whole && count < keys.len()).then(|| Phrase::new("infer-by-end"));
            let words = DraftWords {
                words: (field == DraftField::Amount).then_some(words),
                ask: others.or(by_end).filter(|_| field == DraftField::Amount),
                of_which,
            };
            return Some(TakenColumn { field, words });
        }
        None
    }

    /// The votes for columns with the same last `count` texts, and whether one has the same whole header.
    fn votes(
        &self,
        keys: &[String],
        count: usize,
        twins: &[Twin<'_>],
    ) -> (BTreeMap<Meant, usize>, bool) {
        let (mut votes, mut whole) = (BTreeMap::new(), false);
        for layout in self.layouts {
            let own = keys.iter().map(|key| layout.canonical(key).0);
            let mut own: Vec<&str> = own.filter(|key| !key.is_empty()).collect();
            own.dedup();
            for table in &layout.tables {
                let twin = twins.iter().any(|(_, twin)| std::ptr::eq(*twin, table));
                let weight = if twin { SAME_TITLE } else { 1 };
                whole |= vote(table, &own, count, weight, &mut votes);
            }
        }
        (votes, whole)
    }

    /// A column of all that is below a header: what that header alone is, to be looked at.
    fn by_above(&self, above: &[String], twins: &[Twin<'_>], about: Option<Dim>) -> TakenColumn {
        let taken = self.column(above, twins, about);
        let words = taken.filter(|own| own.field == DraftField::Amount);
        let words = words.map(|own| own.words);
        let words = words.or_else(|| self.named(above.last()?));
        let words = words.unwrap_or_default();
        let ask = Phrase::new("infer-total-of").list("header", above);
        TakenColumn {
            field: DraftField::Amount,
            words: DraftWords {
                ask: Some(words.ask.unwrap_or(ask)),
                ..words
            },
        }
    }

    /// Votes for the codes that are called like a header.
    fn coded(&self, name: &str, about: Option<Dim>, votes: &mut BTreeMap<Meant, usize>) {
        for dim in [Dim::ECONOMIC, Dim::GOVERNMENT_ECONOMIC] {
            let weight = match about {
                Some(own) if own == dim => 2 * SAME_TITLE,
                Some(Dim::ECONOMIC | Dim::GOVERNMENT_ECONOMIC) => continue,
                _ => 1,
            };
            for code in self.codes.named(Lines::List(dim), name) {
                let meant = (DraftField::Amount, vec![code.to_string()], false);
                *votes.entry(meant).or_default() += weight;
            }
        }
    }

    /// Whether tables with the same title take the row with that label for words without amounts, and the name of the text where
    /// they take it for one.
    pub(super) fn words_alone(&self, label: &str, twins: &[Twin<'_>]) -> Option<Option<Id>> {
        let key = label_key(label);
        twins.iter().find_map(|(layout, table)| {
            let own = layout.canonical(&key).0;
            let rows = table.blocks.iter().flat_map(|block| &block.rows);
            let mut rows = rows.filter(|row| row.key == own);
            rows.find_map(|row| match row.kind {
                RowKind::Heading => Some(None),
                RowKind::Text => Some(Some(row.row.clone())),
                RowKind::Line | RowKind::Total | RowKind::List => None,
            })
        })
    }

    /// What the row with that label is. Below a row of what is carried over, one of that is preferred.
    pub(super) fn row(&self, label: &str, below: Option<&str>, twins: &[Twin<'_>]) -> DraftWords {
        let key = label_key(label);
        let mut votes: BTreeMap<(Vec<String>, bool), usize> = BTreeMap::new();
        for layout in self.layouts {
            let own = layout.canonical(&key).0;
            for table in &layout.tables {
                let twin = twins.iter().any(|(_, twin)| std::ptr::eq(*twin, table));
                for block in &table.blocks {
                    for row in block.rows.iter().filter(|row| row.key == own) {
                        let meaning = block.meaning.row(row.row.as_str());
                        let words = match (row.kind, meaning) {
                            (RowKind::Line, Some(own)) => sources_alone(words(&own.at)),
                            (RowKind::Total, _) => vec!["all".to_owned()],
                            _ => continue,
                        };
                        let of_which = meaning.is_some_and(|own| own.of_which);
                        let fits = below.is_some_and(|word| words.iter().any(|own| own == word));
                        let weight = if twin || fits { SAME_TITLE } else { 1 };
                        *votes.entry((words, of_which)).or_default() += weight;
                    }
                }
            }
        }
        match won(votes) {
            None => self.named(label).unwrap_or_default(),
            Some(((words, of_which), ask)) => DraftWords {
                words: Some(words),
                ask,
                of_which: of_which || strip_number(&squash(label)).starts_with("其中"),
            },
        }
    }
}

/// A squashed label without white space or numbers in front.
fn strip_number(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_ascii_digit() || "().、 ".contains(c))
}

/// The votes of a table for columns with the same last texts; whether one has the same whole header.
fn vote(
    table: &TableLayout,
    path: &[&str],
    count: usize,
    weight: usize,
    votes: &mut BTreeMap<Meant, usize>,
) -> bool {
    let mut any_whole = false;
    let last = &path[path.len().saturating_sub(count)..];
    for block in &table.blocks {
        for column in &block.columns {
            let own = &column.path[column.path.len().saturating_sub(count)..];
            if last.is_empty() || own.len() != last.len() || own != last {
                continue;
            }
            // The same whole header says more than the same end.
            let whole = column.path == path;
            any_whole |= whole;
            let meant = meant(&column.field, &block.meaning);
            *votes.entry(meant).or_default() += weight * (1 + usize::from(whole));
        }
    }
    any_whole
}

fn meant(field: &Field, block: &BlockModel) -> Meant {
    let field = match field {
        Field::Label => DraftField::Label,
        Field::Code => DraftField::Code,
        Field::CodePart(level) => DraftField::CodePart(*level),
        Field::Name => DraftField::Name,
        Field::Key(dim, part) => DraftField::Key(*dim, *part),
        Field::Text(id) => DraftField::Text(Some(id.clone())),
        Field::Amount(id) => {
            let column = block.columns.iter().find(|own| own.id == *id);
            let words = column.map_or_else(Vec::new, |own| sources_alone(words(&own.at)));
            let of_which = column.is_some_and(|own| own.of_which);
            return (DraftField::Amount, words, of_which);
        }
    };
    (field, Vec::new(), false)
}

/// Coordinates as bare words.
pub(super) fn words(at: &Coordinates) -> Vec<String> {
    let words: Vec<String> = at.iter().map(|(_, member)| member.to_string()).collect();
    match words.is_empty() {
        true => vec!["all".to_owned()],
        false => words,
    }
}

/// The words without that they are of this year, which is said of sources where the form prints what is carried over beside them.
fn sources_alone(mut words: Vec<String>) -> Vec<String> {
    if words.iter().any(|word| SOURCES.contains(&word.as_str())) {
        words.retain(|word| word != "this_year");
    }
    words
}

/// What has most votes; where another has half as many or more, the question which one it is.
fn won<T: Clone + Ord + SaidInQuestion>(votes: BTreeMap<T, usize>) -> Option<(T, Option<Phrase>)> {
    let mut all: Vec<(T, usize)> = votes.into_iter().collect();
    all.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let (best, most) = all.first().cloned()?;
    let near = all.iter().skip(1).filter(|(_, own)| own * 2 >= most);
    let near: Vec<String> = near.map(|(own, _)| own.said()).collect();
    let ask = (!near.is_empty()).then(|| Phrase::new("infer-or").list("others", near));
    Some((best, ask))
}

/// What is said of a meaning in a question.
trait SaidInQuestion {
    fn said(&self) -> String;
}

impl SaidInQuestion for Meant {
    fn said(&self) -> String {
        match &self.0 {
            DraftField::Amount => self.1.join(" "),
            other => super::write::field_name(other),
        }
    }
}

impl SaidInQuestion for (Vec<String>, bool) {
    fn said(&self) -> String {
        self.0.join(" ")
    }
}
