//! Rules that may match.

use alloc::boxed::Box;
use alloc::vec::Vec;

/// The rules that a value leads to, ascending. One that the value alone makes match is the last.
#[derive(Debug)]
pub(super) struct Candidates {
    /// Apart from the others, of which there are mostly none, so that it is found without a further
    /// access to memory.
    first: Option<Candidate>,
    others: Box<[Candidate]>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) rule: u32,
    /// Whether the value alone makes it match.
    pub(super) sure: bool,
}

impl Candidates {
    /// The first below `best` that matches, else `best`.
    #[inline]
    pub(super) fn first_match(&self, best: u32, matches: &mut impl FnMut(u32) -> bool) -> u32 {
        let Some(first) = &self.first else { return best };
        let all = core::iter::once(first).chain(&self.others);
        let mut below = all.take_while(|candidate| candidate.rule < best);
        let first = below.find(|candidate| candidate.sure || matches(candidate.rule));
        first.map_or(best, |candidate| candidate.rule)
    }
}

#[derive(Debug, Default)]
pub(super) struct CandidatesBuilder(Vec<Candidate>);

impl CandidatesBuilder {
    /// Rules come in ascending order.
    pub(super) fn push(&mut self, candidate: Candidate) {
        match self.0.last_mut() {
            // Nothing gets past one that matches for sure.
            Some(last) if last.sure => {}
            // A condition may name a text twice, and need not be asked again.
            Some(last) if last.rule == candidate.rule => last.sure = candidate.sure,
            _ => self.0.push(candidate),
        }
    }

    pub(super) fn build(self) -> Candidates {
        let mut candidates = self.0.into_iter();
        Candidates { first: candidates.next(), others: candidates.collect() }
    }
}
