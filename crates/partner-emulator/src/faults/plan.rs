//! Which call is hit by which fault.

use std::collections::VecDeque;

use super::{Fault, Scope};

/// The faults to come: those asked for one by one, then those left to chance.
#[derive(Default)]
pub(crate) struct Plan {
    queue: VecDeque<(Scope, Fault)>,
    chance: Option<Chance>,
}

struct Chance {
    scope: Scope,
    faults: Vec<Fault>,
    probability: f64,
    state: u64,
}

impl Plan {
    /// The next calls are hit by a fault.
    pub(crate) fn push(&mut self, scope: Scope, fault: Fault, times: usize) {
        self.queue.extend(std::iter::repeat_n((scope, fault), times));
    }

    /// From now on, calls are hit with this probability by one of these faults. The same seed hits
    /// the same calls, counted from here.
    pub(crate) fn set_chance(
        &mut self,
        scope: Scope,
        faults: &[Fault],
        probability: f64,
        seed: u64,
    ) {
        let faults = faults.to_vec();
        self.chance =
            (!faults.is_empty()).then_some(Chance { scope, faults, probability, state: seed });
    }

    /// Forgets all that was planned.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// No call is hit by this fault any more.
    pub(crate) fn end(&mut self, fault: &Fault) {
        self.queue.retain(|(_, planned)| planned != fault);
        if let Some(chance) = &mut self.chance {
            let before = chance.faults.len();
            chance.faults.retain(|chosen| chosen != fault);
            // The others come as often as before.
            let left = share(chance.faults.len(), before);
            chance.probability *= left;
        }
        self.chance = self.chance.take().filter(|chance| !chance.faults.is_empty());
    }

    /// The faults that were asked for one by one: each with how many calls in a row it hits.
    pub(crate) fn runs(&self) -> Vec<(Scope, &Fault, usize)> {
        let mut runs: Vec<(Scope, &Fault, usize)> = Vec::new();
        for (scope, fault) in &self.queue {
            match runs.last_mut() {
                Some((last, same, times)) if last == scope && *same == fault => *times += 1,
                _ => runs.push((*scope, fault, 1)),
            }
        }
        runs
    }

    /// The faults that are left to chance, and how many calls they hit together.
    pub(crate) fn chance(&self) -> Option<(Scope, &[Fault], f64)> {
        let chance = self.chance.as_ref()?;
        Some((chance.scope, chance.faults.as_slice(), chance.probability))
    }

    /// How many faults were asked for one by one, and are still to come.
    pub(crate) fn planned(&self) -> usize {
        self.queue.len()
    }

    /// What hits the call that has just come.
    pub(crate) fn next(&mut self, call: Scope) -> Option<Fault> {
        if let Some(index) = self.queue.iter().position(|(scope, _)| scope.covers(call)) {
            return self.queue.remove(index).map(|(_, fault)| fault);
        }
        let chance = self.chance.as_mut().filter(|chance| chance.scope.covers(call))?;
        if chance.draw_share() >= chance.probability {
            return None;
        }
        let count = chance.faults.len() as u64;
        let index = usize::try_from(chance.draw() % count).unwrap_or(0);
        chance.faults.get(index).cloned()
    }
}

/// How many of so many.
fn share(some: usize, all: usize) -> f64 {
    let number = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    number(some) / number(all.max(1))
}

impl Chance {
    /// A number from 0 to below 1.
    fn draw_share(&mut self) -> f64 {
        let high = u32::try_from(self.draw() >> 32).unwrap_or(u32::MAX);
        f64::from(high) / (f64::from(u32::MAX) + 1.0)
    }

    /// `SplitMix64` (Steele, Lea and Flood 2014): even numbers from any seed, and short.
    fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(seed: u64, probability: f64) -> Vec<Option<Fault>> {
        let mut plan = Plan::default();
        plan.set_chance(Scope::Api, &[Fault::Drop, Fault::Html], probability, seed);
        (0..1000).map(|_| plan.next(Scope::Api)).collect()
    }

    #[test]
    fn chance_keeps_to_its_probability_and_its_seed() {
        let count = |hits: &[Option<Fault>]| hits.iter().flatten().count();
        let five_percent = hits(7, 0.05);
        assert!((30..70).contains(&count(&five_percent)), "{}", count(&five_percent));
        assert!(
            five_percent.contains(&Some(Fault::Drop)) && five_percent.contains(&Some(Fault::Html))
        );
        assert_eq!(five_percent, hits(7, 0.05));
        assert_ne!(five_percent, hits(8, 0.05));
        assert_eq!(count(&hits(7, 0.0)), 0);
        assert_eq!(count(&hits(7, 1.0)), 1000);
    }

    #[test]
    fn what_was_asked_for_comes_first_and_in_its_scope() {
        let mut plan = Plan::default();
        plan.push(Scope::Token, Fault::Html, 1);
        plan.push(Scope::Api, Fault::Drop, 2);
        assert_eq!(plan.next(Scope::Api), Some(Fault::Drop));
        assert_eq!(plan.next(Scope::Token), Some(Fault::Html));
        assert_eq!(plan.next(Scope::Token), None);
        assert_eq!(plan.next(Scope::Api), Some(Fault::Drop));
        assert_eq!(plan.next(Scope::Api), None);
        plan.push(Scope::All, Fault::Drop, 2);
        plan.push(Scope::Api, Fault::Html, 1);
        plan.push(Scope::All, Fault::Drop, 1);
        let runs = [(Scope::All, &Fault::Drop, 2), (Scope::Api, &Fault::Html, 1)];
        assert_eq!(plan.runs()[..2], runs);
        plan.set_chance(Scope::Api, &[Fault::Drop, Fault::Html], 0.5, 1);
        plan.end(&Fault::Drop);
        assert_eq!(plan.runs(), runs[1..]);
        assert_eq!(plan.chance(), Some((Scope::Api, [Fault::Html].as_slice(), 0.25)));
        plan.end(&Fault::Html);
        assert_eq!((plan.runs(), plan.chance()), (vec![], None));
        plan.push(Scope::All, Fault::Drop, 1);
        plan.clear();
        assert_eq!(plan.next(Scope::Token), None);
    }
}
