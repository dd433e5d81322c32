//! Office Open XML with binary parts: .xlsb.

use super::package::Package;
use super::{Limits, OpenError};
use crate::workbook::Workbook;

pub(super) fn read(
    _package: &mut Package<'_>,
    _main: &str,
    _limits: &Limits,
) -> Result<Workbook, OpenError> {
    Err(OpenError::corrupt("todo"))
}
