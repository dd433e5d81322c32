//! What became of the faults, by kind and by table.

use std::collections::BTreeMap;

/// What came of one fault.
pub(crate) struct Found {
    pub(crate) kind: &'static str,
    pub(crate) table: String,
    /// Whether a finding names a changed cell, and whether one names it first.
    pub(crate) named: bool,
    pub(crate) first: bool,
    /// Errors and warnings.
    pub(crate) findings: usize,
    /// What was said, for a fault that was missed or said more than once.
    pub(crate) said: String,
}

#[derive(Default)]
struct Row {
    faults: usize,
    named: usize,
    first: usize,
    findings: usize,
}

/// The table of results, a line each kind and each table.
pub(crate) fn table(results: &[&Found]) -> String {
    let mut text = format!(
        "{:<46}{:>8}{:>9}{:>9}{:>10}\n",
        "", "faults", "named", "first", "findings"
    );
    let mut part = |name: &dyn Fn(&Found) -> String| {
        let mut rows: BTreeMap<String, Row> = BTreeMap::new();
        for result in results {
            let row = rows.entry(name(result)).or_default();
            row.faults += 1;
            row.named += usize::from(result.named);
            row.first += usize::from(result.first);
            row.findings += result.findings;
        }
        for (name, row) in rows {
            let share = |part: usize| 100.0 * part as f64 / row.faults as f64;
            text.push_str(&format!(
                "{name:<46}{:>8}{:>8.1}%{:>8.1}%{:>10.2}\n",
                row.faults,
                share(row.named),
                share(row.first),
                row.findings as f64 / row.faults as f64
            ));
        }
        text.push('\n');
    };
    part(&|result| result.kind.to_owned());
    part(&|result| result.table.clone());
    part(&|_| "all".to_owned());
    text
}
