//! The main part: paragraphs, contents and the sections of pages.

use super::pages::first_pages;
use super::paper::Pages;
use super::run::{put, run};
use super::table;
use crate::bind::ContentsEntry;
use crate::publish::{Publication, PublishedPart};

/// The main part.
pub(super) fn document(publication: &Publication) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>",
    );
    let first_pages = first_pages(publication);
    let mut before: Option<Pages> = None;
    for (at, part) in publication.parts.iter().enumerate() {
        let pages = Pages::of(part);
        let new = match before {
            Some(before) if before != pages => {
                // A section ends in a paragraph; this one takes no room.
                put(
                    &mut out,
                    format_args!(
                        "<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/>\
                         <w:rPr><w:sz w:val=\"2\"/></w:rPr>{}</w:pPr></w:p>",
                        before.section()
                    ),
                );
                false
            }
            Some(_) => true,
            None => false,
        };
        of_part(&mut out, at, part, new, &first_pages);
        before = Some(pages);
    }
    let last = before.unwrap_or(Pages::Portrait);
    put(
        &mut out,
        format_args!("{}</w:body></w:document>", last.section()),
    );
    out
}

fn of_part(out: &mut String, at: usize, part: &PublishedPart, new_page: bool, first_pages: &[u32]) {
    let width = Pages::of(part).width();
    match part {
        PublishedPart::Cover(lines) => {
            for (at, line) in lines.iter().enumerate() {
                let style = if at == 0 { "Title" } else { "CoverLine" };
                paragraph(out, style, "", line);
            }
        }
        PublishedPart::Contents { heading, entries } => {
            let page = if new_page { "<w:pageBreakBefore/>" } else { "" };
            paragraph(out, "TOCHeading", page, heading);
            contents(out, entries, first_pages);
        }
        PublishedPart::Prose {
            heading,
            paragraphs,
        } => {
            self::heading(out, at, "Heading1", new_page, heading);
            for text in paragraphs {
                let style = if text.heading { "Heading3" } else { "BodyText" };
                paragraph(out, style, "", &text.text);
            }
        }
        PublishedPart::Grid(grid) => {
            self::heading(out, at, "Heading2", new_page, &grid.heading);
            for (left, right) in &grid.above {
                above(out, left, right, width);
            }
            table::table(out, grid, width);
            if grid.notes.is_empty() {
                // Two tables in a row would become one.
                put(
                    out,
                    format_args!(
                        "<w:p><w:pPr><w:spacing w:line=\"20\" w:lineRule=\"exact\"/></w:pPr></w:p>"
                    ),
                );
            }
            for note in &grid.notes {
                paragraph(out, "TableNote", "", note);
            }
        }
    }
}

/// A heading that the contents lead to.
fn heading(out: &mut String, at: usize, style: &str, new_page: bool, text: &str) {
    let page = if new_page { "<w:pageBreakBefore/>" } else { "" };
    let mark = bookmark(at);
    put(
        out,
        format_args!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{page}</w:pPr><w:bookmarkStart w:id=\"{at}\" w:name=\"{mark}\"/>{}\
             <w:bookmarkEnd w:id=\"{at}\"/></w:p>",
            run(text, "")
        ),
    );
}

fn bookmark(at: usize) -> String {
    format!("_Toc{:08}", 20_000_000 + at)
}

/// The entries as the result of a field, so that a word processor can make them anew from the headings.
fn contents(out: &mut String, entries: &[ContentsEntry], first_pages: &[u32]) {
    let last = entries.len().saturating_sub(1);
    for (at, entry) in entries.iter().enumerate() {
        let style = if entry.below { "TOC2" } else { "TOC1" };
        put(
            out,
            format_args!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>"),
        );
        if at == 0 {
            field(out, "begin", "");
            instruction(out, " TOC \\o &quot;1-2&quot; \\h \\z \\u ");
            field(out, "separate", "");
        }
        match entry.piece {
            Some(piece) => {
                let mark = bookmark(piece);
                put(
                    out,
                    format_args!(
                        "<w:hyperlink w:anchor=\"{mark}\" w:history=\"1\">{}<w:r><w:tab/></w:r>",
                        run(&entry.text, "")
                    ),
                );
                // Only a word processor knows the page for sure: it is asked to update it.
                field(out, "begin", " w:dirty=\"true\"");
                instruction(out, &format!(" PAGEREF {mark} \\h "));
                field(out, "separate", "");
                out.push_str(&run(&first_pages[piece].to_string(), ""));
                field(out, "end", "");
                out.push_str("</w:hyperlink>");
            }
            None => out.push_str(&run(&entry.text, "")),
        }
        if at == last {
            field(out, "end", "");
        }
        out.push_str("</w:p>");
    }
}

fn field(out: &mut String, kind: &str, more: &str) {
    put(
        out,
        format_args!("<w:r><w:fldChar w:fldCharType=\"{kind}\"{more}/></w:r>"),
    );
}

fn instruction(out: &mut String, text: &str) {
    put(
        out,
        format_args!("<w:r><w:instrText xml:space=\"preserve\">{text}</w:instrText></w:r>"),
    );
}

/// The line above a table, its right part at the right margin.
fn above(out: &mut String, left: &str, right: &str, width: u32) {
    if right.is_empty() {
        let middle = "<w:jc w:val=\"center\"/>";
        paragraph(out, "TableLine", middle, left);
        return;
    }
    put(
        out,
        format_args!(
            "<w:p><w:pPr><w:pStyle w:val=\"TableLine\"/><w:tabs><w:tab w:val=\"right\" w:pos=\"{width}\"/></w:tabs></w:pPr>{}\
             <w:r><w:tab/></w:r>{}</w:p>",
            run(left, ""),
            run(right, "")
        ),
    );
}

fn paragraph(out: &mut String, style: &str, properties: &str, text: &str) {
    put(
        out,
        format_args!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>{}</w:p>",
            run(text, "")
        ),
    );
}
