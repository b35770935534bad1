//! Slicing by its definition: lists of the indices that each part stands for.

use crate::{Grid, Part, grid::Answer};
use record_core::layout::LayoutError;

impl Grid {
    pub(crate) fn slice(&self, parts: &[Part]) -> Answer {
        let taken = parts.iter().filter(|part| matches!(part, Part::At(_) | Part::Range(..))).count();
        let Some(rest) = self.ndim().checked_sub(taken) else {
            return Err(LayoutError::TooManyIndices { found: taken, ndim: self.ndim() });
        };
        let ellipses = parts.iter().filter(|part| matches!(part, Part::Ellipsis)).count();
        if ellipses > 1 {
            return Err(LayoutError::SecondEllipsis);
        }
        // For each axis of the result the axis that it comes from, if any, and the indices there.
        let mut axes: Vec<(Option<usize>, Vec<usize>)> = Vec::new();
        let mut fixed = vec![0; self.ndim()];
        let mut axis = 0;
        let whole = |axes: &mut Vec<_>, axis: &mut usize| {
            for _ in 0..rest {
                axes.push((Some(*axis), (0..self.shape[*axis]).collect()));
                *axis += 1;
            }
        };
        for part in parts {
            match *part {
                Part::NewAxis => axes.push((None, vec![0])),
                Part::Ellipsis => whole(&mut axes, &mut axis),
                Part::At(index) => {
                    let len = self.shape[axis];
                    fixed[axis] = (0..len)
                        .find(|&i| i.cast_signed() == index || i.cast_signed() - len.cast_signed() == index)
                        .ok_or(LayoutError::Index { axis, index, len })?;
                    axis += 1;
                }
                Part::Range(start, end, step) => {
                    axes.push((Some(axis), self.steps_of(axis, start, end, step)?));
                    axis += 1;
                }
            }
        }
        if ellipses == 0 {
            whole(&mut axes, &mut axis);
        }
        self.room(axes.len().saturating_sub(self.ndim()))?;
        let shape = axes.iter().map(|(_, indices)| indices.len()).collect();
        Ok(self.gather(shape, |index, from| {
            from.copy_from_slice(&fixed);
            for (&i, (axis, indices)) in index.iter().zip(&axes) {
                if let Some(axis) = *axis {
                    from[axis] = indices[i];
                }
            }
        }))
    }

    /// The indices that a range with a step stands for.
    fn steps_of(
        &self,
        axis: usize,
        start: Option<isize>,
        end: Option<isize>,
        step: isize,
    ) -> Result<Vec<usize>, LayoutError> {
        let len = self.shape[axis];
        let n = len.cast_signed();
        if step == 0 {
            return Err(LayoutError::ZeroStep { axis });
        }
        let (start, end) = (start.unwrap_or(0), end.unwrap_or(n));
        let from_end = |i: isize| if i < 0 { i.saturating_add(n) } else { i };
        let (low, high) = (from_end(start), from_end(end));
        if low < 0 || low > high || high > n {
            return Err(LayoutError::Range { axis, start, end, len });
        }
        let range = low.cast_unsigned()..high.cast_unsigned();
        let by = step.unsigned_abs();
        Ok(if step > 0 { range.step_by(by).collect() } else { range.rev().step_by(by).collect() })
    }
}
