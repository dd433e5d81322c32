//! OpenDocument: .ods.

use super::gather::Gather;
use super::package::{Package, Stored};
use super::{Limits, OpenError};
use crate::workbook::{Format, Sheet, Workbook};

pub(super) fn read(package: &mut Package<'_>, limits: &Limits) -> Result<Workbook, OpenError> {
    let mut stored = Stored::new();
    for part in ["mimetype", "META-INF/manifest.xml", "content.xml"] {
        stored.add(part, &package.whole(part)?.unwrap_or_default())?;
    }
    let grids = super::calamine::ods(stored.finish()?).map_err(OpenError::corrupt)?;
    let mut texts = limits.unpacked_bytes;
    let mut sheets = Vec::new();
    for grid in grids {
        let sheet = Sheet {
            name: grid.name.clone(),
            visibility: grid.visibility,
            ..Sheet::default()
        };
        let mut gather = Gather::new(sheet, limits, &mut texts);
        grid.each(|place, (value, formula)| gather.cell(place, value, formula));
        sheets.push(gather.finish());
    }
    Ok(Workbook {
        format: Some(Format::Ods),
        sheets,
    })
}
