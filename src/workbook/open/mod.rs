//! Opens a spreadsheet file: what it is is told by its bytes, and nothing in it can take more memory than the limits
//! allow.
//!
//! Each format has a scan of its own that looks at the bytes before calamine does: it keeps the limits, finds what
//! calamine does not tell (hidden rows and columns, new error values) and takes out what calamine fails on.
//!
//! ```
//! # use yusuan::workbook::open::{Limits, open};
//! let workbook = open("项目,金额\n合计,12.50\n", "csv", &Limits::default())?;
//! assert_eq!(workbook.sheets[0].cells.len(), 4);
//! # Ok::<(), yusuan::workbook::open::OpenError>(())
//! ```

mod allowance;
mod calamine;
mod crypt;
mod decode;
mod error;
mod gather;
mod html;
mod limits;
mod number;
mod number_format;
mod ods;
pub(crate) mod ooxml;
pub(crate) mod package;
mod printed;
mod sniff;
pub(crate) mod tags;

#[cfg(test)]
mod tests;
mod text;
mod unseen_format;
mod xls;
mod xlsb;
pub(crate) mod xml;
mod xml2003;

use std::borrow::Cow;

pub use self::error::{OpenError, OtherFormat};
pub use self::limits::Limits;
use self::package::Package;
use self::sniff::SniffedFormat;
use super::Workbook;
use crate::messages::Phrase;

/// Reads the spreadsheet file `bytes`. `extension` is that of its name, without the dot, in either case; it decides
/// only that any text is a table (`csv`, `tsv`, `txt`); under other names it must look like one.
///
/// What keeps a part of a sheet from being read becomes a [`Problem`](crate::workbook::Problem) of that sheet.
///
/// # Errors
///
/// Where nothing can be read: see [`OpenError`].
pub fn open(
    bytes: impl AsRef<[u8]>,
    extension: &str,
    limits: &Limits,
) -> Result<Workbook, OpenError> {
    let bytes = bytes.as_ref();
    let size = bytes.len() as u64;
    if size > limits.file_bytes {
        let found = Phrase::new("limit-bytes").arg("count", size);
        return Err(OpenError::Limit {
            limit: limits::FILE_BYTES,
            value: limits.file_bytes,
            found,
        });
    }
    match sniff::sniff(bytes)? {
        SniffedFormat::Zip => open_package(bytes, limits),
        SniffedFormat::Ole => match xls::package(bytes, limits)? {
            Some(package) => open_package(&package, limits),
            None => xls::read(bytes, limits),
        },
        SniffedFormat::Html => html::read(bytes, limits),
        SniffedFormat::Archive => html::read_archive(bytes, limits),
        SniffedFormat::Xml2003 => xml2003::read(bytes, limits),
        SniffedFormat::FlatOds => ods::read_flat(bytes.to_vec(), limits),
        SniffedFormat::Text => text::read(bytes, extension, limits),
    }
}

/// The package of parts in `bytes`: decrypted where it is encrypted with the password that Excel uses by itself.
///
/// # Errors
/// Where it is encrypted in another way.
pub(crate) fn unlocked(bytes: &[u8]) -> Result<Cow<'_, [u8]>, OpenError> {
    if !sniff::is_compound(bytes) {
        return Ok(Cow::Borrowed(bytes));
    }
    let package = xls::package(bytes, &Limits::default())?;
    Ok(package.map_or(Cow::Borrowed(bytes), Cow::Owned))
}

fn open_package(bytes: &[u8], limits: &Limits) -> Result<Workbook, OpenError> {
    let mut package = Package::open(bytes, limits)?;
    // A package without relations is still known by its workbook.
    if package.has("_rels/.rels") || package.has("xl/workbook.xml") {
        let relations = package
            .whole("_rels/.rels")?
            .map(ooxml::relations)
            .unwrap_or_default();
        let main = relations
            .iter()
            .find(|relation| relation.kind == "officeDocument");
        let main = main
            .map(|relation| ooxml::resolve("", &relation.target))
            .filter(|main| package.has(main))
            .unwrap_or_else(|| "xl/workbook.xml".to_owned());
        if main.ends_with(".bin") && package.has(&main) {
            return xlsb::read(&mut package, &main, limits);
        }
        if package.any_in("xl/") || main.rsplit('/').next() == Some("workbook.xml") {
            return ooxml::read(&mut package, &main, limits);
        }
    }
    if package.has("content.xml") && package.has("META-INF/manifest.xml") {
        return ods::read(&mut package, limits);
    }
    Err(OpenError::NotASpreadsheet(if package.any_in("word/") {
        OtherFormat::Word
    } else if package.any_in("ppt/") {
        OtherFormat::PowerPoint
    } else {
        OtherFormat::Zip
    }))
}
