//! Charts.

use rust_xlsxwriter::{Chart, ChartAxisLabelPosition, ChartType};

use super::column;
use crate::workbook::{Address, BarChart};

/// The height of a bar with what is around it, and of all else, in pixels.
const HEIGHTS: (u32, u32) = (22, 120);

/// The chart of a sheet, the first name on top.
pub(super) fn chart(sheet: &str, own: &BarChart) -> Result<Chart, String> {
    let range = |(from, to): (Address, Address)| -> Result<_, String> {
        Ok((sheet, from.row, column(from)?, to.row, column(to)?))
    };
    let mut chart = Chart::new(ChartType::Bar);
    chart
        .add_series()
        .set_categories(range(own.names)?)
        .set_values(range(own.values)?);
    chart.title().set_name(&own.title);
    chart.legend().set_hidden();
    chart
        .y_axis()
        .set_reverse()
        .set_label_position(ChartAxisLabelPosition::Low);
    let bars = own.names.1.row.saturating_sub(own.names.0.row) + 1;
    let (bar, around) = HEIGHTS;
    chart.set_width(720).set_height(bars * bar + around);
    Ok(chart)
}
