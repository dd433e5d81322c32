//! What a file is, told from its bytes. Names are not to be trusted: an .xlsx named .xls is common.

use encoding_rs::Encoding;

use super::{Kind, OpenError};

/// What a file is, as far as its first bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// A zip archive: .xlsx, .xlsb, .ods or something else.
    Zip,
    /// A compound file: .xls, .et, an encrypted .xlsx or something else.
    Ole,
    /// Text without markup.
    Text,
}

const SIGNATURES: [(&[u8], Kind); 16] = [
    (b"\x89PNG", Kind::Png),
    (b"\xff\xd8\xff", Kind::Jpeg),
    (b"GIF87a", Kind::Gif),
    (b"GIF89a", Kind::Gif),
    (b"%PDF-", Kind::Pdf),
    (b"Rar!\x1a\x07", Kind::Rar),
    (b"7z\xbc\xaf\x27\x1c", Kind::SevenZip),
    (b"{\\rtf", Kind::Rtf),
    (b"\x1f\x8b", Kind::Unknown),
    (b"BM", Kind::Unknown),
    // The first record of a workbook that is in no compound file: Excel 5 and 95, 4, 3, 2.
    (b"\x09\x08\x08\x00", Kind::OldExcel),
    (b"\x09\x08\x06\x00", Kind::OldExcel),
    (b"\x09\x04\x06\x00", Kind::OldExcel),
    (b"\x09\x02\x06\x00", Kind::OldExcel),
    (b"\x09\x00\x04\x00", Kind::OldExcel),
    (b"MIME-Version:", Kind::Html),
];

/// Tells what `bytes` are.
pub(super) fn sniff(bytes: &[u8]) -> Result<Content, OpenError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(OpenError::Empty);
    }
    if [&b"PK\x03\x04"[..], b"PK\x05\x06", b"PK\x07\x08"]
        .iter()
        .any(|magic| bytes.starts_with(magic))
    {
        return Ok(Content::Zip);
    }
    if is_compound(bytes) {
        return Ok(Content::Ole);
    }
    let binary = Encoding::for_bom(bytes).is_none() && !looks_like_text(bytes);
    for (magic, kind) in SIGNATURES {
        // "BM" may also begin a text.
        if bytes.starts_with(magic) && (binary || kind != Kind::Unknown) {
            return Err(OpenError::NotASpreadsheet(kind));
        }
    }
    if binary {
        return Err(OpenError::NotASpreadsheet(Kind::Unknown));
    }
    let start = &bytes[..bytes.len().min(4096)];
    let (start, _, _) = encoding_rs::UTF_8.decode(start);
    match markup(start.trim_start().trim_start_matches('\u{feff}')) {
        Some(kind) => Err(OpenError::NotASpreadsheet(kind)),
        None if start.trim().is_empty() && bytes.len() < 4096 => Err(OpenError::Empty),
        None => Ok(Content::Text),
    }
}

/// Whether they are a compound file.
pub(super) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

/// Control characters do not occur in text, in whatever encoding without BOM.
fn looks_like_text(bytes: &[u8]) -> bool {
    let allowed = |b: &u8| *b >= 0x20 || matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1a | 0x1b);
    bytes.iter().take(64 << 10).all(allowed)
}

/// The kind of markup that `text` begins with; `None` for text that only happens to begin with `<`.
fn markup(text: &str) -> Option<Kind> {
    if !text.starts_with('<') {
        return None;
    }
    let text = text.to_ascii_lowercase();
    let spreadsheet = [
        "urn:schemas-microsoft-com:office:spreadsheet",
        "progid=\"excel.sheet\"",
    ];
    if text.contains("<workbook") && spreadsheet.iter().any(|mark| text.contains(mark)) {
        return Some(Kind::SpreadsheetMl2003);
    }
    let html = [
        "<!doctype html",
        "<html",
        "<head",
        "<meta",
        "<table",
        "<body",
        "<style",
        "<div",
        "<script",
    ];
    if html.iter().any(|tag| text.contains(tag)) {
        return Some(Kind::Html);
    }
    let xml = text.starts_with("<?xml") || text.starts_with("<!doctype") || text.contains("xmlns");
    xml.then_some(Kind::OtherXml)
}
