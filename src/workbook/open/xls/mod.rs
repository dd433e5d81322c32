//! The binary format of Excel 97 to 2003: .xls, and .et of WPS.

use super::gather::Gather;
use super::{Limits, OpenError};
use crate::workbook::{Format, Sheet, Workbook};

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, OpenError> {
    let grids = super::calamine::xls(bytes.to_vec()).map_err(OpenError::corrupt)?;
    let mut texts = limits.unpacked_bytes;
    let mut sheets = Vec::new();
    for grid in grids {
        if !grid.cells {
            continue;
        }
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
        format: Some(Format::Xls),
        sheets,
    })
}
