//! What the columns of a table hold, and its blocks.

use super::known::{KnownLayouts, TakenColumn, Twin};
use super::names::{self, CARRIED, SOURCES, is_carried, named_in, told_by_carry};
use super::tables::{FoundTable, is_closing, is_numbered, names_year, with_placeholders};
use super::{DraftColumn, DraftField, DraftWords};
use crate::bind::{HeaderPath, HeldCell};
use crate::messages::Phrase;
use crate::model::Code;
use crate::text::squash;

/// The columns of a table from left to right.
pub(super) fn columns(
    found: &FoundTable<'_>,
    paths: &[HeaderPath],
    year: Option<u16>,
    known: &KnownLayouts<'_>,
    twins: &[Twin<'_>],
) -> Vec<DraftColumn> {
    let mut columns: Vec<DraftColumn> = Vec::new();
    for path in paths {
        let texts = path.texts.iter();
        let header: Vec<String> = texts.map(|text| with_placeholders(text, year)).collect();
        let about = named_in(&found.title);
        let taken = known.column(&path.texts, twins, about);
        let cells = found.body.iter();
        let cells = cells.filter_map(|row| row.iter().find(|cell| cell.col == path.col));
        let cells: Vec<&HeldCell> = cells
            .filter(|cell| !found.grid.holds_a_place(&cell.text))
            .collect();
        let field = field(&header, taken.as_ref(), &cells, &columns);
        let words = match (&field, taken) {
            (DraftField::Amount, Some(taken)) if taken.field == DraftField::Amount => taken.words,
            (DraftField::Amount, _) => by_name(&header, known),
            (DraftField::Text(None), _) => DraftWords {
                ask: Some(Phrase::new("infer-text")),
                ..DraftWords::default()
            },
            _ => DraftWords::default(),
        };
        columns.push(DraftColumn {
            col: path.col,
            words: of_last_year(&header, words),
            header,
            field,
        });
    }
    below_carry(found, &mut columns);
    with_carry(&mut columns);
    names::against(&mut columns);
    columns
}

/// What a column that no known layout prints is by its own words.
fn by_name(header: &[String], known: &KnownLayouts<'_>) -> DraftWords {
    let asked = || DraftWords {
        ask: Some(Phrase::new("infer-amount")),
        ..DraftWords::default()
    };
    if let Some(percent) = names::change(header) {
        let word = if percent { "change_percent" } else { "change" };
        return DraftWords {
            words: Some(vec![word.to_owned()]),
            ask: Some(Phrase::new("infer-likely")),
            of_which: false,
        };
    }
    let leaf = header.last().filter(|text| !text.contains('{'));
    // Which carry it is of a name alone does not say.
    let named = leaf.and_then(|text| known.named(text));
    let named = named.map(|words| DraftWords {
        ask: Some(Phrase::new("infer-likely")),
        ..words
    });
    named.unwrap_or_else(asked)
}

/// Says of sources below a header of what is carried over that they are of that.
fn below_carry(found: &FoundTable<'_>, columns: &mut [DraftColumn]) {
    let revenue = found.title.contains('收');
    for column in columns {
        let [above @ .., _] = column.header.as_slice() else {
            continue;
        };
        let carry = above.iter().find_map(|text| names::carried(text, revenue));
        let Some(words) = column.words.words.as_mut() else {
            continue;
        };
        let source = words.iter().any(|word| SOURCES.contains(&word.as_str()));
        let told = |word: &String| CARRIED.contains(&word.as_str()) || word == "from_carried_over";
        if let Some(carry) = carry
            && source
            && !words.iter().any(told)
        {
            words.retain(|word| word != "this_year");
            words.insert(0, carry.to_owned());
        }
    }
}

/// What a column holds: by its header where it says so, by what stands in it, and by known layouts.
fn field(
    header: &[String],
    taken: Option<&TakenColumn>,
    cells: &[&HeldCell],
    before: &[DraftColumn],
) -> DraftField {
    let leaf = header.last().map(|text| squash(text).into_owned());
    let leaf = leaf.as_deref().unwrap_or_default();
    match leaf {
        "类" => return DraftField::CodePart(1),
        "款" => return DraftField::CodePart(2),
        "项" => return DraftField::CodePart(3),
        _ => {}
    }
    let own = taken.map(|taken| taken.field.clone());
    let texts = || cells.iter().filter(|cell| !cell.number);
    let numbered = texts().any(|cell| is_numbered(&cell.text));
    let closed = texts().any(|cell| is_closing(&cell.text));
    let amounts = cells.iter().filter(|cell| cell.number).count();
    let codes = ["编码", "代码", "科目"]
        .iter()
        .any(|word| leaf.contains(word));
    match own {
        Some(own) if own != DraftField::Label => own,
        _ if numbered => DraftField::Label,
        Some(own) if closed => own,
        _ if codes
            && cells
                .iter()
                .all(|cell| is_code(&cell.text) || is_closing(&cell.text)) =>
        {
            match leaf.contains("名称") && before.iter().any(is_coded) {
                true => DraftField::Name,
                false => DraftField::Code,
            }
        }
        _ if leaf.contains("名称") && before.iter().any(is_coded) => DraftField::Name,
        // So do the years that lines are of.
        _ if before.is_empty()
            && !cells.is_empty()
            && amounts == 0
            && cells.iter().all(|cell| names_year(&cell.text)) =>
        {
            DraftField::Label
        }
        // A column of words, in a form without any.
        None if cells.is_empty() && is_of_words(leaf) => DraftField::Text(None),
        // Words that close a table stand in its first column.
        _ if closed && amounts == 0 && before.is_empty() => DraftField::Label,
        None if cells.is_empty() || amounts > 0 => DraftField::Amount,
        Some(own) => own,
        None => DraftField::Text(None),
    }
}

/// Whether the header of a column is that of words.
fn is_of_words(leaf: &str) -> bool {
    [
        "形式",
        "方式",
        "类型",
        "类别",
        "说明",
        "依据",
        "计量单位",
        "地点",
        "时间",
        "日期",
    ]
    .iter()
    .any(|end| leaf.ends_with(end))
}

fn is_coded(column: &DraftColumn) -> bool {
    matches!(column.field, DraftField::Code | DraftField::CodePart(_))
}

/// Whether a squashed text begins with a code.
fn is_code(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    Code::parse(&text[..digits]).is_some()
}

/// What is said of last year is of last year, whatever the same words without it mean.
fn of_last_year(header: &[String], mut words: DraftWords) -> DraftWords {
    const BASES: [&str; 6] = [
        "last_year",
        "last_year_executed",
        "change",
        "change_percent",
        "change_executed",
        "change_executed_percent",
    ];
    let last = header.iter().find(|text| text.contains("{last_year}"));
    if let (Some(text), Some(own)) = (last, &mut words.words)
        && !own.iter().any(|word| BASES.contains(&word.as_str()))
    {
        let basis = match text.contains("执行") {
            true => "last_year_executed",
            false => "last_year",
        };
        own.retain(|word| word != "all");
        own.push(basis.to_owned());
    }
    words
}

fn with_carry(columns: &mut [DraftColumn]) {
    let carried = columns.iter().any(|column| is_carried(&column.words));
    let all = columns
        .iter_mut()
        .filter_map(|column| column.words.words.as_mut());
    told_by_carry(all, carried);
}

/// The blocks: one begins at each label or code behind amounts.
pub(super) fn blocks(columns: Vec<DraftColumn>) -> Vec<Vec<DraftColumn>> {
    let mut blocks: Vec<Vec<DraftColumn>> = Vec::new();
    for column in columns {
        let begins = matches!(
            column.field,
            DraftField::Label | DraftField::Code | DraftField::CodePart(1)
        );
        match blocks.last_mut() {
            Some(block) if !begins || block.iter().all(|own| own.field != DraftField::Amount) => {
                block.push(column);
            }
            _ => blocks.push(vec![column]),
        }
    }
    blocks
}
