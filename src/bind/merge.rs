//! Parts of one table become the table: pages are joined, repetitions told apart, and what concerns a table as a whole is
//! said once.

use std::collections::HashMap;

use super::ledger::Role;
use super::placement::PlacedPart;
use super::read_part::{ReadLine, ReadPart};
use super::reader::{SubmissionReader, title_cell};
use super::strangers::strangers_apart;
use super::titles::table_name;
use crate::finding::{Finding, FindingCode, Severity, Stated};
use crate::messages::Arg;
use crate::model::{Budget, Coordinates, Id, Key, Line, ReadingWords, Table, finest_digit};
use crate::workbook::{SheetIx, Visibility};

/// Joins the parts of each table and adds the tables to the budget, in the order of the layout.
pub(super) fn tables(
    reader: &mut SubmissionReader<'_, '_>,
    parts: Vec<ReadPart<'_>>,
    budget: &mut Budget,
) {
    let mut groups: Vec<Vec<ReadPart<'_>>> =
        reader.layout.tables.iter().map(|_| Vec::new()).collect();
    for part in strangers_apart(reader, parts) {
        groups[part.part.table].push(part);
    }
    for group in &mut groups {
        // A hidden page does not go before the sheet that is seen.
        group.sort_by_key(|part| {
            reader.source.sheets[part.part.sheet].sheet.visibility != Visibility::Visible
        });
    }
    for group in groups.into_iter().filter(|group| !group.is_empty()) {
        let table = join(reader, group);
        budget.tables.push(table);
    }
    let order = |table: &Table| {
        let mut tables = reader.layout.tables.iter();
        tables.position(|printed| printed.table == table.table)
    };
    budget.tables.sort_by_key(order);
}

/// A text between title and header that speaks of a unit of measure without saying which.
fn unclear_measure(reader: &SubmissionReader<'_, '_>, part: &PlacedPart) -> Option<String> {
    let (header, _) = part.header?;
    let sheet = &reader.source.sheets[part.sheet];
    let from = part
        .title
        .map_or(header.saturating_sub(2), |title| title.row);
    let cells = (from..header).flat_map(|row| sheet.row(row));
    let unclear = &reader.layout.words.measure.unclear;
    let mut texts = cells.map(|at| &sheet.texts[at]);
    let text = texts.find(|text| ReadingWords::holds(unclear, text))?;
    Some(text.to_string())
}

/// By what a line is told from the others of its table.
fn place_of(line: &Line) -> LineKey {
    (line.block.clone(), line.key.clone(), line.at.clone())
}

type LineKey = (Id, Key, Coordinates);

fn closed(lines: &[ReadLine]) -> bool {
    lines.iter().any(|read| read.line.key == Key::Total)
}

fn join(reader: &mut SubmissionReader<'_, '_>, parts: Vec<ReadPart<'_>>) -> Table {
    let mut parts = parts.into_iter();
    let mut first = parts.next().expect("a group has a part");
    let layout = reader.table(first.part).clone();
    let name = table_name(&layout).to_owned();
    if !first.part.contradicting.is_empty() {
        let sheet = &reader.source.sheets[first.part.sheet];
        let mut finding = Finding::new(FindingCode::UnitSuspect)
            .variant("contradict")
            .arg("table", &name)
            .word("measure", first.measure.word_name());
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
            .word("measure", layout.measure.word_name());
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
    // Whether one of the lines so far closes the table, the first line of each block and key, and how many were looked at.
    let (mut complete, mut looked_at) = (false, 0);
    let mut firsts: HashMap<LineKey, usize> = HashMap::new();
    for (page, mut part) in parts.enumerate() {
        for (at, (_, read)) in lines.iter().enumerate().skip(looked_at) {
            complete |= read.line.key == Key::Total;
            firsts.entry(place_of(&read.line)).or_insert(at);
        }
        looked_at = lines.len();
        if complete && closed(&part.lines) {
            let twin = |line: &Line| Some(&lines[*firsts.get(&place_of(line))?].1.line);
            repeated_table(reader, &name, &twin, &part);
            continue;
        }
        if part.lines.is_empty() && part.note.is_none() && part.placeholders.is_empty() {
            continue;
        }
        quantum = quantum.min(finest_digit(part.measure.yuan(), part.decimals));
        first.text_numbers.append(&mut part.text_numbers);
        first.hidden.append(&mut part.hidden);
        first.hidden_by.append(&mut part.hidden_by);
        first.too_many_digits.append(&mut part.too_many_digits);
        first.placeholders.append(&mut part.placeholders);
        first.scaled.append(&mut part.scaled);
        first.contradicting.append(&mut part.contradicting);
        first.percentages.append(&mut part.percentages);
        first.dates.append(&mut part.dates);
        note = note.or(part.note.take());
        for read in part.lines {
            lines.push((page + 1, read));
        }
    }
    say_once(reader, &name, &mut first);
    let missing_columns = first.part.missing.clone();
    let lines = unrepeated(reader, &name, &layout, lines);
    Table {
        table: layout.table.clone(),
        measure: first.measure,
        quantum,
        blocks: layout.meaning(),
        lines,
        missing_columns,
        note_place: note.as_ref().and_then(|note| note.place.clone()),
        note: note.map(|note| note.text),
        place,
    }
}

/// The same table twice: with the same amounts a note, with others an error. The first is kept; `twin` finds its line that is
/// of the same block and key.
fn repeated_table<'l>(
    reader: &mut SubmissionReader<'_, '_>,
    name: &str,
    twin: &dyn Fn(&Line) -> Option<&'l Line>,
    part: &ReadPart<'_>,
) {
    let same = part
        .lines
        .iter()
        .all(|read| twin(&read.line).is_some_and(|line| same_amounts(line, &read.line)));
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
        let twin = twin(&read.line);
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
    reader: &mut SubmissionReader<'_, '_>,
    name: &str,
    layout: &crate::layout::TableLayout,
    read: Vec<(usize, ReadLine)>,
) -> Vec<Line> {
    let mut kept: Vec<(usize, Line)> = Vec::new();
    // The first line of each block and key.
    let mut firsts: HashMap<LineKey, usize> = HashMap::new();
    for (
        page,
        ReadLine {
            line, cells, sheet, ..
        },
    ) in read
    {
        let empty_key = matches!(&line.key, Key::Unknown(text) if text.is_empty());
        let position = kept.len();
        let first = *firsts.entry(place_of(&line)).or_insert(position);
        let twin = kept.get(first).filter(|_| !empty_key);
        if let Some((other_page, other)) = twin {
            let same = same_amounts(other, &line);
            let single = matches!(line.key, Key::Total | Key::Row(_));
            if same && (*other_page != page || single) {
                mark_amounts(reader, sheet, &cells, Role::Repeated);
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
                mark_amounts(reader, sheet, &cells, Role::NotRead);
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

/// Gives the amounts of a line that is not kept another role.
fn mark_amounts(
    reader: &mut SubmissionReader<'_, '_>,
    sheet: SheetIx,
    cells: &[usize],
    role: Role,
) {
    for &cell in cells {
        if matches!(
            reader.ledger.get(sheet, cell),
            Some(Role::Amount | Role::Total)
        ) {
            reader.ledger.set(sheet, cell, role);
        }
    }
}

fn repeated_code(name: &str, first: &Line, second: &Line) -> Finding {
    let shown = match &second.key {
        Key::Code(code) => code.to_string(),
        Key::Unknown(text) => text.clone(),
        Key::Row(_) | Key::Total | Key::Group | Key::Record(_) => second.name.clone(),
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
fn say_once(reader: &mut SubmissionReader<'_, '_>, name: &str, part: &mut ReadPart<'_>) {
    let hidden_by = std::mem::take(&mut part.hidden_by);
    let hidden_by = hidden_by.iter().map(|by| Arg::Word(by.word_name()));
    let hidden_by = Arg::List(hidden_by.collect());
    let mut say =
        |code: FindingCode, cells: &mut Vec<Stated>, extra: Option<(&'static str, Arg)>| {
            if cells.is_empty() {
                return;
            }
            let mut finding = Finding::new(code)
                .arg("table", name)
                .arg("count", cells.len());
            finding.args.extend(extra);
            finding.cells = std::mem::take(cells);
            reader.findings.push(finding);
        };
    say(FindingCode::TextNumber, &mut part.text_numbers, None);
    say(FindingCode::TooManyDigits, &mut part.too_many_digits, None);
    say(
        FindingCode::HiddenAmount,
        &mut part.hidden,
        Some(("where", hidden_by)),
    );
    let measure = part.measure;
    let mut say_as = |finding: Finding, cells: &mut Vec<Stated>| {
        let Some(first) = cells.first() else { return };
        let mut finding = finding
            .arg("table", name)
            .arg("count", cells.len())
            .arg("text", &first.text)
            .word("measure", measure.word_name());
        finding.cells = std::mem::take(cells);
        reader.findings.push(finding);
    };
    say_as(Finding::new(FindingCode::NumberFormat), &mut part.scaled);
    say_as(
        Finding::new(FindingCode::NumberFormat)
            .variant("percentage")
            .severity(Severity::Warning),
        &mut part.percentages,
    );
    say_as(
        Finding::new(FindingCode::UnitSuspect).variant("format"),
        &mut part.contradicting,
    );
    say_as(
        Finding::new(FindingCode::NotANumber).variant("dates"),
        &mut part.dates,
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
