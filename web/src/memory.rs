//! How requests and answers lie in memory. A request is the length of its head in four bytes (the lowest first), the head in JSON, and
//! the bytes of a file; an answer is the same behind its own length. Only this file touches memory that is not Rust's own.

use crate::calls;

/// Room for a request of `length` bytes, which [`call`] takes back.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    Box::into_raw(vec![0_u8; length].into_boxed_slice()).cast()
}

/// The answer to the request in the room at `at`; [`free`] takes it back.
///
/// # Safety
/// `at` and `length` are those of [`room`], and used once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn call(at: *mut u8, length: usize) -> *mut u8 {
    // SAFETY: the page gives what `room` gave it.
    let request = unsafe { Vec::from_raw_parts(at, length, length) };
    let (head, bytes) = calls::answer(request);
    let whole = [
        &number(head.len() + bytes.len() + 4)[..],
        &number(head.len()),
        &head,
        &bytes,
    ]
    .concat();
    Box::into_raw(whole.into_boxed_slice()).cast()
}

/// Frees an answer of `length` bytes.
///
/// # Safety
/// `at` is that of [`call`], `length` the answer's own with its four bytes, and used once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn free(at: *mut u8, length: usize) {
    // SAFETY: the page gives what `call` gave it.
    drop(unsafe { Vec::from_raw_parts(at, length, length) });
}

fn number(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes()
}
