use lexopt::prelude::*;

use crate::{Keys, Load};

/// What the programs take on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// `--etcd URL`, once or more: the members of etcd. `http://127.0.0.1:2379` if none is given.
    pub etcd: Vec<String>,
    /// `--prefix PREFIX`: where functions lie.
    pub keys: Keys,
    /// `--listen HOST:PORT`: where a gateway answers. Port 0 is any that is free.
    pub listen: String,
    /// `--updates N`.
    pub updates: usize,
    /// What else there is.
    pub rest: Vec<String>,
}

impl Options {
    /// Those of this process.
    ///
    /// # Errors
    ///
    /// If there is an option that isn't known, or lacks its value.
    pub fn parse() -> Result<Self, lexopt::Error> {
        Self::from(lexopt::Parser::from_env())
    }

    /// The same, of a program that takes options alone.
    ///
    /// # Errors
    ///
    /// If there is anything else.
    pub fn alone(self) -> Result<Self, lexopt::Error> {
        match self.rest.first() {
            Some(value) => Err(lexopt::Error::UnexpectedArgument(value.into())),
            None => Ok(self),
        }
    }

    fn from(mut parser: lexopt::Parser) -> Result<Self, lexopt::Error> {
        let mut options = Self {
            etcd: Vec::new(),
            keys: Keys::default(),
            listen: "127.0.0.1:0".to_owned(),
            updates: Load::default().updates,
            rest: Vec::new(),
        };
        while let Some(argument) = parser.next()? {
            match argument {
                Long("etcd") => options.etcd.push(parser.value()?.string()?),
                Long("prefix") => options.keys = Keys::under(&parser.value()?.string()?),
                Long("listen") => options.listen = parser.value()?.string()?,
                Long("updates") => options.updates = parser.value()?.parse()?,
                Value(value) => options.rest.push(value.string()?),
                other => return Err(other.unexpected()),
            }
        }
        if options.etcd.is_empty() {
            options.etcd.push("http://127.0.0.1:2379".to_owned());
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::Options;

    fn options(arguments: &[&str]) -> Result<Options, String> {
        let parser = lexopt::Parser::from_args(arguments);
        Options::from(parser).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_given_is_taken_and_the_rest_is_as_usual() {
        let given =
            options(&["--etcd", "http://a:1", "--etcd=http://b:2", "--prefix", "/x", "g:3"]);
        let given = given.unwrap();
        assert_eq!(given.etcd, ["http://a:1", "http://b:2"]);
        assert_eq!((given.keys.prefix(), given.rest), ("/x/", vec!["g:3".to_owned()]));
        let usual = options(&[]).unwrap();
        assert_eq!((usual.etcd, usual.updates), (vec!["http://127.0.0.1:2379".to_owned()], 1_000));
    }

    #[test]
    fn what_is_wrong_is_told() {
        assert_eq!(options(&["--etc"]).unwrap_err(), "invalid option '--etc'");
        assert_eq!(options(&["--etcd"]).unwrap_err(), "missing argument for option '--etcd'");
        let more = options(&["functions.json"]).unwrap().alone().unwrap_err();
        assert_eq!(more.to_string(), "unexpected argument \"functions.json\"");
        assert!(options(&[]).unwrap().alone().is_ok());
    }
}
