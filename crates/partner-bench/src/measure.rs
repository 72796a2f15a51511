//! Candidates in turns, so that what disturbs the machine disturbs all of them.

use std::time::Instant;

use crate::candidates::{Candidate, Work};
use crate::documents::Document;
use crate::heap::Heap;

/// What was measured of a candidate with a document.
pub struct Figure {
    pub candidate: &'static str,
    /// Of the rounds: seconds for the document once.
    pub median: f64,
    /// The distance from the first to the third quarter of the rounds, over the median.
    pub spread: f64,
    pub heap: Heap,
}

/// Every candidate that takes the document, in turns.
pub fn measure(document: &Document, candidates: &[Candidate], rounds: usize) -> Vec<Figure> {
    let works: Vec<(&'static str, Work)> = candidates
        .iter()
        .filter_map(|candidate| Some((candidate.name, (candidate.work)(document)?)))
        .collect();
    let mut times = vec![Vec::with_capacity(rounds); works.len()];
    for round in 0..=rounds {
        for (at, (_, work)) in works.iter().enumerate() {
            let start = Instant::now();
            for _ in 0..document.repeat {
                (work.run)();
            }
            let seconds = start.elapsed().as_secs_f64() / document.repeat as f64;
            if round > 0 {
                times[at].push(seconds); // the first one warms up
            }
        }
    }
    works
        .iter()
        .zip(times)
        .map(|((candidate, work), mut times)| {
            times.sort_by(f64::total_cmp);
            let at = |part: usize| times[times.len() * part / 4];
            Figure { candidate, median: at(2), spread: (at(3) - at(1)) / at(2), heap: work.heap }
        })
        .collect()
}
