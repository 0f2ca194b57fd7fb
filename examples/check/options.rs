//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use pointsman::FunctionId;

use super::name::function_id;

/// What `--help` prints.
pub(super) const HELP: &str = include_str!("help.txt");

/// What the command line asks for.
pub(super) struct Options {
    pub(super) table: PathBuf,
    pub(super) format: Format,
}

/// How the table is written.
pub(super) enum Format {
    Pointsman,
    /// SCF's aliases don't say which function is theirs.
    Scf(FunctionId),
}

impl Options {
    /// Reads the arguments; `None` if they ask for help.
    pub(super) fn read(args: impl IntoIterator<Item = OsString>) -> Result<Option<Self>, String> {
        let (mut table, mut format, mut function, mut namespace) = (None, None, None, None);
        let mut args = args.into_iter();
        while let Some(arg) = args.next() {
            let (slot, value) = match arg.to_str() {
                Some("--help" | "-h") => return Ok(None),
                Some("--format") => (&mut format, args.next()),
                Some("--function") => (&mut function, args.next()),
                Some("--namespace") => (&mut namespace, args.next()),
                Some(other) if other.starts_with('-') => {
                    return Err(format!("unknown option `{other}`"));
                }
                _ => (&mut table, Some(arg.clone())),
            };
            let value = value.ok_or_else(|| format!("`{}` needs a value", arg.display()))?;
            if slot.replace(value).is_some() {
                return Err(format!("`{}` is one too many", arg.display()));
            }
        }
        let table = table.ok_or("the table is missing")?.into();
        let [format, function, namespace] = [format, function, namespace].map(text);
        let format = Format::new(format.as_deref(), function.as_deref(), namespace.as_deref())?;
        Ok(Some(Self { table, format }))
    }
}

/// The value of an option. Where it is not UTF-8, what stands for the loss is neither a format nor
/// in any name.
fn text(value: Option<OsString>) -> Option<String> {
    value.map(|value| value.to_string_lossy().into_owned())
}

impl Format {
    fn new(
        format: Option<&str>,
        function: Option<&str>,
        namespace: Option<&str>,
    ) -> Result<Self, String> {
        match (format.unwrap_or("pointsman"), function) {
            ("pointsman", None) if namespace.is_none() => Ok(Self::Pointsman),
            ("pointsman", _) => {
                Err("`--function` and `--namespace` go with `--format scf` alone".into())
            }
            ("scf", Some(function)) => {
                let id = function_id(namespace, function);
                id.map(Self::Scf).map_err(|error| error.to_string())
            }
            ("scf", None) => Err("`--format scf` needs `--function`".into()),
            (other, _) => Err(format!("format `{other}` must be `pointsman` or `scf`")),
        }
    }
}
