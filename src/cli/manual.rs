//! `yusuan man`, `yusuan completions` and `yusuan help`: what the command says of itself.

use anyhow::bail;
use clap::Command;
use clap_mangen::Man;

use super::args::{CompletionsArgs, HelpArgs, ManArgs};
use super::{output, temporary, words};
use crate::messages::{Messages, Phrase};

/// The headings that clap_mangen writes, and the names of their words.
const HEADINGS: [(&str, &str); 4] = [
    ("NAME", "man-name"),
    ("SYNOPSIS", "man-synopsis"),
    ("DESCRIPTION", "man-description"),
    ("VERSION", "man-version"),
];

/// Writes the pages of all commands into a folder, or the main page to standard output.
pub(super) fn man(
    args: &ManArgs,
    mut command: Command,
    messages: &Messages,
) -> anyhow::Result<bool> {
    command.build();
    let Some(folder) = &args.output else {
        output::print(page(command, messages)?.as_bytes())?;
        return Ok(true);
    };
    temporary::sweep(folder);
    for command in all(command) {
        let name = command.get_display_name().unwrap_or(command.get_name());
        let path = folder.join(format!("{name}.1"));
        output::write(&path, page(command, messages)?.as_bytes(), args.force)?;
    }
    Ok(true)
}

/// The command with all commands below it.
fn all(command: Command) -> Vec<Command> {
    let below: Vec<Command> = command.get_subcommands().cloned().collect();
    let below = below.into_iter().flat_map(all);
    std::iter::once(command.clone()).chain(below).collect()
}

fn page(command: Command, messages: &Messages) -> anyhow::Result<String> {
    let mut page = Vec::new();
    let source = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
    Man::new(command).source(source).render(&mut page)?;
    // Lines filled to both margins would tear Chinese apart.
    let mut page = String::from_utf8(page)?.replacen("\n.SH ", "\n.ad l\n.SH ", 1);
    for (heading, name) in HEADINGS {
        let words = messages.text(name);
        page = page.replace(&format!("\n.SH {heading}\n"), &format!("\n.SH {words}\n"));
    }
    Ok(page)
}

/// Prints the completions for a shell.
pub(super) fn completions(args: &CompletionsArgs, mut command: Command) -> anyhow::Result<bool> {
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    output::print(&script)?;
    Ok(true)
}

/// Prints the help of a command, or of all.
pub(super) fn help(args: &HelpArgs, command: Command) -> anyhow::Result<bool> {
    let mut command = words::wrapped(command);
    command.build();
    let command = match &args.command {
        None => &mut command,
        Some(name) => match command.find_subcommand_mut(name) {
            Some(own) => own,
            None => bail!(Phrase::new("usage-unknown-command").arg("command", name)),
        },
    };
    command.print_help()?;
    Ok(true)
}
