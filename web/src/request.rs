//! What the page asks for.

use serde::Deserialize;

/// A request. The bytes behind it are those of the file that it names.
#[derive(Debug, Deserialize)]
#[serde(tag = "call", rename_all = "kebab-case")]
pub(crate) enum Request {
    /// How files are read from now on.
    Begin(Begin),
    /// What becomes of the files of a folder, by their paths below it.
    Look { paths: Vec<String> },
    /// Checks a file. One that lay in a folder is not read where this program made it, unless `own` says so.
    Check {
        path: String,
        in_folder: bool,
        own: bool,
        files: usize,
    },
    /// What is said of a file that could not be given to the library, or that it failed over.
    Failed {
        path: String,
        why: Failure,
        size: u64,
    },
    /// The report of the files as a page of HTML.
    Report { parts: Vec<Part> },
    /// The workbook with its wrong cells marked.
    Marked { path: String },
    /// The standardized workbook.
    Standard { path: String },
    /// The public document.
    Document { path: String, html: bool },
    /// The rows of the facts, with the header where the path is empty.
    Facts { path: String },
    /// The names of the results of files.
    Names { below: Vec<String> },
    /// Opens an archive and keeps it.
    Open { path: String },
    /// A file of the archive that is open.
    Take { name: String, path: String },
    /// Adds a file to the archive that is being made.
    Pack { name: String },
    /// The archive that was made.
    Packed,
    /// Last year's budget, to be given to each worker.
    Previous { path: String },
    /// The units of a roster.
    Roster { path: String },
    /// Whose a budget of last year is, by the roster that was read last.
    Whose { path: String },
    /// What files are of a task, by their paths below a folder.
    TaskOf { paths: Vec<String> },
    /// What is kept of a file of a task, for the library that reviews it.
    Ahead { path: String, last_year: bool },
    /// What another library kept: names and lengths.
    Known { entries: Vec<(String, usize)> },
    /// A file of a task; one that cannot be read has no bytes.
    Lay {
        path: String,
        size: u64,
        why: Option<Failure>,
        inbox: bool,
    },
    /// Reviews the task whose files were given, a folder of this name, with letters of this date.
    Review { folder: String, date: String },
    /// A result of the review.
    Result { name: String },
    /// All results of the review, as an archive.
    Results,
    /// A blank form; the bytes are last year's budget, where there is one.
    Form(Form),
}

/// Why a file could not be worked on.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Failure {
    /// The library itself failed.
    Program,
    /// The browser could not read it.
    Gone,
    /// It is larger than a file may be.
    Size,
}

/// How files are read.
#[derive(Debug, Deserialize)]
pub(crate) struct Begin {
    pub(crate) language: String,
    /// The layout to read by.
    pub(crate) layout: Option<String>,
    /// The user's own words and layouts.
    pub(crate) own: Vec<Own>,
    /// Last year's budgets as JSON, by their paths, and whether one file was given.
    pub(crate) previous: Vec<(String, String)>,
    pub(crate) previous_named: bool,
}

/// A file of words or a layout.
#[derive(Debug, Deserialize)]
pub(crate) struct Own {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// What the report says of a file, as the page kept it.
#[derive(Debug, Deserialize)]
pub(crate) struct Part {
    pub(crate) path: String,
    pub(crate) read: bool,
    pub(crate) layout: Option<String>,
    pub(crate) unit: String,
    pub(crate) year: Option<u16>,
    pub(crate) amounts: usize,
    pub(crate) counts: Vec<(String, String, usize)>,
    pub(crate) findings: String,
}

/// A blank form.
#[derive(Debug, Deserialize)]
pub(crate) struct Form {
    /// The unit's position in the roster that was read last, else what is typed.
    pub(crate) at: Option<usize>,
    pub(crate) name: String,
    pub(crate) code: String,
    pub(crate) department: String,
    pub(crate) nature: String,
    pub(crate) layout: Option<String>,
    pub(crate) year: Option<u16>,
    pub(crate) entry: bool,
    pub(crate) projects: Option<u16>,
    /// The path of last year's budget.
    pub(crate) last: Option<String>,
}
