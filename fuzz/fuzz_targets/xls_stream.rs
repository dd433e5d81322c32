//! A compound file whose stream `Workbook` holds any records.
#![no_main]

use std::io::{Cursor, Write as _};

use libfuzzer_sys::fuzz_target;
use yusuan_fuzz::check;

fuzz_target!(|data: &[u8]| {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory takes it");
    let mut stream = file.create_stream("/Workbook").expect("memory takes it");
    stream.write_all(data).expect("memory takes it");
    drop(stream);
    check("fuzzed.xls", file.into_inner().into_inner());
});
