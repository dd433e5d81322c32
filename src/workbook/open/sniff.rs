//! What a file is, told from its bytes. Names are not to be trusted: an .xlsx named .xls is common.

use encoding_rs::Encoding;
use memchr::memmem;

use super::{OpenError, OtherFormat, decode};

/// What a file is, as far as its first bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SniffedFormat {
    /// A zip archive: .xlsx, .xlsb, .ods or something else.
    Zip,
    /// A compound file: .xls, .et, an encrypted .xlsx or something else.
    Ole,
    /// A web page.
    Html,
    /// A web archive: several pages in one file.
    Archive,
    /// The XML format of Excel 2003.
    Xml2003,
    /// OpenDocument in one XML document.
    FlatOds,
    /// Text without markup.
    Text,
}

const SIGNATURES: [(&[u8], OtherFormat); 15] = [
    (b"\x89PNG", OtherFormat::Png),
    (b"\xff\xd8\xff", OtherFormat::Jpeg),
    (b"GIF87a", OtherFormat::Gif),
    (b"GIF89a", OtherFormat::Gif),
    (b"%PDF-", OtherFormat::Pdf),
    (b"Rar!\x1a\x07", OtherFormat::Rar),
    (b"7z\xbc\xaf\x27\x1c", OtherFormat::SevenZip),
    (b"{\\rtf", OtherFormat::Rtf),
    (b"\x1f\x8b", OtherFormat::Unknown),
    (b"BM", OtherFormat::Unknown),
    // The first record of a workbook that is in no compound file: Excel 5 and 95, 4, 3, 2.
    (b"\x09\x08\x08\x00", OtherFormat::OldExcel),
    (b"\x09\x08\x06\x00", OtherFormat::OldExcel),
    (b"\x09\x04\x06\x00", OtherFormat::OldExcel),
    (b"\x09\x02\x06\x00", OtherFormat::OldExcel),
    (b"\x09\x00\x04\x00", OtherFormat::OldExcel),
];

/// Tells what `bytes` are.
pub(super) fn sniff(bytes: &[u8]) -> Result<SniffedFormat, OpenError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(OpenError::Empty);
    }
    if [&b"PK\x03\x04"[..], b"PK\x05\x06", b"PK\x07\x08"]
        .iter()
        .any(|magic| bytes.starts_with(magic))
    {
        return Ok(SniffedFormat::Zip);
    }
    if is_compound(bytes) {
        return Ok(SniffedFormat::Ole);
    }
    let utf16 = decode::utf16_without_mark(bytes);
    let binary = Encoding::for_bom(bytes).is_none() && utf16.is_none() && !looks_like_text(bytes);
    for (magic, kind) in SIGNATURES {
        // "BM" may also begin a text.
        if bytes.starts_with(magic) && (binary || kind != OtherFormat::Unknown) {
            return Err(OpenError::NotASpreadsheet(kind));
        }
    }
    if binary && ends_as_zip(bytes) {
        return Ok(SniffedFormat::Zip);
    }
    if binary {
        return Err(OpenError::NotASpreadsheet(OtherFormat::Unknown));
    }
    let start = &bytes[..bytes.len().min(4096)];
    let (start, _, _) = utf16.unwrap_or(encoding_rs::UTF_8).decode(start);
    let start = start.trim_start().trim_start_matches('\u{feff}');
    if is_archive(start) {
        return Ok(SniffedFormat::Archive);
    }
    match markup(start) {
        Some(Ok(content)) => Ok(content),
        Some(Err(kind)) => Err(OpenError::NotASpreadsheet(kind)),
        None if start.trim().is_empty() && bytes.len() < 4096 => Err(OpenError::Empty),
        None => Ok(SniffedFormat::Text),
    }
}

/// Whether they are a compound file.
pub(super) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

/// Whether a zip archive stands behind other bytes, such as a program that unpacks it.
fn ends_as_zip(bytes: &[u8]) -> bool {
    // The end of its directory, behind which there may be a comment.
    let end = &bytes[bytes.len().saturating_sub(66_000)..];
    memmem::rfind(end, b"PK\x05\x06").is_some() && memmem::find(bytes, b"PK\x03\x04").is_some()
}

/// Whether a text begins with the header of a web archive.
fn is_archive(text: &str) -> bool {
    let header = text.split("\n\n").next().unwrap_or(text);
    let header = header.split("\r\n\r\n").next().unwrap_or(header);
    header
        .lines()
        .any(|line| line.to_ascii_lowercase().starts_with("mime-version:"))
}

/// Control characters do not occur in text, in whatever encoding without BOM.
fn looks_like_text(bytes: &[u8]) -> bool {
    let allowed = |b: &u8| *b >= 0x20 || matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1a | 0x1b);
    bytes.iter().take(64 << 10).all(allowed)
}

/// The markup that `text` begins with: what it is read as, or the kind of what is not read; `None` for text that only
/// happens to begin with `<`.
fn markup(text: &str) -> Option<Result<SniffedFormat, OtherFormat>> {
    if !text.starts_with('<') {
        return None;
    }
    let text = text.to_ascii_lowercase();
    let spreadsheet = [
        "urn:schemas-microsoft-com:office:spreadsheet",
        "progid=\"excel.sheet\"",
    ];
    let workbook = text.contains("<workbook") || text.contains(":workbook");
    if workbook && spreadsheet.iter().any(|mark| text.contains(mark)) {
        return Some(Ok(SniffedFormat::Xml2003));
    }
    if text.contains("urn:oasis:names:tc:opendocument") && text.contains("<office:document") {
        return Some(Ok(SniffedFormat::FlatOds));
    }
    let html = [
        "<!doctype html",
        "<html",
        "<!--",
        "<tr",
        "<td",
        "<center",
        "<font",
        "<span",
        "<h1",
        "<h2",
        "<h3",
        "<head",
        "<meta",
        "<table",
        "<body",
        "<style",
        "<div",
        "<script",
    ];
    if html.iter().any(|tag| text.contains(tag)) {
        return Some(Ok(SniffedFormat::Html));
    }
    let xml = text.starts_with("<?xml") || text.starts_with("<!doctype") || text.contains("xmlns");
    xml.then_some(Err(OtherFormat::OtherXml))
}
