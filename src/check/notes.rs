//! The note below a table without amounts.

use super::table_name;
use crate::finding::{Finding, FindingCode, Severity, Stated};
use crate::layout::Templates;
use crate::model::{Body, Budget, Id, Table};
use crate::text::{squash, year_in};

/// A table without amounts says so where its layout asks for it, and one with amounts does not. What the note says is of the
/// paper's year, body, and the table's money.
pub(super) fn check(templates: &Templates, budget: &Budget, table: &Table) -> Vec<Finding> {
    let presence = presence(templates, budget, table);
    let mut findings: Vec<Finding> = presence.into_iter().collect();
    let tells = |note: &&str| says_empty(note) || !has_amounts(table) && explains_blank(note);
    if findings.is_empty()
        && let Some(note) = table.note.as_deref().filter(tells)
    {
        findings.extend(wrong(templates, budget, table, note));
    }
    findings
}

fn has_amounts(table: &Table) -> bool {
    let mut amounts = table.lines.iter().flat_map(|line| line.amounts.values());
    amounts.any(|amount| !amount.yuan.is_zero())
}

fn presence(templates: &Templates, budget: &Budget, table: &Table) -> Option<Finding> {
    let layout = templates
        .layout(&budget.layout)?
        .table(table.table.as_str())?;
    // A form that nothing was filled into yet.
    if !budget.tables.iter().any(has_amounts) {
        return None;
    }
    let has_amounts = has_amounts(table);
    let unread = table.lines.iter().any(|line| !line.unread.is_empty());
    let explains = table.note.as_deref().is_some_and(explains_blank);
    let says_empty = table.note.as_deref().is_some_and(says_empty);
    let finding = Finding::new(FindingCode::EmptyTableNote)
        .arg("table", table_name(templates, budget, table));
    let finding = match (&table.note, has_amounts || unread) {
        (_, false) if explains || layout.empty_note.is_none() => return None,
        (_, false) => finding,
        (Some(note), true) if says_empty && has_amounts => {
            finding.variant("stated").arg("note", note)
        }
        _ => return None,
    };
    Some(finding.cell(Stated::text(table.place.clone(), "")))
}

/// What a note says of another year, of another kind of body, or of money that is not the table's.
fn wrong(templates: &Templates, budget: &Budget, table: &Table, note: &str) -> Vec<Finding> {
    let text = squash(note);
    let place = table.note_place.clone().or_else(|| table.place.clone());
    let about = |code: FindingCode, variant: &'static str| {
        Finding::new(code)
            .variant(variant)
            .severity(Severity::Warning)
            .arg("table", table_name(templates, budget, table))
            .cell(Stated::text(place.clone(), note))
    };
    let mut findings = Vec::new();
    if let (Some(found), Some(year)) = (year_in(&text), budget.year)
        && found != year
        && !text.contains(&format!("{year}年"))
    {
        let finding = about(FindingCode::WrongYear, "note")
            .arg("found", found)
            .arg("year", year)
            .arg("quote", note);
        findings.push(finding);
    }
    let wrong = match budget.unit.body {
        Body::Unit => ["本部门", "我部门"],
        Body::Department => ["本单位", "我单位"],
    };
    if let Some(found) = wrong.into_iter().find(|own| text.contains(own)) {
        let finding = about(FindingCode::WrongBody, "note")
            .arg("found", found)
            .arg("quote", note);
        findings.push(finding);
    }
    if is_of_other_money(templates, table, &text) {
        findings.push(about(FindingCode::EmptyTableNote, "other").arg("note", note));
    }
    findings
}

/// Whether a note names a source of money that is another than the table's, and not the table's own.
fn is_of_other_money(templates: &Templates, table: &Table, note: &str) -> bool {
    let model = &templates.model;
    let named = |id: &Id| {
        let topics = model.topics.iter();
        let topics = topics.filter(|topic| topic.at.source() == Some(id));
        let mut words = topics.flat_map(|topic| &topic.words);
        words.any(|own| note.contains(&*squash(own)))
    };
    let mut sources = table.blocks.iter().map(|block| block.at.source());
    let Some(Some(own)) = sources.next() else {
        return false;
    };
    if sources.any(|other| other != Some(own)) || named(own) {
        return false;
    }
    // 财政拨款 is above them all, and belongs to none.
    let above = |id: &Id| model.below(id).next().is_some();
    let others = model.topics.iter().filter_map(|topic| topic.at.source());
    others
        .filter(|other| *other != own && !above(other))
        .any(named)
}

/// Whether a note says why a table without amounts has none, in whatever words.
fn explains_blank(note: &str) -> bool {
    let text = squash(note);
    let none = ["无", "没有", "未", "不涉及", "为空", "为零"];
    let about = ["支出", "收入", "拨款", "安排", "预算", "经费", "项目"];
    says_empty(note)
        || none.iter().any(|word| text.contains(word))
            && about.iter().any(|word| text.contains(word))
}

/// Whether a note says that its table is empty.
fn says_empty(note: &str) -> bool {
    let text = squash(note);
    let none = text.contains('无') || text.contains("没有") || text.contains("不涉及");
    // 注：无, （无）
    let bare = text.trim_start_matches(['备', '附', '注', '说', '明', ':', '(']);
    bare.trim_end_matches([')', '。']) == "无"
        || text.contains("空表")
        || text.contains("为空")
        // As the Ministry's forms have it: 本部门…没有使用政府性基金预算拨款安排的支出。
        || (text.contains("没有使用") && text.contains("安排的支出"))
        || (none && (text.contains("本表") || text.contains("此表") || text.contains("数据")))
}
