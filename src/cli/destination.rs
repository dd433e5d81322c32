//! Where `yusuan convert` writes, and in which format.

use std::path::{Path, PathBuf};

use anyhow::bail;

use super::args::{ConvertArgs, ConvertTarget, ConvertTo};
use super::input::InputFile;
use super::kept::KeptFiles;
use super::names as file_names;
use super::output;
use super::results::{Results, how};
use super::resume::Digest;
use crate::messages::{Messages, Phrase};

/// Where the results go.
pub(super) enum Destination {
    /// Standard output.
    Standard,
    /// One file for each input, in their order.
    Files(Vec<PathBuf>),
    /// One table of facts for all inputs.
    Table(PathBuf),
}

/// The format of the results.
pub(super) fn target(args: &ConvertArgs) -> anyhow::Result<ConvertTarget> {
    let ending = args
        .output
        .as_deref()
        .and_then(Path::extension)
        .map(|ending| ending.to_string_lossy().to_lowercase());
    let by_name = match ending.as_deref() {
        Some("json") => Some(ConvertTarget::Json),
        Some("csv") => Some(ConvertTarget::Csv),
        Some("xlsx") => Some(ConvertTarget::Xlsx),
        _ => args.output.as_deref().and_then(ConvertTarget::named),
    };
    let named_otherwise = matches!(
        ending.as_deref(),
        Some("xls" | "et" | "ods" | "xlsm" | "xlsb" | "docx" | "html" | "txt" | "tsv")
    );
    match (args.to, by_name) {
        (Some(target), _) => Ok(target),
        (None, Some(target)) => Ok(target),
        (None, None) if ending.as_deref() == Some("pdf") => bail!(Phrase::new("cli-pdf-beside")),
        (None, None) if named_otherwise => bail!(
            Phrase::new("cli-no-such-format")
                .arg("ending", ending.unwrap_or_default())
                .list("known", ["xlsx", "json", "csv"])
        ),
        (None, None) => Ok(ConvertTarget::Xlsx),
    }
}

/// Where the results go, where every one of them can be written.
pub(super) fn destination(
    args: &ConvertArgs,
    files: &[InputFile],
    kept: &KeptFiles,
    target: ConvertTo,
    messages: &Messages,
) -> anyhow::Result<(Destination, Results)> {
    let ending = match target {
        ConvertTo::Xlsx => "xlsx",
        ConvertTo::Json => "json",
        ConvertTo::Csv => "csv",
    };
    let folder_input = args.input.inputs.iter().any(|input| input.is_dir());
    let single = args.input.inputs.len() == 1 && !folder_input;
    let mut results = Results::single(args.force);
    let paths: Vec<PathBuf> = match &args.output {
        Some(output) if output.as_os_str() == "-" => {
            if target == ConvertTo::Xlsx && files.len() > 1 {
                bail!(Phrase::new("cli-several-to-stdout"));
            }
            return Ok((Destination::Standard, results));
        }
        Some(output) if single && !output.is_dir() => vec![output.clone()],
        Some(output) if target == ConvertTo::Csv && names(output, &["csv"]) => {
            results.require_free(std::slice::from_ref(output), kept)?;
            output::require_folder(output::folder(output))?;
            return Ok((Destination::Table(output.clone()), results));
        }
        Some(output) => {
            if output.is_file() || names(output, &["xlsx", "json", "csv"]) {
                bail!(Phrase::new("cli-file-for-several").arg("path", output.display()));
            }
            results = Results::several(
                output,
                "convert",
                &how_made(args, target, messages),
                args.force,
            );
            let names = file_names::results(files, |_| ending);
            names.iter().map(|name| output.join(name)).collect()
        }
        None if single => {
            let stem = files[0]
                .below
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
                .unwrap_or_default();
            vec![PathBuf::from(file_names::fit(
                &stem,
                &format!("-standard.{ending}"),
            ))]
        }
        None => bail!(Phrase::new("cli-several-need-folder")),
    };
    results.require_free(&paths, kept)?;
    // Said once and before everything is read, not for each result.
    let folder = match &args.output {
        Some(output) if !single || output.is_dir() => output,
        _ => output::folder(&paths[0]),
    };
    output::require_folder(folder)?;
    Ok((Destination::Files(paths), results))
}

/// Whether a path names a file of one of the formats: by its ending, where it is no folder.
fn names(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy());
    let known = |ending: &str| endings.iter().any(|own| own.eq_ignore_ascii_case(ending));
    !path.is_dir() && ending.is_some_and(|ending| known(&ending))
}

/// All that a result depends on besides its input.
fn how_made(args: &ConvertArgs, target: ConvertTo, messages: &Messages) -> Digest {
    let read = &args.input.read;
    let options = (
        read,
        target,
        &args.layout_out,
        args.draft,
        args.strict,
        args.wanted,
        args.incomplete,
    );
    let files = [&read.codes, &read.templates, &args.previous];
    let files: Vec<&Path> = files.into_iter().flatten().map(PathBuf::as_path).collect();
    how(&format!("{options:?}"), &files, messages)
}
