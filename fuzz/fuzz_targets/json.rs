//! Any text as a budget in JSON.
#![no_main]

use libfuzzer_sys::fuzz_target;
use yusuan::write::workbook_bytes;
use yusuan_fuzz::{TEMPLATES, check};

fuzz_target!(|data: &[u8]| {
    if let Some(budget) = check("fuzzed.json", data.to_vec()).budget {
        // A workbook may be refused, but is never the end of the program.
        let _ = workbook_bytes(&TEMPLATES, &budget, None);
    }
});
