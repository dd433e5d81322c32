//! PDF files of workbooks, printed by LibreOffice where it is installed.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{anyhow, bail};

use super::interrupt;
use super::output;
use super::results::Results;
use super::resume::Digest;
use super::temporary::TemporaryFolder;
use crate::messages::Phrase;

/// The variable that names the program where it is not in one of the usual places.
const VARIABLE: &str = "SOFFICE";
/// How many workbooks one process prints; a start takes as long as about ten of them.
const AT_ONCE: usize = 50;
/// How long a process may take: for its start, and for each workbook.
const START: Duration = Duration::from_secs(90);
const EACH: Duration = Duration::from_secs(15);
/// How often it is asked whether it has ended.
const PAUSE: Duration = Duration::from_millis(50);

/// A workbook that is to be printed.
#[derive(Debug)]
pub(super) struct PrintedWorkbook<'p> {
    pub(super) workbook: &'p Path,
    /// Where its PDF file goes.
    pub(super) pdf: PathBuf,
    /// What the workbook is made from.
    pub(super) made_from: Digest,
}

/// LibreOffice as it is installed here.
#[derive(Debug)]
pub(super) struct Printer {
    program: PathBuf,
}

impl Printer {
    /// Finds the program: the one that the variable `SOFFICE` names, else one in the search path or in a usual place.
    ///
    /// # Errors
    /// Where there is none.
    pub(super) fn find() -> anyhow::Result<Self> {
        if let Some(named) = env::var_os(VARIABLE).filter(|named| !named.is_empty()) {
            let program = PathBuf::from(named);
            if !program.is_file() {
                bail!(Phrase::new("cli-no-such-printer").arg("path", program.display()));
            }
            return Ok(Self { program });
        }
        places()
            .find(|place| place.is_file())
            .map(|program| Self { program })
            .ok_or_else(|| anyhow!(Phrase::new("cli-no-printer")))
    }

    /// Prints each workbook to the PDF file beside it; what could not be printed.
    pub(super) fn print(
        &self,
        pairs: &[PrintedWorkbook<'_>],
        results: &Results,
    ) -> Vec<anyhow::Error> {
        pairs
            .chunks(AT_ONCE)
            .flat_map(|pairs| match self.print_some(pairs, results) {
                Ok(failed) => failed,
                Err(error) => vec![error],
            })
            .collect()
    }

    fn print_some(
        &self,
        pairs: &[PrintedWorkbook<'_>],
        results: &Results,
    ) -> anyhow::Result<Vec<anyhow::Error>> {
        let parent = env::temp_dir();
        let folder = TemporaryFolder::new(&parent);
        let folder = folder.map_err(|error| output::io(&parent, &error))?;
        let folder = folder.path();
        let at = |at: usize, ending: &str| folder.join(format!("{}.{ending}", at + 1));
        let mut copies = Vec::with_capacity(pairs.len());
        // Names of their own: two workbooks may have the same, and any program can read these.
        for (number, PrintedWorkbook { workbook, .. }) in pairs.iter().enumerate() {
            let copy = at(number, "xlsx");
            fs::copy(workbook, &copy).map_err(|error| output::io(workbook, &error))?;
            copies.push(copy);
        }
        let in_time = self.run(folder, &copies)?;
        let mut failed = Vec::new();
        for (number, own) in pairs.iter().enumerate() {
            let (workbook, pdf) = (own.workbook, &own.pdf);
            let printed = fs::read(at(number, "pdf")).ok();
            let done = match printed.filter(|bytes| is_whole(bytes)) {
                Some(bytes) => results.write(pdf, &bytes, &own.made_from),
                None => {
                    let name = if in_time {
                        "cli-not-printed"
                    } else {
                        "cli-not-printed-in-time"
                    };
                    let phrase = Phrase::new(name).arg("path", workbook.display());
                    Err(anyhow!(phrase.arg("program", self.program.display())))
                }
            };
            failed.extend(done.err());
        }
        Ok(failed)
    }

    /// Runs the program over `files`, with a profile of its own so that one that is open does not get in the way. Whether
    /// it ended in time.
    fn run(&self, folder: &Path, files: &[PathBuf]) -> anyhow::Result<bool> {
        let mut profile = OsString::from("-env:UserInstallation=");
        profile.push(file_url(&folder.join("profile")));
        let mut command = Command::new(&self.program);
        command
            .arg(profile)
            .args(["--headless", "--norestore", "--nolockcheck", "--nodefault"])
            .args(["--convert-to", "pdf:calc_pdf_Export", "--outdir"])
            .arg(folder)
            .args(files)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        apart(&mut command);
        let mut child = {
            let mut held = interrupt::held();
            let child = command
                .spawn()
                .map_err(|error| output::io(&self.program, &error))?;
            held.group(child.id());
            child
        };
        let in_time = self.wait(&mut child, files.len());
        interrupt::held().release_group(child.id());
        in_time
    }

    /// Waits for the end of a program that prints `files` workbooks; whether it ended in time.
    fn wait(&self, child: &mut Child, files: usize) -> anyhow::Result<bool> {
        let files = u32::try_from(files).unwrap_or(u32::MAX);
        let until = Instant::now() + START + EACH * files;
        loop {
            let ended = child.try_wait();
            if ended
                .map_err(|error| output::io(&self.program, &error))?
                .is_some()
            {
                return Ok(true);
            }
            if Instant::now() >= until {
                end(child);
                return Ok(false);
            }
            sleep(PAUSE);
        }
    }
}

/// Where the PDF file of a workbook goes.
pub(super) fn beside(workbook: &Path) -> PathBuf {
    workbook.with_extension("pdf")
}

/// Whether a PDF file was written to its end.
fn is_whole(bytes: &[u8]) -> bool {
    let end = &bytes[bytes.len().saturating_sub(16)..];
    bytes.starts_with(b"%PDF-") && end.windows(5).any(|window| window == b"%%EOF")
}

/// The search path, then the usual places of the systems.
fn places() -> impl Iterator<Item = PathBuf> {
    // On Windows soffice.com waits for the end, soffice.exe does not.
    let names: &[&str] = if cfg!(windows) {
        &["soffice.com"]
    } else {
        &["soffice", "libreoffice"]
    };
    let path = env::var_os("PATH").unwrap_or_default();
    let in_path: Vec<PathBuf> = env::split_paths(&path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .collect();
    let usual: Vec<PathBuf> = if cfg!(windows) {
        ["ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"]
            .into_iter()
            .filter_map(env::var_os)
            .map(|folder| Path::new(&folder).join("LibreOffice/program/soffice.com"))
            .collect()
    } else {
        let mut usual: Vec<PathBuf> = [
            "/Applications/LibreOffice.app/Contents/MacOS/soffice",
            "/usr/bin/soffice",
            "/usr/local/bin/soffice",
            "/usr/lib/libreoffice/program/soffice",
            "/usr/lib64/libreoffice/program/soffice",
            "/opt/libreoffice/program/soffice",
            "/snap/bin/libreoffice",
        ]
        .map(PathBuf::from)
        .to_vec();
        // The project's own packages go to folders with their version: /opt/libreoffice24.8.
        let opt = fs::read_dir("/opt").into_iter().flatten().flatten();
        let mut versions: Vec<PathBuf> = opt
            .filter(|entry| {
                entry
                    .file_name()
                    .to_string_lossy()
                    .starts_with("libreoffice")
            })
            .map(|entry| entry.path().join("program/soffice"))
            .collect();
        versions.sort();
        usual.extend(versions.into_iter().rev());
        usual
    };
    in_path.into_iter().chain(usual)
}

/// The address of a file or folder; all but plain characters are escaped.
fn file_url(path: &Path) -> String {
    use std::fmt::Write as _;
    let path = path.to_string_lossy().replace('\\', "/");
    let mut url = "file://".to_owned();
    if !path.starts_with('/') {
        url.push('/');
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b':' | b'.' | b'-' | b'_' | b'~' => {
                url.push(char::from(byte));
            }
            _ => {
                let _ = write!(url, "%{byte:02X}");
            }
        }
    }
    url
}

/// Makes the program the first of a group of its own: it is a script that starts others, and all of them must end.
#[cfg(unix)]
fn apart(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

#[cfg(not(unix))]
fn apart(_: &mut Command) {}

/// Ends the program and those that it started.
fn end(child: &mut Child) {
    interrupt::end_group(child.id());
    // Where that fails, the program itself is ended still.
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_escaped() {
        for (path, url) in [
            ("/tmp/a b", "file:///tmp/a%20b"),
            ("/tmp/用户", "file:///tmp/%E7%94%A8%E6%88%B7"),
            (r"C:\Temp\x%y", "file:///C:/Temp/x%25y"),
        ] {
            assert_eq!(file_url(Path::new(path)), url);
        }
    }

    #[test]
    fn a_file_that_breaks_off_is_not_whole() {
        assert!(is_whole(b"%PDF-1.6 ... startxref 7 %%EOF\n"));
        assert!(!is_whole(b"%PDF-1.6 ... startxref 7"));
        assert!(!is_whole(b""));
    }
}
