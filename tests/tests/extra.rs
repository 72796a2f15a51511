//! What `Extra` does with a member takes no longer where there are many others.

use std::time::{Duration, Instant};

use partner_models::licenses::License;

const FEW: usize = 200;
const MANY: usize = 100_000;

/// How much longer one member among many may take than one among few. Hashing and memory that no cache
/// holds cost something; looking through all others would cost five hundred times as much.
const FACTOR: u32 = 6;

/// Does something with every member, and fails once it takes longer than the limit.
fn each(what: &str, count: usize, limit: Duration, mut work: impl FnMut(&str, usize)) -> Duration {
    let names: Vec<_> = (0..count).map(|index| format!("member{index:07}")).collect();
    let start = Instant::now();
    for (index, name) in names.iter().enumerate() {
        work(name, index);
        if index % 256 == 0 {
            assert!(start.elapsed() < limit, "{what}: too slow at {index} of {count} members");
        }
    }
    start.elapsed()
}

/// The times of all that is done with so many members, by name.
fn times(count: usize, limit: impl Fn(&str) -> Duration) -> Vec<(&'static str, Duration)> {
    let mut license = License::default();
    let mut times = Vec::new();
    let mut time = |what, work: &mut dyn FnMut(&mut License, &str, usize)| {
        let taken = each(what, count, limit(what), |name, index| work(&mut license, name, index));
        times.push((what, taken));
    };
    time("insert", &mut |license, name, index| {
        license.extra.insert(name, &index).expect("written");
    });
    time("get", &mut |license, name, index| {
        assert_eq!(license.extra.get(name), Some(&*index.to_string()));
    });
    time("replace", &mut |license, name, index| {
        license.extra.insert(name, &(index + 1)).expect("written");
    });
    time("replace and get", &mut |license, name, index| {
        license.extra.insert(name, &index).expect("written");
        assert_eq!(license.extra.get(name), Some(&*index.to_string()));
    });
    time("remove", &mut |license, name, _| assert!(license.extra.remove(name)));
    assert!(license.extra.is_empty());
    times
}

#[test]
fn a_member_among_many_takes_no_longer() {
    let runs: Vec<_> = (0..3).map(|_| times(FEW, |_| Duration::MAX)).collect();
    // The slowest of some: the machine may be busy with something else.
    let slowest = |what: &str| {
        let found = runs.iter().flatten().filter(|(name, _)| *name == what).map(|(_, time)| *time);
        found.max().unwrap_or_default().max(Duration::from_millis(4))
    };
    let share = u32::try_from(MANY / FEW).expect("it is small");
    times(MANY, |what| slowest(what) * share * FACTOR);
}
