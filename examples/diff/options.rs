//! The command line.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use pointsman::{AliasName, AttributeKey, FunctionId};

/// What `--help` prints.
pub(super) const HELP: &str = include_str!("help.txt");

/// What the command line asks for.
pub(super) struct Options {
    pub(super) old: Input,
    pub(super) new: Input,
    pub(super) recorded: Option<Recorded>,
}

/// Where something is read.
#[derive(PartialEq)]
pub(super) enum Input {
    Standard,
    File(PathBuf),
}

/// Recorded keys, and the alias that they were sent to.
pub(super) struct Recorded {
    pub(super) keys: Input,
    pub(super) function: FunctionId,
    pub(super) alias: AliasName,
    /// What they are values of, if it isn't the alias that says so.
    pub(super) attribute: Option<AttributeKey>,
}

impl Options {
    /// Reads the arguments; `None` if they ask for help.
    pub(super) fn read(args: impl IntoIterator<Item = OsString>) -> Result<Option<Self>, String> {
        let (mut old, mut new) = (None, None);
        let (mut keys, mut alias, mut of) = (None, None, None);
        let mut args = args.into_iter();
        while let Some(arg) = args.next() {
            let (slot, value) = match arg.to_str() {
                Some("--help" | "-h") => return Ok(None),
                Some("--keys") => (&mut keys, args.next()),
                Some("--alias") => (&mut alias, args.next()),
                Some("--of") => (&mut of, args.next()),
                Some(other) if other.starts_with('-') && other != "-" => {
                    return Err(format!("unknown option `{other}`"));
                }
                _ if old.is_none() => (&mut old, Some(arg.clone())),
                _ => (&mut new, Some(arg.clone())),
            };
            let value = value.ok_or_else(|| format!("`{}` needs a value", arg.display()))?;
            if slot.replace(value).is_some() {
                return Err(format!("`{}` is one too many", arg.display()));
            }
        }
        let old = Input::new(&old.ok_or("the old document is missing")?);
        let new = Input::new(&new.ok_or("the new document is missing")?);
        let recorded = match (keys, alias) {
            (Some(keys), Some(alias)) => {
                Some(Recorded::new(&keys, &text(&alias), of.as_deref().map(text))?)
            }
            (None, None) if of.is_none() => None,
            _ => return Err("`--keys` and `--alias` go together, and `--of` with them".into()),
        };
        let inputs = [Some(&old), Some(&new), recorded.as_ref().map(|recorded| &recorded.keys)];
        if inputs.into_iter().flatten().filter(|input| **input == Input::Standard).count() > 1 {
            return Err("standard input can be but one of them".into());
        }
        Ok(Some(Self { old, new, recorded }))
    }
}

/// The value of an option. Where it is not UTF-8, what stands for the loss is in no name.
fn text(value: &OsStr) -> String {
    value.to_string_lossy().into_owned()
}

impl Input {
    fn new(arg: &OsStr) -> Self {
        if arg == "-" { Self::Standard } else { Self::File(Path::new(arg).to_owned()) }
    }
}

impl Recorded {
    fn new(keys: &OsStr, alias: &str, attribute: Option<String>) -> Result<Self, String> {
        let (function, alias) = alias
            .split_once(':')
            .ok_or_else(|| format!("alias `{alias}` must be written `FUNCTION:ALIAS`"))?;
        let attribute = attribute.map(|attribute| attribute.parse()).transpose();
        Ok(Self {
            keys: Input::new(keys),
            function: function.parse().map_err(|error| format!("{error}"))?,
            alias: alias.parse().map_err(|error| format!("{error}"))?,
            attribute: attribute.map_err(|error| format!("{error}"))?,
        })
    }
}
