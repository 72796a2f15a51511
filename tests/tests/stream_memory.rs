//! A stream takes the memory of one item, however many there are. In a program of its own, because the
//! allocator counts for all of it.

use contract_tests::many::Licenses;
use partner_models::licenses::License;
use partner_models::{ErrorKind, stream};
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// The peak of what reading that many licences takes, in bytes.
fn peak(count: usize) -> usize {
    ALLOCATOR.reset_peak_usage();
    let before = ALLOCATOR.current_usage();
    let mut stream = stream::items::<License, _>(Licenses::new(count));
    let (mut right, mut wrong) = (0, 0);
    for license in &mut stream {
        match license {
            Ok(license) => right += license.service_plans().len(),
            Err(error) => {
                wrong += 1;
                let path = format!("items[{}].productSku.id", right + wrong - 1);
                assert_eq!((error.kind(), error.path()), (ErrorKind::Data, path.as_str()));
                assert_eq!(error.line(), 3 * (right + wrong));
            }
        }
    }
    let peak = ALLOCATOR.peak_usage() - before;
    let expected = (0..count).filter(|index| Licenses::is_wrong(*index)).count();
    assert_eq!((right, wrong), (count - expected, expected));
    let envelope = stream.into_envelope().expect("the envelope is read");
    assert_eq!(envelope.total_count.and_then(|count| count.as_u64()), Some(count as u64));
    peak
}

#[test]
fn memory_does_not_grow_with_the_items() {
    let (few, many) = (peak(100), peak(100_000));
    assert!(few > 0 && few < 32 << 10, "{few} bytes for a few");
    assert!(many < few + (4 << 10), "{few} bytes for a few, {many} for many");
}
