//! The sheets of a form beside its tables: cover, contents, texts, and projects with their forms of performance goals.
//!
//! They are those of a budget that states nothing yet, filled like any other, and opened for filling in. Words that guide
//! stand beside the paper, where they are never read.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::block::FormBlock;
use super::desk::{Desk, cell, input, look};
use super::document_rules::amount;
use super::{Request, document_goals, document_live, paper};
use crate::bind::{DocumentPiece, Filled, NoPlace, fill_document, ordinal_word, outline};
use crate::layout::{DocumentLayout, GoalsLayout, SectionLayout, Templates};
use crate::model::{Budget, GoalField, Project, Section, SectionId, Table, Text};
use crate::prose::draft;
use crate::workbook::{
    Address, AmountFormat, FormulaText, Look, Sheet, Style, Value, Workbook, call,
};

/// The projects prepared where last year is not known.
const PROJECTS: usize = 3;
/// The empty lines of a section without any text, behind texts, below a part, and in a section of a project.
const EMPTY: usize = 20;
const MORE: usize = 8;
const PART: usize = 4;
const PROJECT: usize = 4;
/// The lines of a project's items.
const ITEMS: usize = 10;
/// The widths of a project's texts, amounts and units of measure, in characters.
const PROJECT_WIDTHS: [f64; 3] = [72.0, 14.0, 6.0];
/// The width of the column that guides.
const GUIDE: f64 = 46.0;
/// The height of a paragraph of one line, and what one of several gets beyond its own, in points.
const ONE_LINE: f64 = 24.0;
const ROOM: f64 = 18.0;
/// The names of a form's other sheets.
const TAKEN: [&str; 5] = ["填报说明", "校验", "录入", "科目", "yusuan"];

/// The sheets before and behind the tables.
#[derive(Debug, Default)]
pub(super) struct FormDocument {
    pub(super) before: Vec<Sheet>,
    pub(super) after: Vec<Sheet>,
}

/// The sheets beside the tables; none where the layout prints none.
pub(super) fn sheets(
    templates: &Templates,
    request: &Request<'_>,
    blocks: &[FormBlock<'_>],
) -> Result<FormDocument, NoPlace> {
    let layout = request.layout;
    let Some(printed) = &layout.document else {
        return Ok(FormDocument::default());
    };
    let budget = prepared(templates, request, printed);
    let named = layout.tables.iter().map(|table| table.sheet.as_str());
    let named = named.chain(TAKEN).map(|name| Sheet {
        name: name.to_owned(),
        ..Sheet::default()
    });
    let tables = Filled {
        workbook: Workbook {
            sheets: named.collect(),
            ..Workbook::default()
        },
        ..Filled::default()
    };
    let made = fill_document(templates, layout, &budget, tables)?;
    let pieces = outline(layout, &budget);
    let names: Vec<String> = made.sheets.iter().map(|own| own.name.clone()).collect();
    let mut document = FormDocument::default();
    let mut behind = false;
    for (at, (piece, sheet)) in pieces.iter().zip(made.sheets).enumerate() {
        let (desk, kept) = match *piece {
            DocumentPiece::Table(_) => {
                behind = true;
                continue;
            }
            DocumentPiece::Cover => (cover(sheet), true),
            DocumentPiece::Contents => (contents(sheet), false),
            DocumentPiece::Section(section) => {
                let id = section.section;
                let known = last_years(request, id).is_some();
                let kept = known && !is_drafted(printed, id);
                let live = if known {
                    Vec::new()
                } else {
                    document_live::formulas(templates, request, printed, id, blocks)
                };
                (text(sheet, section, kept, live), kept)
            }
            DocumentPiece::Project(project) => {
                let form = names.get(at + 1).map_or("", String::as_str);
                (described(printed, sheet, project, form), false)
            }
            DocumentPiece::Goals(_) => (goals(request, &printed.goals, sheet), false),
        };
        let sheet = finished(request, desk, kept);
        if behind {
            document.after.push(sheet);
        } else {
            document.before.push(sheet);
        }
    }
    Ok(document)
}

/// The budget of which the sheets are filled.
fn prepared(templates: &Templates, request: &Request<'_>, printed: &DocumentLayout) -> Budget {
    let layout = request.layout;
    let mut budget = Budget::new(&layout.id);
    budget.year = Some(request.year);
    budget.unit = request.unit.clone();
    budget.unit.body = layout.body;
    if let Some(previous) = request.previous {
        budget.document.region.clone_from(&previous.document.region);
    }
    let table = |table: &crate::layout::TableLayout| Table {
        table: table.table.clone(),
        measure: table.measure,
        quantum: Decimal::new(1, 2),
        blocks: table.meaning(),
        lines: Vec::new(),
        missing_columns: Vec::new(),
        note_place: None,
        note: None,
        place: None,
    };
    // Tables without any line state nothing, so what is drafted of none leaves each amount to be filled in.
    let drafts = draft(templates, &budget);
    budget.tables = layout.tables.iter().map(table).collect();
    let texts = printed.sections.iter().filter(|own| !own.sheet.is_empty());
    let texts = texts.filter(|own| own.section != SectionId::Contents);
    budget.document.sections = texts.map(|own| section(request, own, &drafts)).collect();
    let last = request.previous.map(|own| own.document.projects.len());
    let usual = last.filter(|count| *count > 0).unwrap_or(PROJECTS);
    let projects = request.projects.unwrap_or(usual);
    budget.document.projects = vec![project(request, printed); projects];
    budget
}

fn empty(count: usize) -> impl Iterator<Item = Text> {
    std::iter::repeat_n(Text::default(), count)
}

/// What last year's document says in a section.
fn last_years<'r>(request: &Request<'r>, id: SectionId) -> Option<&'r [Text]> {
    let section = request.previous?.document.section(id)?;
    let texts = section.paragraphs.as_slice();
    (!texts.is_empty()).then_some(texts)
}

/// Whether the layout drafts a section: it is about this year's amounts.
fn is_drafted(printed: &DocumentLayout, id: SectionId) -> bool {
    let drafting = printed.drafting.as_ref();
    let mut paragraphs = drafting.iter().flat_map(|own| &own.paragraphs);
    paragraphs.any(|own| own.section == id)
}

/// A section: last year's text, else a draft, else its parts, else nothing.
fn section(request: &Request<'_>, own: &SectionLayout, drafts: &[Section]) -> Section {
    let draft = drafts.iter().find(|draft| draft.section == own.section);
    let title = |text: &str| {
        let text = text.replace("{year}", &request.year.to_string());
        text.replace("{unit}", &request.unit.name)
    };
    let known = last_years(request, own.section)
        .or(draft.map(|draft| draft.paragraphs.as_slice()))
        .unwrap_or_default();
    let mut paragraphs: Vec<Text> = known.iter().map(|text| Text::new(&text.text)).collect();
    if !known.is_empty() {
        paragraphs.extend(empty(MORE));
    } else if own.parts.is_empty() {
        paragraphs.extend(empty(EMPTY));
    } else {
        for (at, part) in own.parts.iter().enumerate() {
            let heading = format!("{}、{}", ordinal_word(at + 1), title(part));
            paragraphs.push(Text::new(heading));
            paragraphs.extend(empty(PART));
        }
    }
    Section {
        section: own.section,
        heading: Text::new(title(&own.title)),
        paragraphs,
    }
}

/// A project of which nothing is known.
fn project(request: &Request<'_>, printed: &DocumentLayout) -> Project {
    let sections = printed.project.sections.iter().enumerate();
    let sections = sections.map(|(at, own)| Section {
        section: own.section,
        heading: Text::new(format!("{}、{}", ordinal_word(at + 1), own.title)),
        paragraphs: empty(lines(own.section)).collect(),
    });
    Project {
        sections: sections.collect(),
        form: Some(document_goals::prepared(request, &printed.goals)),
        ..Project::default()
    }
}

fn lines(section: SectionId) -> usize {
    if section == SectionId::Budget {
        ITEMS
    } else {
        PROJECT
    }
}

/// An empty line keeps no height, so that its row grows with what is typed; a text has some room to grow.
fn let_grow(sheet: &mut Sheet) {
    let paragraphs = sheet.cells.iter();
    let paragraphs = paragraphs.filter(|cell| cell.style.look == Look::Paragraph);
    let is_empty = |value: &Value| matches!(value, Value::Text(text) if text.is_empty());
    let rows: BTreeMap<u32, bool> = paragraphs
        .map(|cell| (cell.row, is_empty(&cell.value)))
        .collect();
    sheet
        .heights
        .retain(|(row, _)| rows.get(row) != Some(&true));
    for (row, height) in &mut sheet.heights {
        let text = rows.contains_key(row) && *height > ONE_LINE;
        *height += if text { ROOM } else { 0.0 };
    }
    sheet.page.breaks.clear();
}

/// Words beside the paper, one line below the other.
fn guide(desk: &mut Desk, row: u32, words: &[&str]) {
    let [first, rest @ ..] = words else { return };
    let col = desk.beside(row, first, GUIDE);
    for (row, words) in (row + 1..).zip(rest) {
        desk.text(row, col, words, look(Look::Aside));
    }
}

fn cover(sheet: Sheet) -> Desk {
    let mut sheet = sheet;
    for cell in &mut sheet.cells {
        cell.style.input = true;
    }
    let mut desk = Desk::new(sheet, 0);
    guide(
        &mut desk,
        1,
        &["单位名称和年度已填好；如需写明地区，可在标题前补充。"],
    );
    desk
}

/// The contents without page numbers, which are not known before the form is filled in.
fn contents(mut sheet: Sheet) -> Desk {
    let page = |look: Look| look == Look::EntryPage;
    sheet.cells.retain(|cell| !page(cell.style.look));
    let mut desk = Desk::new(sheet, 1);
    guide(
        &mut desk,
        1,
        &["目录不用填写：页码在生成公开文本时自动编排。"],
    );
    desk
}

/// A section: the heading is the layout's, the rest is open.
fn text(mut sheet: Sheet, section: &Section, kept: bool, live: Vec<Option<String>>) -> Desk {
    let_grow(&mut sheet);
    let is_live = live.iter().any(Option::is_some);
    let mut live = live.into_iter();
    for cell in &mut sheet.cells {
        if cell.style.look == Look::Paragraph {
            cell.style.input = true;
            cell.formula = live.next().flatten();
            if cell.value == Value::Text(String::new()) {
                cell.value = Value::Blank;
            }
        }
    }
    let stated = section.paragraphs.iter().any(|own| !own.text.is_empty());
    let mut desk = Desk::new(sheet, 0);
    let own = if kept {
        "已填入上年的文字，请核对、改写；不改的照原文报送。"
    } else if stated {
        "请改写成本年的内容：【待填写：…】处填上，不适用的段落删去。不改动的，本页不算已填。"
    } else {
        "请在浅黄色的行中填写。"
    };
    let mut words = vec![own, "一段一行，中间可以空行；行高可以调整。"];
    if is_live {
        words.push("金额随各表自动带出。改写一段时，先复制这一段，再选择性粘贴为“数值”。");
    }
    guide(&mut desk, 1, &words);
    desk
}

/// The description of a project. Its name is typed once, in the form of performance goals.
fn described(printed: &DocumentLayout, mut sheet: Sheet, project: &Project, form: &str) -> Desk {
    let_grow(&mut sheet);
    sheet.widths = PROJECT_WIDTHS.to_vec();
    sheet.merges.push((Address::new(0, 0), Address::new(0, 2)));
    if let Some((last, _)) = sheet.page.print_to {
        sheet.page.print_to = Some((last, 2));
    }
    let mut desk = Desk::new(sheet, 2);
    heading(printed, &mut desk, form);
    let measure = printed.goals.measure;
    let mut row = 1;
    for section in &project.sections {
        row += 1;
        let count = u32::try_from(section.paragraphs.len()).expect("few lines are prepared");
        let is_budget = section.section == SectionId::Budget;
        for row in row..row + count {
            let style = Style {
                indent: 2,
                ..input(Look::Paragraph)
            };
            desk.put(row, 0, Value::Blank, style);
            if is_budget {
                item(&mut desk, row, measure.word());
            }
        }
        if is_budget && count > 0 {
            let cells = (Address::new(row, 1), Address::new(row + count - 1, 1));
            desk.sheet.validations.push(amount(cells, measure));
        }
        row += count;
    }
    let budget = format!(
        "年度预算安排：每行一项，左边填名称，右边填金额（{}）。",
        measure.word()
    );
    guide(
        &mut desk,
        1,
        &[
            "没有的项目，本页和绩效目标表都不用填。",
            "一段一行，中间可以空行；行高可以调整。",
            &budget,
        ],
    );
    desk
}

fn heading(printed: &DocumentLayout, desk: &mut Desk, form: &str) {
    let title = &printed.project.title;
    let name = document_goals::cell_of(&printed.goals, GoalField::Name);
    let style = input(Look::Title);
    let blank = title.replace("{project}", "");
    match (name, title.split_once("{project}")) {
        (Some(name), Some((before, after))) => {
            let name = FormulaText::from(name).on(form);
            let formula = FormulaText::from(before).then(name).then(after);
            desk.formula(0, 0, formula, Value::Text(blank), style);
        }
        _ => desk.text(0, 0, &blank, style),
    }
}

/// An item of a project's budget: name, amount, and the unit of measure once there is one.
fn item(desk: &mut Desk, row: u32, word: &str) {
    let number = Style {
        amount: AmountFormat::AsStated,
        ..input(Look::Amount)
    };
    desk.put(row, 0, Value::Blank, input(Look::Name));
    desk.put(row, 1, Value::Blank, number);
    let formula = call("IF", (call("ISNUMBER", cell(row, 1)), word, ""));
    desk.formula(row, 2, formula, Value::Blank, look(Look::Note));
}

fn goals(request: &Request<'_>, goals: &GoalsLayout, sheet: Sheet) -> Desk {
    let mut desk = document_goals::open(request, goals, sheet);
    guide(
        &mut desk,
        1,
        &[
            "没有的项目，本表不用填。",
            "项目名称填在这里，项目经费情况说明的标题自动带出。",
            "绩效指标：一行一个，不用的行空着；二级指标可以改写。",
        ],
    );
    desk
}

/// The sheet, with a mark by which it is known whether anybody wrote on it.
fn finished(request: &Request<'_>, mut desk: Desk, kept: bool) -> Sheet {
    let end = desk.end();
    let mark = paper::mark(desk.cells(), end, kept);
    let col = desk.helper();
    desk.text(0, col, &mark, look(Look::Aside));
    desk.finish(request.password.as_deref())
}
