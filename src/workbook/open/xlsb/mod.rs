//! Office Open XML with binary parts: .xlsb.
//!
//! Each part is unpacked once and written anew with only the records that are read, and that are whole.

mod records;
mod sheet;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::rc::Rc;

use self::records::{XlsbRecord, long, records, text, whole, write};
use self::sheet::XlsbScan;
use super::allowance::Allowance;
use super::calamine::{XlsbFile, trusted};
use super::gather::{Gather, add};
use super::limits::{FORMULA_BYTES, SHARED_STRINGS};
use super::number_format::{self, NumberFormat};
use super::ooxml::{relations, resolve};
use super::package::{Package, Stored};
use super::{Limits, OpenError};
use crate::messages::Phrase;
use crate::workbook::{Address, Format, Problem, Sheet, Value, Workbook};

/// Reads the workbook whose main part is `main`.
pub(super) fn read(
    package: &mut Package<'_>,
    main: &str,
    limits: &Limits,
) -> Result<Workbook, OpenError> {
    let (folder, file) = main
        .rfind('/')
        .map_or(("", main), |at| main.split_at(at + 1));
    let related = package
        .whole(&format!("{folder}_rels/{file}.rels"))?
        .map(relations)
        .unwrap_or_default();
    let book = package.whole(main)?.unwrap_or_default();
    if !whole(&book) {
        return Err(OpenError::corrupt(Phrase::new("damage-workbook-end")));
    }
    let mut stored = Stored::new();
    stored.add("xl/workbook.bin", &workbook(&book))?;
    let part = |kind: &str| {
        related
            .iter()
            .find(|r| r.kind == kind)
            .map(|r| resolve(folder, &r.target))
    };
    let mut strings = 0;
    if let Some(bytes) = part("sharedStrings")
        .map(|part| package.whole(&part))
        .transpose()?
        .flatten()
    {
        let plain;
        (plain, strings) = shared_strings(&bytes, limits)?;
        stored.add("xl/sharedStrings.bin", &plain)?;
    }
    let mut formats = XlsbFormats::new();
    if let Some(bytes) = part("styles")
        .map(|part| package.whole(&part))
        .transpose()?
        .flatten()
    {
        let plain;
        (plain, formats) = styles(&bytes);
        stored.add("xl/styles.bin", &plain)?;
    }
    let tabs = records(&book).filter(|record| record.kind == 0x009c);
    let ids: Vec<String> = tabs.filter_map(|tab| Some(text(tab.data, 8)?.0)).collect();
    limits.check_sheets(ids.len())?;
    let mut allowance = Allowance::new(limits);
    let (mut links, mut scans) = (
        String::from("<Relationships>"),
        Vec::with_capacity(ids.len()),
    );
    for (index, id) in ids.iter().enumerate() {
        let relation = related.iter().find(|relation| relation.id == *id);
        let cells = relation.is_none_or(|relation| relation.kind == "worksheet");
        let target = format!(
            "{}/s{index}.bin",
            if cells { "worksheets" } else { "chartsheets" }
        );
        let id = quick_xml::escape::escape(id.as_str());
        links.push_str(&format!("<Relationship Id=\"{id}\" Target=\"{target}\"/>"));
        let part = match relation {
            Some(relation) if cells => package.part(&resolve(folder, &relation.target))?,
            _ => None,
        };
        let missing = part.is_none();
        let part = part.unwrap_or(super::package::PackagePart {
            bytes: Vec::new(),
            damage: None,
        });
        let mut scan = sheet::scan(&part.bytes, strings, &mut allowance);
        if missing {
            scan.problems = vec![Problem::Unreadable(Phrase::new("damage-no-sheet"))];
        }
        if let Some(damage) = part.damage {
            add(&mut scan.problems, Problem::Unreadable(damage));
        }
        stored.add(&format!("xl/{target}"), &scan.plain)?;
        scan.plain = Vec::new();
        scans.push((cells, scan));
    }
    links.push_str("</Relationships>");
    stored.add("xl/_rels/workbook.bin.rels", links.as_bytes())?;
    let mut file = XlsbFile::open(stored.finish()?).map_err(OpenError::corrupt)?;
    let mut allowance = Allowance::new(limits);
    let mut sheets: Vec<Sheet> = Vec::with_capacity(scans.len());
    for ((name, visibility), (cells, scan)) in file.tabs().into_iter().zip(scans) {
        if !cells {
            continue;
        }
        let twice = sheets.iter().any(|sheet| sheet.name == name);
        let sheet = Sheet {
            name,
            visibility,
            ..Sheet::default()
        };
        sheets.push(read_sheet(
            &mut file,
            sheet,
            scan,
            twice,
            &formats,
            &mut allowance,
        ));
    }
    Ok(Workbook {
        format: Some(Format::Xlsb),
        sheets,
        ..Workbook::default()
    })
}

fn read_sheet(
    file: &mut XlsbFile,
    sheet: Sheet,
    scan: XlsbScan,
    twice: bool,
    formats: &XlsbFormats,
    allowance: &mut Allowance<'_>,
) -> Sheet {
    let XlsbScan {
        mut errors,
        hidden,
        merges,
        problems,
        printed,
        styles,
        ..
    } = scan;
    let name = sheet.name.clone();
    let limits = allowance.limits();
    let mut gather = Gather::new(
        Sheet {
            hidden,
            merges,
            problems,
            printed,
            ..sheet
        },
        allowance,
    );
    if twice {
        // calamine finds a sheet by its name, so it would give the same cells again.
        gather.problem_once(Problem::Unreadable(Phrase::new("damage-same-name")));
        return gather.finish();
    }
    let mut formulas = BTreeMap::new();
    let mut unread = None;
    let mut computed = Vec::new();
    let mut room = limits.formula_bytes;
    let end = file.formulas(&name, |cell| match cell {
        Ok((place, formula)) if trusted(&formula) => {
            let bytes = formula.len() as u64;
            match room.checked_sub(bytes) {
                Some(left) => {
                    room = left;
                    formulas.insert(place, formula);
                }
                None => gather.problem_once(Problem::Limit {
                    limit: FORMULA_BYTES,
                    value: limits.formula_bytes,
                    at: Some(Address::new(place.0, place.1)),
                }),
            }
        }
        Ok((place, _)) => computed.push(Address::new(place.0, place.1)),
        Err(reason) => unread = Some(reason),
    });
    let text_length = usize::try_from(limits.text_length).unwrap_or(usize::MAX);
    let end = end.and_then(|()| {
        file.values(&name, text_length, |cell| match cell {
            Ok((place, value)) => {
                gather.cell(place, value, formulas.remove(&place).map(Cow::Owned))
            }
            Err(reason) => {
                unread = Some(reason);
                ControlFlow::Continue(())
            }
        })
    });
    // What is left has no value that calamine gives.
    for (place, formula) in formulas {
        let value = errors
            .remove(&place)
            .map_or(Value::Blank, |error| Value::Error(error.to_owned()));
        if gather.cell(place, value, Some(formula.into())).is_break() {
            break;
        }
    }
    for (place, error) in errors {
        if gather
            .cell(place, Value::Error(error.to_owned()), None)
            .is_break()
        {
            break;
        }
    }
    for reason in end.err().into_iter().chain(unread) {
        gather.problem_once(Problem::Unreadable(reason));
    }
    computed.sort_unstable();
    let mut sheet = Sheet {
        computed,
        ..gather.finish()
    };
    let formats = styles.into_iter().filter_map(|(at, style)| {
        let format = formats.get(style)?.as_deref()?;
        Some((at, format))
    });
    number_format::note(&mut sheet, formats);
    sheet
}

/// The workbook part with only what is read: properties, sheets, names.
fn workbook(part: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    for XlsbRecord { kind, data } in records(part) {
        let sound = match kind {
            0x0099 | 0x0090 | 0x0027 => true,
            0x009c => text(data, 8).and_then(|(_, end)| text(data, end)).is_some(),
            0x016a => data.len() >= 4 && (data.len() - 4) % 12 == 0,
            _ => false,
        };
        if sound {
            write(&mut plain, kind, data);
        }
    }
    // The record at which calamine stops.
    write(&mut plain, 0x009d, &[]);
    plain
}

/// The shared texts, and their number. The count that the file states need not be true.
fn shared_strings(part: &[u8], limits: &Limits) -> Result<(Vec<u8>, u32), OpenError> {
    let items = records(part).filter(|record| record.kind == 0x0013);
    let (mut plain, mut count) = (Vec::with_capacity(part.len()), 0u32);
    for item in items {
        if text(item.data, 1).is_none() {
            return Err(OpenError::corrupt(Phrase::new("damage-shared-texts")));
        }
        count += 1;
        write(&mut plain, 0x0013, item.data);
        if u64::from(count) > limits.shared_strings {
            let found = Phrase::new("limit-shared-texts");
            return Err(OpenError::Limit {
                limit: SHARED_STRINGS,
                value: limits.shared_strings,
                found,
            });
        }
    }
    let mut all = Vec::with_capacity(plain.len() + 16);
    write(
        &mut all,
        0x009f,
        &[count.to_le_bytes(), count.to_le_bytes()].concat(),
    );
    all.extend(plain);
    Ok((all, count))
}

/// For each cell format what it does to numbers; `None` of one that shows them as they are.
type XlsbFormats = Vec<Option<Rc<NumberFormat>>>;

/// The number formats, which tell dates from numbers, and what each cell format does to numbers.
fn styles(part: &[u8]) -> (Vec<u8>, XlsbFormats) {
    let percent = Rc::new(NumberFormat::percent());
    // 0% and 0.00%, which need no code of their own.
    let mut known = BTreeMap::from([(9, Rc::clone(&percent)), (10, percent)]);
    let mut shown = XlsbFormats::new();
    let (mut formats, mut cells) = (Vec::new(), Vec::new());
    let (mut format_count, mut cell_count, mut within_cells) = (0u32, 0u32, false);
    for XlsbRecord { kind, data } in records(part) {
        match kind {
            0x002c => {
                let Some((code, _)) = text(data, 2) else {
                    continue;
                };
                format_count += 1;
                write(&mut formats, kind, data);
                let format = NumberFormat::parse(&code);
                let number = u16::from_le_bytes([data[0], data[1]]);
                if format.is_plain() {
                    known.remove(&number);
                } else {
                    known.insert(number, Rc::new(format));
                }
            }
            0x0269 => within_cells = true,
            0x026a => within_cells = false,
            0x002f if within_cells && long(data, 0).is_some() => {
                cell_count += 1;
                write(&mut cells, kind, data);
                let number = u16::from_le_bytes([data[2], data[3]]);
                shown.push(known.get(&number).cloned());
            }
            _ => {}
        }
    }
    let mut plain = Vec::new();
    write(&mut plain, 0x0267, &format_count.to_le_bytes());
    plain.extend(formats);
    write(&mut plain, 0x0269, &cell_count.to_le_bytes());
    plain.extend(cells);
    (plain, shown)
}
