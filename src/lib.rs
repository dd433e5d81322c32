//! yusuan (预算).

pub mod finding;
pub mod layout;
pub mod model;
pub mod text;
pub mod workbook;
