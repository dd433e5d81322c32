//! What stands beside the tables: drawn sheets in, the document as text out.

mod files;
mod forms;
mod hidden;
mod projects;
mod sections;

use std::fmt::Write as _;

use yusuan::bind::{Extracted, Role, read};
use yusuan::layout::Templates;
use yusuan::model::{Document, GoalForm, Project, Section};
use yusuan::workbook::Workbook;

use crate::drawing::sheet;

/// Reads drawn sheets by the layout of Qingpu.
fn read_drawn(drawings: &[(&str, &str)]) -> Extracted {
    let sheets = drawings.iter().map(|(name, drawing)| sheet(name, drawing));
    let workbook = Workbook {
        sheets: sheets.collect(),
        ..Workbook::default()
    };
    read_workbook(&workbook)
}

fn read_workbook(workbook: &Workbook) -> Extracted {
    let templates = Templates::embedded();
    let extracted = read(workbook, "a.xlsx", &templates, Some("qingpu-2023-unit"));
    nothing_is_lost(workbook, &extracted);
    extracted
}

/// Every cell has a role; the words of every cell that is not of a table are in the document or a label of a form.
fn nothing_is_lost(workbook: &Workbook, extracted: &Extracted) {
    let mut said = shown(&extracted.budget.document);
    said.retain(|c| !c.is_whitespace() && c != '/');
    for (sheet, roles) in workbook.sheets.iter().zip(&extracted.ledger.roles) {
        for (cell, role) in sheet.cells.iter().zip(roles) {
            let role = role.expect("every cell has a role");
            let yusuan::workbook::Value::Text(text) = &cell.value else {
                continue;
            };
            let told = matches!(
                role,
                Role::Cover | Role::Heading | Role::Paragraph | Role::FormEntry | Role::Indicator
            );
            for line in text.lines().filter(|_| told) {
                let words = line.chars().filter(|c| !c.is_whitespace() && *c != '/');
                let words: String = words.collect();
                let rewritten = words.contains("<input") || words.contains("年度)");
                assert!(
                    rewritten || said.contains(&words),
                    "{}!{} {role:?} {text} is not in\n{said}",
                    sheet.name,
                    cell.address()
                );
            }
        }
    }
}

/// The document as text.
fn shown(document: &Document) -> String {
    let mut text = String::new();
    if !document.region.is_empty() {
        writeln!(text, "region {}", document.region).unwrap();
    }
    for line in &document.cover {
        writeln!(text, "cover {}", line.text).unwrap();
    }
    for section in &document.sections {
        show_section(&mut text, section, "");
    }
    let organization = &document.organization;
    if organization.count.is_some() || !organization.offices.is_empty() {
        let count = organization
            .count
            .map_or("-".to_owned(), |count| count.to_string());
        writeln!(text, "offices {count}: {}", organization.offices.join("/")).unwrap();
    }
    for project in &document.projects {
        show_project(&mut text, project);
    }
    text
}

fn show_section(text: &mut String, section: &Section, indent: &str) {
    writeln!(
        text,
        "{indent}[{}] {}",
        section.section, section.heading.text
    )
    .unwrap();
    for paragraph in &section.paragraphs {
        writeln!(text, "{indent}  {}", paragraph.text).unwrap();
    }
}

fn show_project(text: &mut String, project: &Project) {
    let heading = project
        .heading
        .as_ref()
        .map_or("-", |heading| &heading.text);
    writeln!(text, "project {} <{heading}>", project.name).unwrap();
    for section in &project.sections {
        show_section(text, section, "  ");
    }
    for item in &project.items {
        let amount = item.amount.as_ref().unwrap();
        let stated = amount.stated.as_deref().unwrap_or_default();
        writeln!(text, "  item {} = {} ({stated})", item.name, amount.yuan).unwrap();
    }
    if let Some(form) = &project.form {
        show_form(text, form);
    }
}

fn show_form(text: &mut String, form: &GoalForm) {
    let year = form.year.map_or("-".to_owned(), |year| year.to_string());
    writeln!(
        text,
        "  form {} {year} {}",
        form.title.text,
        form.measure.word()
    )
    .unwrap();
    for (field, entry) in &form.texts {
        writeln!(
            text,
            "    {} {}",
            field.name(),
            entry.text.replace('\n', "/")
        )
        .unwrap();
    }
    for (field, amount) in &form.amounts {
        writeln!(text, "    {} {}", field.name(), amount.yuan).unwrap();
    }
    for own in &form.indicators {
        let levels = format!(
            "{} > {} > {}",
            own.first.text, own.second.text, own.third.text
        );
        writeln!(text, "    {levels} = {}", own.value.text).unwrap();
    }
}

/// Asserts that two texts are the same, line by line, without the white space at their ends.
#[track_caller]
fn assert_shown(extracted: &Extracted, expected: &str) {
    let shown = shown(&extracted.budget.document);
    let expected: Vec<&str> = expected
        .trim_matches('\n')
        .lines()
        .map(str::trim_end)
        .collect();
    let shown: Vec<&str> = shown.lines().map(str::trim_end).collect();
    assert_eq!(shown.join("\n"), expected.join("\n"));
}
