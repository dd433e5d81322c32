//! Budgets and findings in other forms: pure functions to text, and data sets, which are written as they come.

mod budget_json;
pub mod data;
mod explain;
mod facts_csv;
mod html;
mod incomplete;
mod report;
mod report_json;

pub use budget_json::{JsonError, budget_from_json, budget_to_json};
pub use explain::{
    CodeText, EXPLAIN_SCHEMA, code_html, code_json, code_text, explain_html, explain_json,
    explain_text,
};
pub use facts_csv::{FACTS_HEADER, facts_csv};
pub use incomplete::incomplete_text;
pub use report::{
    FileSummary, HtmlPart, codes_html, drawings_of_each, report_html, report_html_end,
    report_html_part, report_html_section, report_html_top, report_sarif, report_sarif_part,
};
pub use report_json::{
    FileReport, REPORT_SCHEMA, report_json, report_json_of, report_json_part, tool,
};
