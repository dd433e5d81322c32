//! Unpacks the library for the page, which holds it in LZMA: that is a third smaller than what a browser unpacks by itself.

use std::io::Read;
use std::slice;

use lzma_rust2::LzmaReader;

/// So much is unpacked at a time: a browser makes a function faster only for the next time that it is called.
const STEP: usize = 1 << 14;

/// Room for `length` bytes.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    Box::into_raw(vec![0_u8; length].into_boxed_slice()).cast()
}

/// Unpacks what lies in one room into another; whether that is filled.
///
/// # Safety
/// Either room is that of [`room`], of the length that it was asked for.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn unpack(
    from: *const u8,
    packed: usize,
    to: *mut u8,
    length: usize,
) -> bool {
    // SAFETY: the page gives what `room` gave it, and two rooms never overlap.
    let (packed, whole) = unsafe {
        (
            slice::from_raw_parts(from, packed),
            slice::from_raw_parts_mut(to, length),
        )
    };
    LzmaReader::new_mem_limit(packed, u32::MAX, None)
        .and_then(|mut reader| {
            let mut steps = whole.chunks_mut(STEP);
            steps.try_for_each(|step| reader.read_exact(step))
        })
        .is_ok()
}
