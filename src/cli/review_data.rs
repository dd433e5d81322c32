//! The data set of a review: `review --data FORMAT`.

use std::io::BufRead;
use std::sync::Arc;

use anyhow::anyhow;

use super::output;
use super::review_out::Out;
use crate::desk::{InboxReader, ResultFolder as _, Review, data};
use crate::export::data::{DataError, DataFormat, Tables, data_sink};
use crate::messages::{Messages, Phrase};

/// The folder of the data set, and where it is made.
const DATA: &str = "data";

/// Writes the data set below the results.
pub(super) fn write(
    out: &mut Out,
    format: DataFormat,
    (review, changes): (&Review, Box<dyn BufRead>),
    reader: InboxReader<'_>,
    messages: &Messages,
) -> anyhow::Result<()> {
    let folder = out.folder().join(DATA);
    let io = |error: &std::io::Error| output::io(&folder, error);
    let failed = |error: DataError| match error {
        DataError::Io(error) => io(&error),
        other => anyhow!(
            Phrase::new("data-not-written")
                .arg("path", folder.display())
                .arg("error", other)
        ),
    };
    let made = out.work().join(DATA);
    std::fs::create_dir(&made).map_err(|error| io(&error))?;
    let tables = Arc::new(Tables::new(&reader.templates.model, true));
    let mut sink = data_sink(format, &made, &tables, 0, messages.language()).map_err(failed)?;
    data((review, changes), reader, &tables, messages, &mut *sink).map_err(failed)?;
    for path in sink.finish().map_err(failed)? {
        out.put_file(&format!("{DATA}/{path}"), &made.join(&path))?;
    }
    Ok(())
}
