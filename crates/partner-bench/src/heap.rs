//! An allocator that counts while it is asked to.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

/// The system's allocator, and a note of what it hands out. No crate counts allocations, live and
/// peak bytes at once and costs nothing while time is measured, so the only `unsafe` of the
/// repository is here.
pub struct Counting;

static ON: AtomicBool = AtomicBool::new(false);
static COUNT: AtomicUsize = AtomicUsize::new(0);
static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

fn grown(size: usize) {
    COUNT.fetch_add(1, Relaxed);
    PEAK.fetch_max(LIVE.fetch_add(size, Relaxed).wrapping_add(size), Relaxed);
}

fn shrunk(size: usize) {
    LIVE.fetch_sub(size, Relaxed);
}

// SAFETY: every call goes to `System` as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if ON.load(Relaxed) {
            grown(layout.size());
        }
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        if ON.load(Relaxed) {
            shrunk(layout.size());
        }
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if ON.load(Relaxed) {
            shrunk(layout.size());
            grown(size);
        }
        unsafe { System.realloc(at, layout, size) }
    }
}

/// What making a value takes of the heap.
#[derive(Clone, Copy)]
pub struct Heap {
    pub allocations: usize,
    /// Bytes that the value holds.
    pub live: usize,
    /// The most bytes that were held at once.
    pub peak: usize,
}

/// Makes a value once, and counts.
pub fn heap_of<T>(make: impl FnOnce() -> T) -> Heap {
    COUNT.store(0, Relaxed);
    LIVE.store(0, Relaxed);
    PEAK.store(0, Relaxed);
    ON.store(true, Relaxed);
    let value = make();
    ON.store(false, Relaxed);
    let heap = Heap {
        allocations: COUNT.load(Relaxed),
        live: LIVE.load(Relaxed),
        peak: PEAK.load(Relaxed),
    };
    drop(value);
    heap
}
