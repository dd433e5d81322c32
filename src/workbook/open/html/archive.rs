//! Web archives (.mht): a workbook that Excel saved as one file, each sheet a page of its own.

use encoding_rs::Encoding;
use mailparse::ParsedMail;

use super::super::allowance::Allowance;
use super::super::error::quoted;
use super::super::limits::PARTS;
use super::super::{Limits, OpenError, OtherFormat, decode};
use super::{declared, sheet, workbook};
use crate::messages::Phrase;
use crate::workbook::Workbook;

/// A sheet as the main page lists it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ArchiveTab {
    /// The name on the tab.
    pub(super) name: String,
    /// Where its page is; `None` where it is the main page itself.
    pub(super) page: Option<String>,
}

/// A page of the archive.
struct ArchivePage {
    /// The last step of its address.
    file: String,
    bytes: Vec<u8>,
    charset: Option<&'static Encoding>,
}

/// Reads the archive `bytes`.
pub(in super::super) fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, OpenError> {
    // Each part has a line of its own in front, and is kept in memory once it is found.
    let parts = memchr::memmem::find_iter(bytes, b"\n--").count() as u64;
    if parts > limits.parts {
        let found = Phrase::new("limit-parts").arg("count", parts);
        return Err(OpenError::Limit {
            limit: PARTS,
            value: limits.parts,
            found,
        });
    }
    let mail = mailparse::parse_mail(bytes).map_err(|error| OpenError::quoted(&error))?;
    let pages = pages(&mail)?;
    let Some(main) = pages.first() else {
        return Err(OpenError::NotASpreadsheet(OtherFormat::Html));
    };
    let (text, _) = decode::decode(&main.bytes, declared(&main.bytes).or(main.charset));
    let tabs: Vec<ArchiveTab> = tabs(&text)
        .into_iter()
        .filter(|tab| tab.page.is_some())
        .collect();
    drop(text);
    let mut allowance = Allowance::new(limits);
    let mut sheets = Vec::new();
    if tabs.is_empty() {
        limits.check_sheets(pages.len())?;
        for page in &pages {
            let sheet = sheet(&page.bytes, page.charset, None, &mut allowance);
            if !sheet.cells.is_empty() || !sheet.problems.is_empty() {
                sheets.push(sheet);
            }
        }
        return workbook(sheets);
    }
    limits.check_sheets(tabs.len())?;
    for tab in tabs {
        let file = tab.page.as_deref().map(file).unwrap_or_default();
        // A sheet without a page is a chart.
        if let Some(page) = pages.iter().find(|page| page.file == file) {
            sheets.push(sheet(
                &page.bytes,
                page.charset,
                Some(tab.name),
                &mut allowance,
            ));
        }
    }
    workbook(sheets)
}

/// The pages, in their order.
fn pages(mail: &ParsedMail<'_>) -> Result<Vec<ArchivePage>, OpenError> {
    let mut pages = Vec::new();
    let mut damage = None;
    for part in mail.parts().filter(|part| part.subparts.is_empty()) {
        if !part.ctype.mimetype.eq_ignore_ascii_case("text/html") {
            continue;
        }
        let location = part.headers.iter().find(|header| {
            header
                .get_key_ref()
                .eq_ignore_ascii_case("Content-Location")
        });
        let location = location
            .map(|header| header.get_value())
            .unwrap_or_default();
        let charset = part.ctype.params.get("charset");
        match part.get_body_raw() {
            Ok(bytes) => pages.push(ArchivePage {
                file: file(&location),
                bytes,
                charset: charset.and_then(|label| Encoding::for_label(label.as_bytes())),
            }),
            Err(error) => damage = Some(quoted(&error)),
        }
    }
    match damage {
        Some(damage) => Err(OpenError::corrupt(damage)),
        None => Ok(pages),
    }
}

/// The last step of an address, as it is compared.
fn file(address: &str) -> String {
    let file = address.rsplit(['/', '\\']).next().unwrap_or_default();
    file.trim().to_ascii_lowercase()
}

/// The sheets that a page lists for Excel.
pub(super) fn tabs(text: &str) -> Vec<ArchiveTab> {
    let Some((_, list)) = text.split_once("<x:ExcelWorksheets>") else {
        return Vec::new();
    };
    let list = list.split("</x:ExcelWorksheets>").next().unwrap_or(list);
    let mut tabs = Vec::new();
    for own in list.split("<x:ExcelWorksheet>").skip(1) {
        let name = own
            .split_once("<x:Name>")
            .and_then(|(_, rest)| rest.split_once("</x:Name>"))
            .map(|(name, _)| name);
        let page = own
            .split_once("<x:WorksheetSource")
            .and_then(|(_, rest)| rest.split_once("HRef="))
            .and_then(|(_, rest)| {
                let quote = rest.chars().next()?;
                rest[1..].split_once(quote)
            })
            .map(|(page, _)| page.to_owned());
        let name = name.unwrap_or_default();
        tabs.push(ArchiveTab {
            name: quick_xml::escape::unescape(name)
                .map_or_else(|_| name.to_owned(), |name| name.into_owned()),
            page,
        });
    }
    tabs
}
