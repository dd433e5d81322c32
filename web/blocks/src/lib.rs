//! Memory for what is small: blocks of equal size, those that are free in a list of their size. Most of what reading a workbook asks
//! for is small and soon given back; the allocator of the standard library, which joins and divides, takes twice as long for it.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ptr;

/// The sizes of blocks are multiples of it, and so are their addresses.
const STEP: usize = 16;
/// What is larger comes from the allocator of the standard library.
const LARGEST: usize = 512;
/// So many bytes are taken from there at a time, and divided into blocks. They are kept for blocks.
const CHUNK: usize = 1 << 16;

/// An allocator for one thread.
pub struct Blocks {
    /// Of each size the block that was given back last; it holds the address of the one before.
    free: [Cell<*mut u8>; LARGEST / STEP],
    /// What is left of the chunk that was taken last.
    next: Cell<*mut u8>,
    left: Cell<usize>,
}

// SAFETY: there it has no threads.
#[cfg(all(target_arch = "wasm32", not(target_feature = "atomics")))]
unsafe impl Sync for Blocks {}

impl Blocks {
    /// One that has no memory yet.
    #[expect(clippy::new_without_default, reason = "a global one is a constant")]
    pub const fn new() -> Self {
        Self {
            free: [const { Cell::new(ptr::null_mut()) }; LARGEST / STEP],
            next: Cell::new(ptr::null_mut()),
            left: Cell::new(0),
        }
    }

    /// The list of the blocks for a request, if it gets one.
    #[inline]
    fn list(&self, layout: Layout) -> Option<&Cell<*mut u8>> {
        match layout.align() <= STEP {
            true => self.free.get(layout.size().wrapping_sub(1) / STEP),
            false => None,
        }
    }

    /// A block that was never used, or null where there is no memory.
    #[cold]
    #[inline(never)]
    fn fresh(&self, size: usize) -> *mut u8 {
        let size = size.next_multiple_of(STEP);
        if self.left.get() < size {
            // SAFETY: the layout is valid, and not of no bytes.
            let chunk = unsafe { System.alloc(Layout::from_size_align_unchecked(CHUNK, STEP)) };
            if chunk.is_null() {
                return chunk;
            }
            self.next.set(chunk);
            self.left.set(CHUNK);
        }
        let block = self.next.get();
        // SAFETY: so much is left of the chunk.
        self.next.set(unsafe { block.add(size) });
        self.left.set(self.left.get() - size);
        block
    }
}

// SAFETY: a block is in a list, or in use by one who asked for no more than it holds. What a list gives and takes is found by the size
// of the request, which is the same when it is given back.
unsafe impl GlobalAlloc for Blocks {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some(list) = self.list(layout) else {
            // SAFETY: as for this.
            return unsafe { System.alloc(layout) };
        };
        let block = list.get();
        if block.is_null() {
            return self.fresh(layout.size());
        }
        // SAFETY: a free block holds the address of the next.
        list.set(unsafe { block.cast::<*mut u8>().read() });
        block
    }

    #[inline]
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        match self.list(layout) {
            Some(list) => {
                // SAFETY: a block is at least as large as an address, aligned for it, and nobody's any more.
                unsafe { at.cast::<*mut u8>().write(list.get()) };
                list.set(at);
            }
            // SAFETY: it came from there.
            None => unsafe { System.dealloc(at, layout) },
        }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if self.list(layout).is_none() {
            // SAFETY: as for this.
            return unsafe { System.alloc_zeroed(layout) };
        }
        // SAFETY: as for this.
        let block = unsafe { self.alloc(layout) };
        if !block.is_null() {
            // SAFETY: it holds so much.
            unsafe { block.write_bytes(0, layout.size()) };
        }
        block
    }

    #[inline]
    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller has seen to the size.
        let wanted = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        match (self.list(layout), self.list(wanted)) {
            // SAFETY: it came from there.
            (None, None) => return unsafe { System.realloc(at, layout, size) },
            // It holds as much.
            (Some(one), Some(other)) if ptr::eq(one, other) => return at,
            _ => (),
        }
        // SAFETY: both hold what the smaller one holds, and they are not the same.
        unsafe {
            let moved = self.alloc(wanted);
            if !moved.is_null() {
                moved.copy_from_nonoverlapping(at, layout.size().min(size));
                self.dealloc(at, layout);
            }
            moved
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A block in use, filled with a byte of its own.
    struct Used {
        at: *mut u8,
        layout: Layout,
        mark: u8,
    }

    impl Used {
        fn of(blocks: &Blocks, size: usize, align: usize, mark: u8) -> Self {
            let layout = Layout::from_size_align(size, align).expect("a layout");
            // SAFETY: it is not of no bytes.
            let at = unsafe { blocks.alloc(layout) };
            assert!(!at.is_null() && at.addr().is_multiple_of(align));
            let own = Self { at, layout, mark };
            own.fill();
            own
        }

        fn fill(&self) {
            // SAFETY: it was given for so much.
            unsafe { self.at.write_bytes(self.mark, self.layout.size()) };
        }

        fn assert_kept(&self, length: usize) {
            // SAFETY: it was given for so much, and filled.
            let bytes = unsafe { std::slice::from_raw_parts(self.at, length) };
            assert!(bytes.iter().all(|own| *own == self.mark));
        }

        fn resized(self, blocks: &Blocks, size: usize) -> Self {
            let kept = size.min(self.layout.size());
            // SAFETY: it came from there by this layout.
            let at = unsafe { blocks.realloc(self.at, self.layout, size) };
            let layout = Layout::from_size_align(size, self.layout.align()).expect("a layout");
            let own = Self { at, layout, ..self };
            own.assert_kept(kept);
            own.fill();
            own
        }

        fn give_back(self, blocks: &Blocks) {
            self.assert_kept(self.layout.size());
            // SAFETY: it came from there by this layout.
            unsafe { blocks.dealloc(self.at, self.layout) };
        }
    }

    #[test]
    fn what_is_in_use_is_nobody_elses() {
        let blocks = Blocks::new();
        let mut used: Vec<Used> = Vec::new();
        let mut chance = 1_u32;
        let mut next = |below: usize| {
            chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (chance >> 8) as usize % below
        };
        for mark in (0..=u8::MAX).cycle().take(20_000) {
            let size = 1 + next(LARGEST * 5 / 4);
            match next(4) {
                0 if !used.is_empty() => {
                    used.swap_remove(next(used.len())).give_back(&blocks);
                }
                1 if !used.is_empty() => {
                    let own = used.swap_remove(next(used.len()));
                    used.push(own.resized(&blocks, size));
                }
                _ => used.push(Used::of(&blocks, size, 1 << next(7), mark)),
            }
        }
        used.into_iter().for_each(|own| own.give_back(&blocks));
    }

    #[test]
    fn what_was_given_back_is_given_again() {
        let blocks = Blocks::new();
        let first = Used::of(&blocks, 40, 8, 1);
        let at = first.at;
        first.give_back(&blocks);
        // SAFETY: the layout is not of no bytes.
        let again = unsafe { blocks.alloc_zeroed(Layout::new::<[u64; 6]>()) };
        assert_eq!(again, at);
        let zero = Used {
            at,
            layout: Layout::new::<[u64; 6]>(),
            mark: 0,
        };
        zero.give_back(&blocks);
    }
}
