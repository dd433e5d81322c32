//! The findings of many files as one page of HTML and as SARIF. What is said of one file is made as soon as it was read, so that
//! its spreadsheet need not be kept.

mod excerpt;
mod html;
mod html_part;
mod sarif;
mod summary;
mod uri;

pub use html::{codes_html, report_html, report_html_end, report_html_section, report_html_top};
pub use html_part::{HtmlPart, drawings_of_each, report_html_part};
pub use sarif::{report_sarif, report_sarif_part};
pub use summary::FileSummary;
