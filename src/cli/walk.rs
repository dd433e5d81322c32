//! What lies in a folder that is read: what is a submission, and why everything else is not.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::data_out::MARK;
use super::input::InputFile;
use super::stamp::{self, MadeFile};
use crate::batch::folder;
use crate::batch::names::shown;
use crate::messages::{Arg, Messages, visible};

/// A file or folder that was found, and what is to be known of it beside the submissions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Aside {
    path: PathBuf,
    why: WhySkipped,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum WhySkipped {
    /// No spreadsheet, by its ending.
    Other(String),
    /// A pipe, a device.
    NoFile,
    HiddenFolder,
    LinkToFolder,
    /// A link to a file that is read anyway.
    LinkTo(PathBuf),
    /// Written by this program, and unchanged since.
    Own(MadeFile),
    /// The same, but read, as it was named or nothing else is there.
    OwnRead(MadeFile),
    /// A marked workbook that somebody has saved since: read as the mended submission.
    Mended,
}

impl Aside {
    pub(super) fn link_to(path: &Path, target: &Path) -> Self {
        Self {
            path: path.to_owned(),
            why: WhySkipped::LinkTo(target.to_owned()),
        }
    }

    pub(super) fn own_read(path: &Path, made: MadeFile) -> Self {
        Self {
            path: path.to_owned(),
            why: WhySkipped::OwnRead(made),
        }
    }

    pub(super) fn mended(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            why: WhySkipped::Mended,
        }
    }

    fn line(&self, messages: &Messages) -> String {
        let path = ("path", Arg::from(shown(&self.path)));
        let made = |made: MadeFile| ("made", Arg::Word(word(made)));
        let line = match &self.why {
            WhySkipped::Other(ending) if ending.is_empty() => {
                messages.with("aside-no-ending", &[path])
            }
            WhySkipped::Other(ending) => {
                messages.with("aside-other", &[path, ("ending", ending.into())])
            }
            WhySkipped::NoFile => messages.with("aside-no-file", &[path]),
            WhySkipped::HiddenFolder => messages.with("aside-hidden-folder", &[path]),
            WhySkipped::LinkToFolder => messages.with("aside-link-to-folder", &[path]),
            WhySkipped::LinkTo(target) => {
                let target = ("target", Arg::from(shown(target)));
                messages.with("aside-link", &[path, target])
            }
            WhySkipped::Own(own) => messages.with("aside-own", &[path, made(*own)]),
            WhySkipped::OwnRead(own) => messages.with("aside-own-read", &[path, made(*own)]),
            WhySkipped::Mended => messages.with("aside-mended", &[path]),
        };
        visible(&line).into_owned() + "\n"
    }

    /// The kind under which it is counted; `None` for what is read.
    fn kind(&self, messages: &Messages) -> Option<String> {
        let word = match &self.why {
            WhySkipped::OwnRead(_) | WhySkipped::Mended => return None,
            WhySkipped::Other(ending) if !ending.is_empty() => return Some(format!(".{ending}")),
            WhySkipped::Other(_) | WhySkipped::NoFile => "aside-kind-other",
            WhySkipped::HiddenFolder => "aside-kind-hidden",
            WhySkipped::LinkToFolder | WhySkipped::LinkTo(_) => "aside-kind-link",
            WhySkipped::Own(made) => word(*made),
        };
        Some(messages.text(word))
    }
}

const fn word(made: MadeFile) -> &'static str {
    match made {
        MadeFile::Standard => "aside-standard",
        MadeFile::Marked => "aside-marked",
        MadeFile::Facts => "aside-facts",
    }
}

/// A line for each, and how many of which kind are not read.
pub(super) fn said(aside: &[Aside], messages: &Messages) -> String {
    let mut text: String = aside.iter().map(|own| own.line(messages)).collect();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for kind in aside.iter().filter_map(|own| own.kind(messages)) {
        *kinds.entry(kind).or_default() += 1;
    }
    if !kinds.is_empty() {
        let count: usize = kinds.values().sum();
        let kinds = kinds.iter().map(|(kind, count)| format!("{kind} {count}"));
        let args = [("count", count.into()), ("kinds", Arg::list(kinds))];
        text.push_str(&(visible(&messages.with("aside-all", &args)).into_owned() + "\n"));
    }
    text
}

/// A file found in a folder.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) input: InputFile,
    /// Whether it is a link to a file.
    pub(super) is_link: bool,
}

impl Candidate {
    /// A file that was named; where that is a link, it is the file all the same.
    pub(super) const fn named(input: InputFile) -> Self {
        Self {
            input,
            is_link: false,
        }
    }
}

/// The files below `folder` that are to be read, in the order of their paths, without the folder of the results; and what
/// else is there. Of files that are not `wanted`, by their path below the folder, nothing is opened or said. A folder that cannot be listed is among the files, as reading it says why.
///
/// A link to a file is taken for the file; a link to a folder is not followed. What this program wrote itself is not read
/// where it lies among submissions, else it would be counted beside the submission that it was made from.
pub(super) fn walk(
    folder: &Path,
    results: Option<&Path>,
    wanted: impl Fn(&Path) -> bool,
) -> (Vec<Candidate>, Vec<Aside>) {
    let (mut found, mut aside) = (Vec::new(), Vec::new());
    let mut entries = WalkDir::new(folder).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.push(candidate(folder, error.path().unwrap_or(folder), false));
                continue;
            }
        };
        let kind = if entry.path_is_symlink() && entry.depth() > 0 {
            // A link that leads nowhere is read by its name, which says so.
            std::fs::metadata(entry.path())
                .ok()
                .map(|data| data.file_type())
        } else {
            Some(entry.file_type())
        };
        let is_link = entry.path_is_symlink();
        let is_folder = kind.is_some_and(|kind| kind.is_dir());
        match look(&entry, kind, results) {
            WalkStep::Read => found.push(candidate(folder, entry.path(), is_link)),
            WalkStep::Enter => {}
            WalkStep::Silent if is_folder && !is_link => entries.skip_current_dir(),
            WalkStep::Silent => {}
            WalkStep::Aside(why) => {
                if is_folder && !is_link {
                    entries.skip_current_dir();
                }
                aside.push(Aside {
                    path: entry.path().to_owned(),
                    why,
                });
            }
        }
    }
    aside.retain(|own| wanted(own.path.strip_prefix(folder).unwrap_or(&own.path)));
    own_aside(&mut found, &mut aside, wanted);
    (found, aside)
}

/// What becomes of an entry of a folder.
enum WalkStep {
    Read,
    Enter,
    Silent,
    Aside(WhySkipped),
}

fn look(entry: &DirEntry, kind: Option<std::fs::FileType>, results: Option<&Path>) -> WalkStep {
    let name = entry.file_name().to_string_lossy();
    if kind.is_some_and(|kind| kind.is_dir()) {
        let own = || std::fs::canonicalize(entry.path()).ok();
        if entry.depth() == 0 {
            return WalkStep::Enter;
        }
        if results.is_some_and(|results| own().as_deref() == Some(results)) {
            return WalkStep::Silent;
        }
        return match folder::look_at_folder(&name) {
            folder::FolderEntry::Silent => WalkStep::Silent,
            folder::FolderEntry::Hidden => WalkStep::Aside(WhySkipped::HiddenFolder),
            _ if entry.path_is_symlink() => WalkStep::Aside(WhySkipped::LinkToFolder),
            _ if entry.path().join(MARK).is_file() => {
                WalkStep::Aside(WhySkipped::Own(MadeFile::Facts))
            }
            _ => WalkStep::Enter,
        };
    }
    match folder::look_at_file(&name) {
        folder::FolderEntry::Silent => WalkStep::Silent,
        _ if kind.is_some_and(|kind| !kind.is_file()) => WalkStep::Aside(WhySkipped::NoFile),
        folder::FolderEntry::Read => WalkStep::Read,
        _ => WalkStep::Aside(WhySkipped::Other(folder::ending(entry.path()))),
    }
}

fn candidate(folder: &Path, path: &Path, is_link: bool) -> Candidate {
    let below = path.strip_prefix(folder).unwrap_or(path);
    Candidate {
        input: InputFile {
            path: path.to_owned(),
            below: below.to_owned(),
        },
        is_link,
    }
}

/// Sets aside what this program wrote, of those that are wanted. In a folder of nothing else it is read, as that is what was asked
/// for.
fn own_aside(found: &mut Vec<Candidate>, aside: &mut Vec<Aside>, wanted: impl Fn(&Path) -> bool) {
    let only_own = found.iter().all(|own| stamp::of(&own.input.path).is_some());
    let made = found.iter().map(|own| match wanted(&own.input.below) {
        true => stamp::of(&own.input.path),
        false => None,
    });
    let made: Vec<Option<MadeFile>> = made.collect();
    let why = if only_own {
        WhySkipped::OwnRead
    } else {
        WhySkipped::Own
    };
    for (own, made) in found.iter().zip(&made) {
        aside.extend(made.map(|made| Aside {
            path: own.input.path.clone(),
            why: why(made),
        }));
    }
    if !only_own {
        let mut made = made.iter();
        found.retain(|_| made.next().is_some_and(Option::is_none));
    }
}
