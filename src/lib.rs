//! yusuan (预算).

pub mod batch;
pub mod bind;
pub mod check;
pub mod cli;
pub mod export;
pub mod finding;
pub mod layout;
pub mod model;
pub mod text;
pub mod workbook;
pub mod write;
