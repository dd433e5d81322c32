//! The library from outside: whole files, and other programs as judges of what is written.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

mod alone;
mod annotate;
mod any_budget;
mod bad_usage;
mod cases;
mod cli;
mod cli_pdf;
mod closing_first;
mod codes;
mod corpus;
mod damaged;
#[cfg(feature = "data")]
mod data;
mod desk;
mod desk_archives;
mod desk_cache;
mod desk_laws;
mod desk_lists;
mod desk_mess;
mod desk_parts;
mod desk_rules;
mod desk_season;
mod desk_several;
mod docs;
mod document;
mod drafts;
mod drawing;
mod dropped;
mod explain;
mod facts;
mod faults;
mod files;
mod files_unix;
mod formats;
mod forms;
mod formulas;
mod fuzzed;
mod incomplete;
mod islands;
mod languages;
mod laws;
mod layouts;
mod made_up;
mod names;
mod nasty;
mod office;
mod options;
mod oracle;
mod own_layout;
mod own_tables;
mod paper;
mod prose;
mod publish;
mod publish_documents;

mod regions;
mod reports;
mod results;
mod resume;
mod rooms;
mod roster;
mod save;
mod schema;
mod shapes;
mod shipped;
mod sources;
mod strange_blocks;
mod template;
mod template_agree;
mod template_back;
mod template_document;
mod template_entry;
mod template_entry_fill;
mod template_entry_units;
mod template_fill;
mod template_known;
mod template_open;
mod template_open_fill;
mod terminal;

/// The layouts of whole documents: those with texts beside their tables, a cover and goal forms.
pub(crate) fn of_documents(
    templates: &yusuan::layout::Templates,
) -> impl Iterator<Item = &yusuan::layout::Layout> {
    let layouts = templates.layouts.iter();
    layouts.filter(|layout| layout.document.is_some())
}
