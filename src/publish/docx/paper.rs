//! How pages are set up.

use crate::publish::PublishedPart;

/// The sides of A4 and the margins, in twentieths of a point.
const A4: (u32, u32) = (11906, 16838);

const MARGIN: u32 = 1134;

/// Width from which on a table is printed landscape, in characters.
const WIDE: f64 = 115.0;

/// How the pages of a part are set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pages {
    Cover,
    Portrait,
    Landscape,
}

impl Pages {
    pub(super) fn of(part: &PublishedPart) -> Self {
        match part {
            PublishedPart::Cover(_) => Self::Cover,
            PublishedPart::Grid(grid) if grid.width() > WIDE => Self::Landscape,
            _ => Self::Portrait,
        }
    }

    /// Width and height of the paper.
    pub(super) const fn size(self) -> (u32, u32) {
        match self {
            Self::Landscape => (A4.1, A4.0),
            Self::Cover | Self::Portrait => A4,
        }
    }

    /// The width of the text.
    pub(super) const fn width(self) -> u32 {
        self.size().0 - 2 * MARGIN
    }

    /// The properties of a section of such pages.
    pub(super) fn section(self) -> String {
        let (width, height) = self.size();
        let orientation = match self {
            Self::Landscape => " w:orient=\"landscape\"",
            Self::Cover | Self::Portrait => "",
        };
        let footer = if self == Self::Cover {
            ""
        } else {
            "<w:footerReference w:type=\"default\" r:id=\"rId3\"/>"
        };
        format!(
            "<w:sectPr>{footer}<w:type w:val=\"nextPage\"/><w:pgSz w:w=\"{width}\" w:h=\"{height}\"{orientation}/><w:pgMar \
             w:top=\"{MARGIN}\" w:right=\"{MARGIN}\" w:bottom=\"{MARGIN}\" w:left=\"{MARGIN}\" w:header=\"567\" \
             w:footer=\"567\" w:gutter=\"0\"/><w:cols w:space=\"425\"/></w:sectPr>"
        )
    }
}

impl Pages {
    /// The height of the text.
    pub(super) const fn height(self) -> u32 {
        self.size().1 - 2 * MARGIN
    }
}
