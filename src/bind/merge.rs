//! Parts of one table become the table: pages are joined, repetitions told apart, and what concerns a table as a whole is
//! said once.

use std::collections::BTreeMap;

use super::extract::Reader;
use super::ledger::Role;
use super::lines::{ReadLine, ReadPart};
use super::placement::Part;
use super::titles::table_name;
use crate::finding::{Finding, FindingCode, Severity, Stated};
use crate::model::{Budget, Key, Line, Table, finest_digit};
use crate::workbook::Visibility;

/// Joins the parts of each table and adds the tables to the budget, in the order of the model.
pub(super) fn tables(reader: &mut Reader<'_, '_>, parts: Vec<ReadPart<'_>>, budget: &mut Budget) {
    let mut groups: Vec<Vec<ReadPart<'_>>> =
        reader.layout.tables.iter().map(|_| Vec::new()).collect();
    for part in strangers_apart(reader, parts) {
        groups[part.part.table].push(part);
    }
    for group in &mut groups {
        // A hidden copy does not go before the sheet that is seen.
        group.sort_by_key(|part| {
            reader.source.sheets[part.part.sheet].sheet.visibility != Visibility::Visible
        });
    }
    for group in groups.into_iter().filter(|group| !group.is_empty()) {
        let table = join(reader, group);
        budget.tables.push(table);
    }
    let order = |table: &Table| {
        reader
            .templates
            .model
            .tables
            .iter()
            .position(|meaning| meaning.id == table.table)
    };
    budget.tables.sort_by_key(order);
}

/// Tells apart what belongs to another unit or year than most tables of the submission; such parts are not read.
fn strangers_apart<'p>(reader: &mut Reader<'_, '_>, parts: Vec<ReadPart<'p>>) -> Vec<ReadPart<'p>> {
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
    let mut own = Vec::with_capacity(parts.len());
    for part in parts {
        let table = table_name(reader.table(part.part)).to_owned();
        let other_name = part
            .part
            .preparer
            .as_deref()
            .zip(most.as_deref())
            .filter(|(name, most)| !name.ends_with(most) && !most.ends_with(name));
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
        let mut finding = finding;
        finding.cells = title_cell(reader, part.part).into_iter().collect();
        finding.sheet = Some(reader.source.sheets[part.part.sheet].name.to_string());
        reader.findings.push(finding);
        not_read(
            reader,
            part.part.sheet,
            part.lines.iter().flat_map(|read| &read.cells),
        );
    }
    own
}

/// Marks amounts that do not enter the model.
fn not_read<'c>(reader: &mut Reader<'_, '_>, sheet: usize, cells: impl Iterator<Item = &'c usize>) {
    for &cell in cells {
        if matches!(
            reader.ledger.get(sheet, cell),
            Some(Role::Amount | Role::Total)
        ) {
            reader.ledger.set(sheet, cell, Role::NotRead);
        }
    }
}

/// A text between title and header that speaks of a unit of measure without saying which.
fn unclear_measure(reader: &Reader<'_, '_>, part: &Part) -> Option<String> {
    let (header, _) = part.header?;
    let sheet = &reader.source.sheets[part.sheet];
    let from = part
        .title
        .map_or(header.saturating_sub(2), |title| title.row);
    let cells = (from..header).flat_map(|row| sheet.row(row));
    let text = cells.map(|at| &sheet.texts[at]).find(|text| {
        ["万元", "千元", "百万", "亿元"]
            .iter()
            .any(|word| text.contains(word))
    })?;
    Some(text.to_string())
}

fn closed(lines: &[ReadLine]) -> bool {
    lines.iter().any(|read| read.line.key == Key::Total)
}

fn join(reader: &mut Reader<'_, '_>, parts: Vec<ReadPart<'_>>) -> Table {
    let mut parts = parts.into_iter();
    let mut first = parts.next().expect("a group has a part");
    let layout = reader.table(first.part).clone();
    let name = table_name(&layout).to_owned();
    if !first.part.contradicting.is_empty() {
        let sheet = &reader.source.sheets[first.part.sheet];
        let mut finding = Finding::new(FindingCode::UnitSuspect)
            .variant("contradict")
            .arg("table", &name)
            .arg("measure", first.measure.word());
        finding.cells = first
            .part
            .contradicting
            .iter()
            .filter_map(|&cell| sheet.at(cell))
            .map(|at| Stated::text(Some(sheet.place(at)), &sheet.raw(at)))
            .collect();
        reader.findings.push(finding);
    }
    if first.part.measure.is_none() {
        let mut finding = Finding::new(FindingCode::UnitMissing)
            .arg("table", &name)
            .arg("measure", layout.measure.word());
        if let Some(text) = unclear_measure(reader, first.part) {
            finding = finding
                .variant("unclear")
                .severity(Severity::Error)
                .arg("text", text);
        }
        finding.cells = title_cell(reader, first.part).into_iter().collect();
        finding.sheet = Some(reader.source.sheets[first.part.sheet].name.to_string());
        reader.findings.push(finding);
    }
    let place = title_cell(reader, first.part).and_then(|cell| cell.place);
    let mut quantum = finest_digit(first.measure.yuan(), first.decimals);
    let mut lines: Vec<(usize, ReadLine)> = first.lines.drain(..).map(|line| (0, line)).collect();
    let mut note = first.note.take();
    for (page, mut part) in parts.enumerate() {
        let whole: Vec<&Line> = lines.iter().map(|(_, read)| &read.line).collect();
        let stated: Vec<Line> = part.lines.iter().map(|read| read.line.clone()).collect();
        if closed(&part.lines) && whole.iter().any(|line| line.key == Key::Total) {
            repeated_table(reader, &name, &whole, &part);
            continue;
        }
        if stated.is_empty() && part.note.is_none() && part.placeholders.is_empty() {
            continue;
        }
        quantum = quantum.min(finest_digit(part.measure.yuan(), part.decimals));
        first.text_numbers.append(&mut part.text_numbers);
        first.recomputed.append(&mut part.recomputed);
        first.hidden.append(&mut part.hidden);
        first.too_many_digits.append(&mut part.too_many_digits);
        first.placeholders.append(&mut part.placeholders);
        note = note.or(part.note.take());
        for read in part.lines {
            lines.push((page + 1, read));
        }
    }
    say_once(reader, &name, &mut first);
    let missing_columns = first.part.missing.clone();
    let lines = unrepeated(reader, &name, &layout, first.part.sheet, lines);
    Table {
        table: layout.table.clone(),
        measure: first.measure,
        quantum,
        lines,
        missing_columns,
        note,
        place,
    }
}

fn title_cell(reader: &Reader<'_, '_>, part: &Part) -> Option<Stated> {
    let sheet = &reader.source.sheets[part.sheet];
    let at = sheet.at(part.title?)?;
    Some(Stated::text(Some(sheet.place(at)), &sheet.raw(at)))
}

/// The same table twice: with the same amounts a note, with others an error. The first is kept.
fn repeated_table(reader: &mut Reader<'_, '_>, name: &str, whole: &[&Line], part: &ReadPart<'_>) {
    let same = part.lines.iter().all(|read| {
        let twin = whole
            .iter()
            .find(|line| line.block == read.line.block && line.key == read.line.key);
        twin.is_some_and(|line| same_amounts(line, &read.line))
    });
    for &cell in part.lines.iter().flat_map(|read| &read.cells) {
        if matches!(
            reader.ledger.get(part.part.sheet, cell),
            Some(Role::Amount | Role::Total)
        ) {
            reader.ledger.set(part.part.sheet, cell, Role::Repeated);
        }
    }
    let mut finding = Finding::new(FindingCode::RepeatedTable).arg("table", name);
    if same {
        finding = finding.variant("same").severity(Severity::Note);
    }
    finding.cells = title_cell(reader, part.part).into_iter().collect();
    let differing = part.lines.iter().filter_map(|read| {
        let twin = whole
            .iter()
            .find(|line| line.block == read.line.block && line.key == read.line.key);
        let other = |id| twin.and_then(|line| line.amounts.get(id));
        read.line
            .amounts
            .iter()
            .find(|(id, amount)| other(*id).is_none_or(|twin| twin.yuan != amount.yuan))
            .map(|(_, amount)| Stated::amount(amount))
    });
    finding.cells.extend(differing);
    finding.sheet = Some(reader.source.sheets[part.part.sheet].name.to_string());
    reader.findings.push(finding);
}

fn same_amounts(a: &Line, b: &Line) -> bool {
    let yuan = |line: &Line| {
        line.amounts
            .iter()
            .filter(|(_, amount)| !amount.yuan.is_zero())
            .map(|(id, amount)| (id.clone(), amount.yuan))
            .collect::<Vec<_>>()
    };
    yuan(a) == yuan(b)
}

/// Drops lines that a page repeats with the same amounts, and reports codes that stand twice. Closing lines come last.
fn unrepeated(
    reader: &mut Reader<'_, '_>,
    name: &str,
    layout: &crate::layout::TableLayout,
    sheet: usize,
    read: Vec<(usize, ReadLine)>,
) -> Vec<Line> {
    let mut kept: Vec<(usize, Line)> = Vec::new();
    for (page, ReadLine { line, cells, .. }) in read {
        let empty_key = matches!(&line.key, Key::Unknown(text) if text.is_empty());
        let twin = kept
            .iter()
            .find(|(_, other)| other.block == line.block && other.key == line.key && !empty_key);
        if let Some((other_page, other)) = twin {
            let same = same_amounts(other, &line);
            let single = matches!(line.key, Key::Total | Key::Row(_));
            if same && (*other_page != page || single) {
                for &cell in &cells {
                    let at = line
                        .place
                        .as_ref()
                        .and_then(|place| {
                            reader
                                .source
                                .sheets
                                .iter()
                                .position(|own| own.name == place.sheet)
                        })
                        .unwrap_or(sheet);
                    if matches!(
                        reader.ledger.get(at, cell),
                        Some(Role::Amount | Role::Total)
                    ) {
                        reader.ledger.set(at, cell, Role::Repeated);
                    }
                }
                if !single {
                    reader.findings.push(
                        repeated_code(name, other, &line)
                            .variant("same")
                            .severity(Severity::Note),
                    );
                }
                continue;
            }
            if single {
                // Two closing lines, or two of one fixed row, that differ: the first stands, the other is said to be unread.
                let fixed = matches!(line.key, Key::Row(_));
                let mut finding = Finding::new(FindingCode::NumberNotRead)
                    .severity(Severity::Error)
                    .variant(if fixed { "row" } else { "totals" })
                    .arg("table", name)
                    .arg("label", &line.name);
                finding.cells = line.amounts.values().map(Stated::amount).collect();
                for &cell in &cells {
                    let at = line
                        .place
                        .as_ref()
                        .and_then(|place| {
                            reader
                                .source
                                .sheets
                                .iter()
                                .position(|own| own.name == place.sheet)
                        })
                        .unwrap_or(sheet);
                    if matches!(
                        reader.ledger.get(at, cell),
                        Some(Role::Amount | Role::Total)
                    ) {
                        reader.ledger.set(at, cell, Role::NotRead);
                    }
                }
                reader.findings.push(finding);
                continue;
            }
            reader.findings.push(repeated_code(name, other, &line));
        }
        kept.push((page, line));
    }
    let mut lines: Vec<Line> = kept.into_iter().map(|(_, line)| line).collect();
    let block = |line: &Line| {
        layout
            .blocks
            .iter()
            .position(|block| block.block == line.block)
    };
    lines.sort_by_key(|line| (block(line), line.key == Key::Total));
    lines
}

fn repeated_code(name: &str, first: &Line, second: &Line) -> Finding {
    let shown = match &second.key {
        Key::Code(code) => code.to_string(),
        Key::Unknown(text) => text.clone(),
        Key::Row(_) | Key::Total => second.name.clone(),
    };
    let cell = |line: &Line| Stated::text(line.place.clone(), &format!("{shown} {}", line.name));
    Finding::new(FindingCode::RepeatedCode)
        .arg("code", &shown)
        .arg("name", &second.name)
        .arg("table", name)
        .cell(cell(second))
        .cell(cell(first))
}

/// What concerns many cells of a part is one finding.
fn say_once(reader: &mut Reader<'_, '_>, name: &str, part: &mut ReadPart<'_>) {
    let mut say =
        |code: FindingCode, cells: &mut Vec<Stated>, extra: Option<(&'static str, &str)>| {
            if cells.is_empty() {
                return;
            }
            let mut finding = Finding::new(code)
                .arg("table", name)
                .arg("count", cells.len());
            if let Some((key, value)) = extra {
                finding = finding.arg(key, value);
            }
            finding.cells = std::mem::take(cells);
            reader.findings.push(finding);
        };
    say(FindingCode::TextNumber, &mut part.text_numbers, None);
    say(FindingCode::FormulaWithoutValue, &mut part.recomputed, None);
    say(FindingCode::TooManyDigits, &mut part.too_many_digits, None);
    say(
        FindingCode::HiddenAmount,
        &mut part.hidden,
        Some(("where", "行、列或工作表")),
    );
    if !part.placeholders.is_empty() {
        let finding = placeholder_finding(std::mem::take(&mut part.placeholders));
        reader.findings.push(finding);
    }
}

/// One finding for the placeholders of a table or sheet.
pub(super) fn placeholder_finding(cells: Vec<Stated>) -> Finding {
    let text: String = cells[0].text.trim().chars().take(20).collect();
    let mut finding = Finding::new(FindingCode::PlaceholderLeft)
        .arg("count", cells.len())
        .arg("text", text);
    finding.cells = cells;
    finding
}

/// What the header of a part lacks or has too much of.
pub(super) fn header_findings(reader: &mut Reader<'_, '_>, part: &Part) {
    let layout = reader.table(part);
    let name = table_name(layout).to_owned();
    let sheet = &reader.source.sheets[part.sheet];
    let header_row = part.header.map_or(0, |(_, to)| to);
    let place = |col: u32| {
        let cell = (part.header.map_or(0, |(from, _)| from)..=header_row)
            .rev()
            .find_map(|row| sheet.at(crate::workbook::Address::new(row, col)));
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
                .at(crate::workbook::Address::new(row, col))
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
        let shown = nearest.map_or("（无）", |(_, text)| text.as_str());
        let mut finding = Finding::new(FindingCode::HeaderNotUnderstood)
            .arg("table", &name)
            .arg("column", missing)
            .arg("nearest", shown);
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
