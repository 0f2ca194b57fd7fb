//! How much a document may hold. The size of the whole is the caller's to limit.

/// Tests in a condition.
pub(super) const TESTS: usize = 1_000;
/// Rules in an alias.
pub(super) const RULES: usize = 10_000;
/// Versions of a function, `$LATEST` included.
pub(super) const VERSIONS: usize = 10_000;
/// Aliases of a function, as they are listed: `$DEFAULT` may be left out.
pub(super) const ALIASES: usize = 1_000;
/// Bytes of an expression.
pub(super) const EXPRESSION: usize = 64 * 1024;
/// Characters of a description.
pub(super) const DESCRIPTION: usize = 1_000;
/// Objects and lists within each other in a payload: as many as `serde_json` itself goes down.
pub(super) const PAYLOAD_NESTING: usize = 127;

/// The fault of a payload that is nested deeper.
#[derive(Debug, thiserror::Error)]
#[error("nested more than {PAYLOAD_NESTING} deep")]
pub(super) struct TooDeep;
