//! yusuan (预算).

pub mod workbook;
