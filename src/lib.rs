//! yusuan (预算) reads the budget workbooks of government units into one model, says what is wrong with them, and writes
//! standardized workbooks.
//!
//! ```text
//!             layout A                                       layout B
//!                │                                              │
//!  file ─open→ Workbook ─locate→ Placement ─extract→ Budget ─check→ Findings
//!                                                      │
//!  file ←save─ Workbook ←─fill── Placement ←─arrange───┘
//! ```
//!
//! - [`workbook`]: a spreadsheet as plain data, sparse and bounded. Only its `open` knows calamine, only its `save` knows
//!   rust_xlsxwriter.
//! - [`model`]: the [`Budget`](model::Budget), and what tables, blocks, rows and columns mean (`templates/model.toml`).
//!   Which amounts are totals of which follows from that meaning, once, for checks and formulas alike.
//! - [`layout`]: how a region and year prints the tables (`templates/layouts/`).
//! - [`bind`]: between spreadsheet and budget. Reading locates a placement by headers, writing arranges one; the ledger says
//!   what each cell was taken for.
//! - [`prose`] ties the numbers in the texts to the facts that they state, and drafts texts from the tables.
//! - [`check`] gives findings; [`finding`] holds their codes; [`messages`] puts words to
//!   them at the very end.
//! - [`annotate`](mod@annotate) marks the cells of the findings in a copy of the submission.
//! - [`form`] makes the blank workbooks that units fill in, and recognises them when they come back.
//! - [`recast`] puts a budget, or a flat list of single facts, into the tables of another layout, and says what has no place
//!   there.
//! - [`desk`] holds a batch of submissions against a roster: whose file each one is, which version counts, sums, changes,
//!   verdicts, letters. Its sums and comparisons also work without a roster.
//! - [`infer`] drafts a layout from a blank official form, with questions where the form does not say.
//! - [`export`] gives JSON, CSV and data sets, and reports of findings as JSON, HTML and SARIF; [`write`](mod@write) gives the
//!   bytes of the standardized workbook, and [`publish`](mod@publish) the public document as .docx and HTML.
//! - [`batch`] reads many files; [`cli`] is the command. [`text`] reads words and numbers as people type them.
//!
//! What always holds:
//! - Every number of a submission is in the budget, or known to be a code or a label, or in a finding.
//! - Amounts are exact decimals in yuan. None is compared or added as a binary floating point number.
//! - Reading content never fails: it gives a budget *and* findings. Only a file that is no spreadsheet is an error.
//! - What was stated is kept, contradictions included. Blank and 0 differ.
//! - Model, layout, bind and check do no input or output: no paths, clock, environment or printing (`clippy.toml`).
//! - The same input gives the same bytes.
//! - A file is an island: a panic over one is a finding of that file ([`batch::shielded`]), and the others go on.
//!
//! ```
//! use yusuan::batch::{Options, read_file};
//! use yusuan::{layout::Templates, model::facts, write::workbook_bytes};
//!
//! let templates = Templates::embedded();
//! let outcome = read_file("examples/qingpu-2023.xlsx".as_ref(), &templates, &Options::default());
//! assert_eq!(outcome.count(yusuan::finding::Severity::Error), 0);
//! let budget = outcome.budget.expect("the file is a spreadsheet");
//! let facts = facts(&templates.model, &budget);
//! let spent = facts.iter().filter(|fact| fact.leaf && fact.table.as_str() == "expenditure");
//! assert_eq!(spent.map(|fact| fact.amount.yuan).sum::<rust_decimal::Decimal>().to_string(), "82122874");
//! assert!(workbook_bytes(&templates, &budget, None)?.starts_with(b"PK"));
//! # Ok::<(), yusuan::write::WriteError>(())
//! ```

#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

// The tests within the crate use made-up budgets of an example.
#[cfg(test)]
extern crate self as yusuan;

pub mod annotate;
#[allow(
    clippy::disallowed_methods,
    reason = "files are read from disk, and the clock says how long a batch takes"
)]
pub mod batch;
pub mod bind;
pub mod check;
#[cfg(feature = "cli")]
#[allow(clippy::disallowed_methods, reason = "the command is the edge")]
pub mod cli;
#[allow(
    clippy::disallowed_methods,
    reason = "what was read is kept on disk for the next time"
)]
pub mod desk;
pub mod export;
pub mod finding;
pub mod form;
pub mod infer;
mod island;
pub mod layout;
pub mod messages;
pub mod model;
pub mod prose;
pub mod publish;
pub mod recast;
pub mod text;
pub mod workbook;
pub mod write;
