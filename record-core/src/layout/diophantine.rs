//! Whether a sum of bounded multiples can be exactly a given number: Σ step · count + slack = target, each count from 0
//! to its limit, the slack from 0 to its own.
//!
//! That is what "do these strided elements share a byte" comes to. In general the problem is as hard as subset sum, so
//! no method is quick for every input; strides that come from arrays nest, and for these it is solved in few steps:
//!
//! * steps within what the finer ones fill without a hole are filled by them, and go (a contiguous array is one step);
//! * a common divisor of all steps makes the numbers smaller, and bounds what the slack can do;
//! * each limit is narrowed by what the others can reach at most;
//! * two steps are decided outright, by Euclid's algorithm;
//! * more are split where fewest ways lead on: the coarse steps, multiples of their divisor, land near the target in few
//!   places if the fine ones reach less than that divisor.
//!
//! The number of steps left to split, about one for each pair of axes whose strides have nothing to do with each other,
//! is the exponent of the worst case.

use super::DynRank;

/// Steps of two layouts.
const MAX_TERMS: usize = 2 * DynRank::MAX;

/// Work that nobody bounds.
pub(super) const UNBOUNDED: u64 = u64::MAX;

/// A step and how often it may be taken.
#[derive(Clone, Copy, Debug)]
struct Term {
    step: i128,
    limit: i128,
}

impl Term {
    /// What all its steps reach.
    fn reach(self) -> i128 {
        self.step * self.limit
    }
}

/// The problem. Sums stay far below `i128::MAX`: a layout's own reach is at most `isize::MAX`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Problem {
    terms: [Term; MAX_TERMS],
    count: usize,
    slack: i128,
    target: i128,
}

impl Problem {
    pub(super) fn new(slack: i128, target: i128) -> Self {
        Self { terms: [Term { step: 0, limit: 0 }; MAX_TERMS], count: 0, slack, target }
    }

    /// Adds a step that is not negative.
    pub(super) fn add(&mut self, step: i128, limit: i128) {
        debug_assert!(step >= 0, "steps are turned around by the caller");
        if step > 0 && limit > 0 {
            self.terms[self.count] = Term { step, limit };
            self.count += 1;
        }
    }

    fn terms(&self) -> &[Term] {
        &self.terms[..self.count]
    }

    fn reach(&self) -> i128 {
        self.terms().iter().map(|term| term.reach()).sum()
    }

    fn remove(&mut self, index: usize) {
        self.terms.copy_within(index + 1..self.count, index);
        self.count -= 1;
    }

    /// Whether there is a solution; `None` if that took more than `effort` steps of work.
    pub(super) fn solve(mut self, effort: &mut u64) -> Option<bool> {
        *effort = effort.checked_sub(1)?;
        if let Some(answer) = self.reduce() {
            return Some(answer);
        }
        match *self.terms() {
            [only] => {
                let taken = (self.target / only.step).min(only.limit);
                Some(self.target - taken * only.step <= self.slack)
            }
            [fine, coarse] => Some(self.solve_two(fine, coarse)),
            _ => self.solve_split(effort),
        }
    }

    /// Makes the problem smaller without changing its answer, to the answer itself if that is within sight. Otherwise
    /// there are terms left, finest first, each step more than the slack fills.
    fn reduce(&mut self) -> Option<bool> {
        loop {
            if !self.narrow() {
                return Some(false);
            }
            if self.count == 0 {
                return Some(self.target <= self.slack);
            }
            let divisor = self.terms().iter().fold(0, |divisor, term| gcd(term.step, divisor));
            if divisor > 1 {
                // The slack has to make up the rest.
                let rest = self.target % divisor;
                if rest > self.slack {
                    return Some(false);
                }
                self.target = (self.target - rest) / divisor;
                self.slack = (self.slack - rest) / divisor;
                for term in &mut self.terms[..self.count] {
                    term.step /= divisor;
                }
            }
            if !self.merge() && divisor == 1 {
                return None;
            }
        }
    }

    /// Limits each count by what the others can reach; whether there may be a solution.
    fn narrow(&mut self) -> bool {
        let mut total = self.reach() + self.slack;
        if self.target < 0 || self.target > total {
            return false;
        }
        for i in 0..self.count {
            let Term { step, limit } = self.terms[i];
            let most = (self.target / step).min(limit);
            total -= (limit - most) * step;
            // What the others cannot reach, this one must.
            let missing = self.target - (total - most * step);
            let least = if missing > 0 { (missing + step - 1) / step } else { 0 };
            if least > most {
                return false;
            }
            total -= least * step;
            self.target -= least * step;
            self.terms[i].limit = most - least;
        }
        for i in (0..self.count).rev() {
            if self.terms[i].limit == 0 {
                self.remove(i);
            }
        }
        true
    }

    /// Puts the terms in order, and those that fill each other's holes together; whether any were.
    fn merge(&mut self) -> bool {
        self.terms[..self.count].sort_unstable_by_key(|term| term.step);
        let before = self.count;
        // The slack has no hole: with a step that is not longer than it by more than one, it has none either.
        while self.count > 0 && self.terms[0].step <= self.slack + 1 {
            self.slack += self.terms[0].reach();
            self.remove(0);
        }
        // A term has holes of its own step; a multiple that is not longer than it by more than one step makes no others.
        let mut fine = 0;
        while fine < self.count {
            let mut coarse = fine + 1;
            while coarse < self.count {
                let Term { step, limit } = self.terms[fine];
                let times = self.terms[coarse].step / step;
                if self.terms[coarse].step % step == 0 && times <= limit + 1 {
                    self.terms[fine].limit += times * self.terms[coarse].limit;
                    self.remove(coarse);
                } else {
                    coarse += 1;
                }
            }
            fine += 1;
        }
        self.count < before
    }

    /// Two terms, the fine step longer than the slack fills: some number of coarse steps must leave a distance that whole
    /// fine steps make but for the slack.
    fn solve_two(&self, fine: Term, coarse: Term) -> bool {
        let most = (self.target / coarse.step).min(coarse.limit);
        let missing = self.target - fine.reach() - self.slack;
        let least = if missing > 0 { (missing + coarse.step - 1) / coarse.step } else { 0 };
        if least > most {
            return false;
        }
        let rest = (self.target - least * coarse.step) % fine.step;
        if rest <= self.slack {
            return true;
        }
        // `more` coarse steps leave `rest - more * coarse.step`, to be at most the slack modulo the fine step.
        let more = first_within(coarse.step % fine.step, fine.step, rest - self.slack, rest);
        more.is_some_and(|more| more <= most - least)
    }

    /// Three terms or more: all places where some of them can land near enough to the target for the others.
    fn solve_split(&self, effort: &mut u64) -> Option<bool> {
        let all = (1_u32 << self.count) - 1;
        let coarsest = (1..self.count).map(|i| all & (all << i));
        let single = (0..self.count).map(|i| 1_u32 << i);
        let places = |part: &u32| {
            let (divisor, from, to) = self.landings(*part);
            (to / divisor) - (from + divisor - 1) / divisor + 1
        };
        let part = coarsest.chain(single).min_by_key(places)?;
        let (divisor, from, to) = self.landings(part);
        let mut place = (from + divisor - 1) / divisor * divisor;
        while place <= to {
            if self.part(!part & all, self.slack, self.target - place).solve(effort)?
                && self.part(part, 0, place).solve(effort)?
            {
                return Some(true);
            }
            place += divisor;
        }
        Some(false)
    }

    /// Where a part of the terms may land, so that the others can go on: multiples of a divisor, and from where to where.
    fn landings(&self, part: u32) -> (i128, i128, i128) {
        let (mut divisor, mut reach) = (0, 0);
        for (i, term) in self.terms().iter().enumerate() {
            if part >> i & 1 == 1 {
                divisor = gcd(term.step, divisor);
                reach += term.reach();
            }
        }
        let others = self.reach() - reach + self.slack;
        (divisor, (self.target - others).max(0), self.target.min(reach))
    }

    /// The problem of some of the terms.
    fn part(&self, part: u32, slack: i128, target: i128) -> Self {
        let mut problem = Self::new(slack, target);
        for (i, term) in self.terms().iter().enumerate() {
            if part >> i & 1 == 1 {
                problem.add(term.step, term.limit);
            }
        }
        problem
    }
}

/// The greatest common divisor; that of 0 and a number is the number.
fn gcd(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The least multiple of `step` that is within `low..=high` modulo `modulus`, as a count of steps.
///
/// `0 <= step < modulus` and `0 < low <= high < modulus`. As Euclid's algorithm: either a multiple lies in the interval
/// before the first turn, or the turns are multiples of the modulus to be found in an interval modulo the step.
fn first_within(step: i128, modulus: i128, low: i128, high: i128) -> Option<i128> {
    if step == 0 {
        return None;
    }
    if 2 * step > modulus {
        return first_within(modulus - step, modulus, modulus - high, modulus - low);
    }
    let count = (low + step - 1) / step;
    if count * step <= high {
        return Some(count);
    }
    // No multiple of the step lies between, so the interval stays one modulo the step, without 0.
    let turns = first_within(modulus % step, step, (-high).rem_euclid(step), (-low).rem_euclid(step))?;
    Some((low + modulus * turns + step - 1) / step)
}
