//! What changes when one set of functions takes the place of another, told before it does.

mod alias;
mod chain;
mod edit;
mod function;
mod join;
mod lines;
mod moves;
mod replay;
mod rule;
mod shadows;
mod table;
mod version;

pub use self::alias::AliasDiff;
pub use self::function::FunctionDiff;
pub use self::moves::{Move, MoveCounts};
pub use self::replay::Replay;
pub use self::rule::RuleDiff;
pub use self::table::TableDiff;
pub use self::version::VersionDiff;
