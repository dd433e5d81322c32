//! The library from outside: whole files, and other programs as judges of what is written.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

mod annotate;
mod cli;
mod corpus;
mod explain;
mod facts;
mod forms;
mod languages;
mod laws;
mod made_up;
mod oracle;
mod prose;
mod readme;
mod save;
mod schema;
mod shapes;
