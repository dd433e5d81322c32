//! The folder of a data set. All files are written beside their places and moved there when they are whole, the one that makes the
//! data set whole last. A file in the folder says what it is for: what is not ours is never written over, and parts that were cut
//! in another way do not come together.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{anyhow, bail};

use super::args::ConvertTarget;
use super::kept::KeptFiles;
use super::output;
use super::shard::Shard;
use super::temporary::{Temporary, TemporaryFolder, sweep};
use crate::export::data::{
    DATABASE, DataError, DataFormat, DataSink, Tables, data_sink, last_file,
};
use crate::messages::{Language, Phrase};

/// What the folder is for: the tables and how they are cut.
pub(super) const MARK: &str = ".yusuan-data";
/// The folder in a temporary folder in which the files are made.
const MADE: &str = "data";

/// Whether several processes may write parts of one data set.
pub(super) fn takes_shards(format: DataFormat) -> bool {
    ConvertTarget::of(format).word() == "parquet"
}

/// Where a data set goes.
pub(super) struct DataOut {
    format: DataFormat,
    folder: PathBuf,
    /// The name of a single file that was asked for.
    file: Option<PathBuf>,
    tables: Arc<Tables>,
    part: u32,
    force: bool,
    made: TemporaryFolder,
}

impl DataOut {
    /// Begins a data set where it may be written.
    ///
    /// # Errors
    /// Where something else is there, or it is there already and may not be written over.
    pub(super) fn open(
        to: &Path,
        format: DataFormat,
        shard: Option<Shard>,
        tables: &Arc<Tables>,
        kept: &KeptFiles,
        force: bool,
    ) -> anyhow::Result<Self> {
        if to.as_os_str() == "-" {
            bail!(Phrase::new("data-needs-output"));
        }
        let is_named = ConvertTarget::named(to).is_some_and(|own| own == ConvertTarget::of(format));
        let is_one = last_file(format, 0) == DATABASE;
        let (folder, file) = match is_one {
            true if is_named && !to.is_dir() => (output::folder(to), Some(to.to_owned())),
            true => (to, Some(to.join(DATABASE))),
            false => (to, None),
        };
        let folder = folder.to_owned();
        if folder.is_file() {
            bail!(Phrase::new("data-needs-folder").arg("path", to.display()));
        }
        output::require_folder(&folder)?;
        let part = shard.map_or(0, |own| own.own);
        let io = |error: std::io::Error| output::io(&folder, &error);
        sweep(&folder);
        let last = file
            .clone()
            .unwrap_or_else(|| folder.join(last_file(format, part)));
        if file.is_none() {
            claim(&folder, format, shard, tables)?;
        }
        if !force && output::is_taken(&last) {
            return Err(output::exists(&last));
        }
        kept.require_other(&last)?;
        for table in &tables.all {
            kept.require_other(&folder.join(format!("{}.csv", table.id)))?;
        }
        let made = TemporaryFolder::new(&folder).map_err(io)?;
        fs::create_dir(made.path().join(MADE)).map_err(io)?;
        Ok(Self {
            format,
            folder,
            file,
            tables: Arc::clone(tables),
            part,
            force,
            made,
        })
    }

    /// What rows are written to.
    pub(super) fn sink(&self, language: Language) -> anyhow::Result<Box<dyn DataSink>> {
        let folder = self.made.path().join(MADE);
        let sink = data_sink(self.format, &folder, &self.tables, self.part, language);
        sink.map_err(|error| self.error(&error))
    }

    /// Puts the files into their places.
    pub(super) fn place(self, finished: Result<Vec<String>, DataError>) -> anyhow::Result<()> {
        let paths = finished.map_err(|error| self.error(&error))?;
        let from = self.made.path().join(MADE);
        if let Some(file) = &self.file {
            if !self.force && output::is_taken(file) {
                return Err(output::exists(file));
            }
            let name = paths.first().cloned().unwrap_or_default();
            return fs::rename(from.join(name), file).map_err(|error| output::io(file, &error));
        }
        // Until all is in its place, the data set is not whole.
        let last = self.folder.join(last_file(self.format, self.part));
        match fs::remove_file(&last) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(output::io(&last, &error));
            }
            _ => {}
        }
        self.remove_others(&paths);
        for path in &paths {
            let to = self.folder.join(path);
            let moved = fs::create_dir_all(output::folder(&to))
                .and_then(|()| fs::rename(from.join(path), &to));
            moved.map_err(|error| output::io(&to, &error))?;
        }
        Ok(())
    }

    /// Removes the files of this part that an earlier run left and this one does not write: those of another year.
    fn remove_others(&self, paths: &[String]) {
        let name = format!("part-{}.parquet", self.part);
        for table in self.tables.all.iter().filter(|own| own.by_year) {
            let years = fs::read_dir(self.folder.join(&table.id));
            for year in years.into_iter().flatten().flatten() {
                let year = year.file_name();
                let year = year.to_string_lossy();
                let own = format!("{}/{year}/{name}", table.id);
                if year.starts_with("year=") && !paths.contains(&own) {
                    let _ = fs::remove_file(self.folder.join(own));
                    let _ = fs::remove_dir(self.folder.join(&table.id).join(&*year));
                }
            }
        }
    }

    fn error(&self, error: &DataError) -> anyhow::Error {
        let to = self.file.as_ref().unwrap_or(&self.folder);
        match error {
            DataError::Io(error) => output::io(to, error),
            other => anyhow!(
                Phrase::new("data-not-written")
                    .arg("path", to.display())
                    .arg("error", other)
            ),
        }
    }
}

/// Says in the folder what it is for, where it is new, empty or says the same.
fn claim(
    folder: &Path,
    format: DataFormat,
    shard: Option<Shard>,
    tables: &Tables,
) -> anyhow::Result<()> {
    let shards = shard.map_or(0, |own| own.of);
    let format = ConvertTarget::of(format).word();
    let own = format!("{}format: {format}\nshards: {shards}\n", tables.form());
    let path = folder.join(MARK);
    let io = |error: std::io::Error| output::io(&path, &error);
    let differs = || {
        Phrase::new("data-other-set")
            .arg("path", folder.display())
            .arg("shards", shards)
    };
    for _ in 0..2 {
        match fs::read_to_string(&path) {
            Ok(there) if there == own => return Ok(()),
            Ok(_) => bail!(differs()),
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(io(error)),
            Err(_) => {}
        }
        let mut entries = fs::read_dir(folder).map_err(io)?.flatten();
        // Another process may just be about to say the same.
        let is_other =
            |name: &str| !name.starts_with(".yusuan-") && !super::temporary::is_folder(name);
        if entries.any(|entry| is_other(&entry.file_name().to_string_lossy())) {
            bail!(Phrase::new("data-not-ours").arg("path", folder.display()));
        }
        let mut made = Temporary::new(folder, true).map_err(io)?;
        std::io::Write::write_all(made.file(), own.as_bytes()).map_err(io)?;
        match made.persist(&path, false) {
            Ok(()) => return Ok(()),
            // Another process was first; what does it say?
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(io(error)),
        }
    }
    bail!(differs())
}
