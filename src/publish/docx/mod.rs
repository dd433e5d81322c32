//! The document as .docx. The parts are written as they are to be, so that headings, contents, repeated header rows and
//! landscape pages are real ones for every word processor.

mod body;
mod pages;
mod paper;
mod run;
mod table;

use std::io::{Cursor, Write as _};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use super::Publication;
use super::escape::escaped;

/// The parts that are the same for every document, except the settings of pages.
const FIXED: [(&str, &str); 6] = [
    (
        "[Content_Types].xml",
        include_str!("../../../templates/publish/docx/content_types.xml"),
    ),
    (
        "_rels/.rels",
        include_str!("../../../templates/publish/docx/package_rels.xml"),
    ),
    (
        "word/_rels/document.xml.rels",
        include_str!("../../../templates/publish/docx/document_rels.xml"),
    ),
    (
        "word/styles.xml",
        include_str!("../../../templates/publish/docx/styles.xml"),
    ),
    (
        "word/settings.xml",
        include_str!("../../../templates/publish/docx/settings.xml"),
    ),
    (
        "word/footer1.xml",
        include_str!("../../../templates/publish/docx/footer1.xml"),
    ),
];

/// The bytes of the document as .docx. The same publication gives the same bytes.
///
/// # Panics
/// Where the document is larger than a package can be (4 GB).
#[must_use]
pub fn docx(publication: &Publication) -> Vec<u8> {
    package(publication).expect("a package in memory takes all parts")
}

fn package(publication: &Publication) -> Result<Vec<u8>, ZipError> {
    let core = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:creator>yusuan</dc:creator>\
         </cp:coreProperties>",
        escaped(&publication.title)
    );
    let body = body::document(publication);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let own = [("docProps/core.xml", &*core), ("word/document.xml", &*body)];
    for (name, text) in FIXED.into_iter().chain(own) {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}
