//! Stands in for `js-sys`: the time that rust_xlsxwriter asks for and that is then replaced by a fixed one.

/// The clock.
pub struct Date;

impl Date {
    /// The beginning of 1970, always.
    #[must_use]
    pub fn now() -> f64 {
        0.0
    }
}
