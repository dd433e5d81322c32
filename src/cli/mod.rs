//! The command line: one verb a file. Only this folder knows paths, standard streams and exit codes.

mod args;
mod check;
mod convert;
mod explain;
mod inputs;
mod output;

use std::process::ExitCode;

use clap::Parser as _;

/// Something is wrong with an input.
const EXIT_FINDINGS: u8 = 1;
/// The command is used wrongly, or the output cannot be written.
const EXIT_USAGE: u8 = 2;

/// Runs the command of the process's arguments.
#[must_use]
pub fn run() -> ExitCode {
    let args = args::Args::parse();
    let result = match args.command {
        args::Command::Convert(args) => convert::run(&args),
        args::Command::Check(args) => check::run(&args),
        args::Command::Explain(args) => explain::run(&args),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(EXIT_FINDINGS),
        // A reader that closes the pipe early, such as `head`, is no fault.
        Err(error)
            if error
                .downcast_ref::<std::io::Error>()
                .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe) =>
        {
            ExitCode::SUCCESS
        }
        Err(error) => {
            output::say(&format!("yusuan: {error:#}\n"));
            ExitCode::from(EXIT_USAGE)
        }
    }
}
