//! Where the results of a review go.

use std::io::{self, Seek, Write};
use std::path::Path;

use crate::workbook::save::SaveError;

/// Where the results of a review go: a folder, or what stands for one.
pub trait ResultFolder {
    /// Why a result is not written.
    type Error: From<SaveError> + From<io::Error>;
    /// What a long result is written to.
    type Long: Write + Seek + Send;

    /// Writes a result; `/` parts folders in its name.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), Self::Error>;

    /// Writes a long result as `make` makes it.
    ///
    /// # Errors
    /// Those of `make`, and where it cannot be written.
    fn put_long(
        &mut self,
        name: &str,
        make: impl FnOnce(&mut Self::Long) -> Result<(), Self::Error>,
    ) -> Result<(), Self::Error>;

    /// A folder for what does not go into memory while a result is made. In a browser, which has none, it is not looked at.
    fn work(&self) -> &Path;
}
