//! Tables of another unit or another year among those of a submission, and headers that lack columns or have others.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::ledger::Role;
use super::placement::PlacedPart;
use super::read_part::ReadPart;
use super::reader::{SubmissionReader, title_cell};
use super::titles::table_name;
use crate::finding::{Finding, FindingCode, Severity, Stated};
use crate::workbook::{Address, SheetIx};

/// Tells apart what belongs to another unit or year than most tables of the submission; such parts are not read, but for
/// those where that is a slip.
pub(super) fn strangers_apart<'p>(
    reader: &mut SubmissionReader<'_, '_>,
    parts: Vec<ReadPart<'p>>,
) -> Vec<ReadPart<'p>> {
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let mut years: BTreeMap<u16, usize> = BTreeMap::new();
    for part in &parts {
        if let Some(name) = &part.part.preparer {
            *names.entry(name).or_default() += 1;
        }
        if let Some(year) = part.part.year {
            *years.entry(year).or_default() += 1;
        }
    }
    let first = parts.iter().find_map(|part| part.part.preparer.as_deref());
    let most = names
        .iter()
        .max_by_key(|&(name, count)| (*count, Some(*name) == first))
        .map(|(name, _)| (*name).to_owned());
    let year = years
        .iter()
        .max_by_key(|&(year, count)| (*count, *year))
        .map(|(year, _)| *year);
    // A title that was not changed from last year is a slip; beside a table of the right year it is another table.
    let right_year: BTreeSet<usize> = parts
        .iter()
        .filter(|part| part.part.year == year)
        .map(|part| part.part.table)
        .collect();
    let slips = most.as_deref().map(|most| slips(reader, &parts, most));
    let slips = slips.unwrap_or_default();
    let mut own = Vec::with_capacity(parts.len());
    for part in parts {
        let table = table_name(reader.table(part.part)).to_owned();
        let named = part.part.preparer.as_deref().zip(most.as_deref());
        let other_name = named.filter(|(name, most)| is_other(name, most));
        let other_year = part.part.year.zip(year).filter(|(own, year)| own != year);
        let finding = match (other_name, other_year) {
            (Some((name, most)), _) => Finding::new(FindingCode::NameVaries)
                .arg("table", table)
                .arg("name", name)
                .arg("other", most),
            (None, Some((own, year))) => Finding::new(FindingCode::WrongYear)
                .arg("table", table)
                .arg("year", own)
                .arg("other", year),
            (None, None) => {
                own.push(part);
                continue;
            }
        };
        let slip = match other_name {
            Some((name, _)) => slips.contains(name),
            None => !right_year.contains(&part.part.table),
        };
        let mut finding = match (slip, other_name) {
            (true, Some(_)) => finding.variant("read").severity(Severity::Warning),
            (true, None) => finding.variant("read"),
            (false, _) => finding,
        };
        let line = other_name.and(preparer_cell(reader, part.part));
        let cell = line.or_else(|| title_cell(reader, part.part));
        finding.cells = cell.into_iter().collect();
        finding.sheet = Some(reader.source.sheets[part.part.sheet].name.to_string());
        reader.findings.push(finding);
        if slip {
            own.push(part);
            continue;
        }
        not_read(
            reader,
            part.part.sheet,
            part.lines.iter().flat_map(|read| &read.cells),
        );
    }
    own
}

/// The line that names the unit of a part.
fn preparer_cell(reader: &SubmissionReader<'_, '_>, part: &PlacedPart) -> Option<Stated> {
    let sheet = &reader.source.sheets[part.sheet];
    let at = sheet.at(part.preparer_cell?)?;
    Some(Stated::text(Some(sheet.place(at)), &sheet.raw(at)))
}

/// Whether two names are those of different units, and not one name in two forms.
fn is_other(name: &str, most: &str) -> bool {
    !name.contains(most) && !most.contains(name)
}

/// The other names that are slips, and whose tables are read: the line above a table was not changed when it was copied from
/// another unit's. It is no slip where a table stands under the right name as well. Of one table it is taken for one; of
/// more where the table's largest amount stands in the other tables too.
fn slips(
    reader: &SubmissionReader<'_, '_>,
    parts: &[ReadPart<'_>],
    most: &str,
) -> BTreeSet<String> {
    let name = |part: &ReadPart<'_>| part.part.preparer.clone();
    let other = |part: &ReadPart<'_>| name(part).is_some_and(|name| is_other(&name, most));
    let right: Vec<&ReadPart<'_>> = parts.iter().filter(|part| !other(part)).collect();
    let amounts = |part: &&ReadPart<'_>| -> Vec<Decimal> {
        let lines = part.lines.iter();
        let amounts = lines.flat_map(|read| read.line.amounts.values());
        amounts.map(|amount| amount.yuan).collect()
    };
    let known: BTreeSet<Decimal> = right.iter().flat_map(amounts).collect();
    let mut names: BTreeMap<String, Vec<&ReadPart<'_>>> = BTreeMap::new();
    for part in parts.iter().filter(|part| other(part)) {
        names
            .entry(name(part).unwrap_or_default())
            .or_default()
            .push(part);
    }
    names.retain(|_, parts| {
        let tables: BTreeSet<usize> = parts.iter().map(|part| part.part.table).collect();
        let twice = right.iter().any(|own| {
            let same = parts
                .iter()
                .filter(|part| part.part.table == own.part.table);
            same.into_iter().any(|part| !goes_on(part, own))
        });
        let fits = |part: &&ReadPart<'_>| {
            let largest = amounts(part).into_iter().max().unwrap_or_default();
            // 三公 money is no part of the other tables.
            let apart = reader.table(part.part).table.as_str() == "three_public";
            largest.is_zero() || apart || known.contains(&largest)
        };
        !twice && (tables.len() == 1 || parts.iter().all(fits))
    });
    names.into_keys().collect()
}

/// Whether two parts are pages of one table: it goes on, and no line stands on both.
fn goes_on(part: &ReadPart<'_>, other: &ReadPart<'_>) -> bool {
    let keys = |part: &ReadPart<'_>| -> BTreeSet<String> {
        let lines = part.lines.iter().map(|read| &read.line);
        let lines = lines.filter(|line| !line.amounts.is_empty());
        lines
            .map(|line| format!("{} {:?}", line.block, line.key))
            .collect()
    };
    let (own, other) = (keys(part), keys(other));
    !own.is_empty() && !other.is_empty() && own.is_disjoint(&other)
}

/// Marks amounts that do not enter the model.
fn not_read<'c>(
    reader: &mut SubmissionReader<'_, '_>,
    sheet: SheetIx,
    cells: impl Iterator<Item = &'c usize>,
) {
    for &cell in cells {
        if matches!(
            reader.ledger.get(sheet, cell),
            Some(Role::Amount | Role::Total)
        ) {
            reader.ledger.set(sheet, cell, Role::NotRead);
        }
    }
}

/// What the header of a part lacks or has too much of.
pub(super) fn header_findings(reader: &mut SubmissionReader<'_, '_>, part: &PlacedPart) {
    let layout = reader.table(part);
    let name = table_name(layout).to_owned();
    let sheet = &reader.source.sheets[part.sheet];
    let header_row = part.header.map_or(0, |(_, to)| to);
    let place = |col: u32| {
        let cell = (part.header.map_or(0, |(from, _)| from)..=header_row)
            .rev()
            .find_map(|row| sheet.at(Address::new(row, col)));
        cell.map(|at| Stated::text(Some(sheet.place(at)), &sheet.raw(at)))
    };
    let first = part
        .title
        .and_then(|title| sheet.at(title))
        .or_else(|| sheet.row(header_row).next());
    let first = first.map(|at| Stated::text(Some(sheet.place(at)), &sheet.raw(at)));
    let holds_numbers = |col: u32| {
        (part.body.0..=part.body.1).any(|row| {
            sheet
                .at(Address::new(row, col))
                .is_some_and(|at| sheet.is_number(at))
        })
    };
    let mut found = Vec::new();
    for missing in &part.missing {
        let leaf = missing.rsplit('-').next().unwrap_or(missing);
        let nearest = part
            .unknown
            .iter()
            .max_by_key(|(_, text)| text.chars().filter(|c| leaf.contains(*c)).count());
        let mut finding = Finding::new(FindingCode::HeaderNotUnderstood)
            .arg("table", &name)
            .arg("column", missing)
            .maybe("nearest", nearest.map(|(_, text)| text));
        finding.cells = nearest
            .and_then(|(col, _)| place(*col))
            .or_else(|| first.clone())
            .into_iter()
            .collect();
        found.push(finding);
    }
    for (col, text) in part
        .unknown
        .iter()
        .filter(|(col, _)| part.missing.is_empty() && holds_numbers(*col))
    {
        let mut finding = Finding::new(FindingCode::HeaderNotUnderstood)
            .variant("unknown")
            .arg("table", &name)
            .arg("column", text);
        finding.cells = place(*col).into_iter().collect();
        found.push(finding);
    }
    for (col, text) in part.repeated.iter().filter(|(col, _)| holds_numbers(*col)) {
        let mut finding = Finding::new(FindingCode::HeaderNotUnderstood)
            .variant("repeated")
            .arg("table", &name)
            .arg("column", text);
        finding.cells = place(*col).into_iter().collect();
        found.push(finding);
    }
    reader.findings.extend(found);
}
