//! The command line: one verb a file. Only this folder knows paths, standard streams and exit codes.

mod archives;
mod args;
mod caught;
mod check;
mod codes;
mod compare;
mod convert;
mod data;
mod data_out;
mod destination;
mod draft;
mod dropped;
mod explain;
mod input;
mod inputs;
mod interrupt;
mod kept;
mod layouts;
mod layouts_check;
mod manual;
mod merge;
mod names;
mod output;
mod patterns;
mod pdf;
mod previous;
mod publish;
mod recast;
mod results;
mod resume;
mod review;
mod review_data;
mod review_out;
mod review_said;
mod review_seal;
mod roster;
mod shard;
mod stamp;
mod tally;
mod task;
mod template;
mod temporary;
mod unit_form;
mod usage;
mod walk;
mod window;
mod windows_paths;
mod words;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Command, FromArgMatches as _};

use caught::Caught;

use crate::batch::{Stage, shielded};
use crate::island;
use crate::messages::{Messages, Phrase};

/// Something is wrong with an input.
const EXIT_FINDINGS: u8 = 1;
/// The command is used wrongly, or the output cannot be written.
const EXIT_USAGE: u8 = 2;

/// Runs the command of the process's arguments.
#[must_use]
pub fn run() -> ExitCode {
    silence_panics();
    let given: Vec<OsString> = std::env::args_os().collect();
    let messages = Messages::new(words::language(&given, sys_locale::get_locales()));
    let dropped = dropped::as_check(&given);
    let is_dropped = dropped.is_some();
    let given = dropped.unwrap_or(given);
    let code = command(&given, is_dropped, &messages);
    // Who gives a command has a window of his own.
    if is_dropped || given.len() < 2 {
        window::wait(&messages);
    }
    code
}

/// Runs the command of the arguments `given`; where they are `dropped`, with a report.
fn command(given: &[OsString], dropped: bool, messages: &Messages) -> ExitCode {
    let parse = |command: Command| {
        let matches = command.try_get_matches_from(given);
        matches.and_then(|matches| args::Args::from_arg_matches(&matches))
    };
    let command = || words::worded(args::command(), messages);
    // Only help and what is said of wrong arguments need the words.
    let parsed = parse(args::command()).or_else(|_| parse(words::wrapped(command())));
    let mut args = match parsed {
        Ok(args) => args,
        Err(error) => return no_args(&error, &words::called(&command(), given), messages),
    };
    if cfg!(windows)
        && let Some(inputs) = args.command.inputs()
    {
        match patterns::expanded(inputs) {
            Ok(all) => *inputs = all,
            Err(error) => return failed(&error, messages),
        }
    }
    let mut report = None;
    if let args::Command::Check(args) = &mut args.command
        && dropped
    {
        report = dropped::with_report(args, messages);
    }
    interrupt::watch();
    let work = || match args.command {
        args::Command::Convert(args) => convert::run(&args, messages),
        args::Command::Check(args) => check::run(&args, messages),
        args::Command::Template(args) => template::run(&args, messages),
        args::Command::Publish(args) => publish::run(&args, messages),
        args::Command::Review(args) => review::run(&args, messages),
        args::Command::Merge(args) => merge::run(&args, messages),
        args::Command::Compare(args) => compare::run(&args, messages),
        args::Command::Layouts(args) => layouts::run(&args, messages),
        args::Command::Explain(args) => explain::run(&args, messages),
        args::Command::Completions(args) => manual::completions(&args, command()),
        args::Command::Man(args) => manual::man(&args, command(), messages),
        args::Command::Help(args) => manual::help(&args, command()),
    };
    let result = shielded(Stage::Writing, work)
        .unwrap_or_else(|_| Err(anyhow::anyhow!(Phrase::new("cli-failed"))));
    if let (Ok(_), Some(report)) = (&result, &report) {
        dropped::said(report, messages);
    }
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(EXIT_FINDINGS),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => failed(&error, messages),
    }
}

fn failed(error: &anyhow::Error, messages: &Messages) -> ExitCode {
    output::complain(error, messages);
    ExitCode::from(if error.is::<Caught>() {
        EXIT_FINDINGS
    } else {
        EXIT_USAGE
    })
}

/// Makes panics silent for the whole process: where one ends, a finding of its file says what was being done.
pub fn silence_panics() {
    island::silence();
}

/// Help and version were asked for, or the arguments are wrong.
fn no_args(error: &clap::Error, called: &str, messages: &Messages) -> ExitCode {
    let help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    if help {
        // Where the reader is gone there is nobody to tell.
        let _ = error.print();
    } else {
        output::say(&usage::complaint(error, called, messages));
    }
    ExitCode::from(if error.use_stderr() { EXIT_USAGE } else { 0 })
}

/// A reader that closes the pipe early, such as `head`, is no fault.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<std::io::Error>()
        .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
