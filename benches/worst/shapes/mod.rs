//! All shapes.

mod lists;
mod payloads;
mod refused;
mod rules;
mod scf;

use crate::shape::Shape;

pub fn all() -> Vec<Shape> {
    let all =
        [lists::shapes(), rules::shapes(), payloads::shapes(), refused::shapes(), scf::shapes()];
    all.into_iter().flatten().collect()
}
