//! The note below a table without amounts.

use super::table_name;
use crate::finding::{Finding, FindingCode, Stated};
use crate::layout::Templates;
use crate::model::{Budget, Table};
use crate::text::squash;

/// A table without amounts says so where its layout asks for it, and one with amounts does not.
pub(super) fn check(templates: &Templates, budget: &Budget, table: &Table) -> Option<Finding> {
    let layout = templates
        .layout(&budget.layout)?
        .table(table.table.as_str())?;
    let has_amounts = |table: &Table| {
        let mut amounts = table.lines.iter().flat_map(|line| line.amounts.values());
        amounts.any(|amount| !amount.yuan.is_zero())
    };
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
    text == "无"
        || text.contains("空表")
        // As the Ministry's forms have it: 本部门…没有使用政府性基金预算拨款安排的支出。
        || (text.contains("没有使用") && text.contains("安排的支出"))
        || (none && (text.contains("本表") || text.contains("此表") || text.contains("数据")))
}
