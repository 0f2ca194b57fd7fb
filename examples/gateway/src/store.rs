//! The document on disk.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// The file that holds the document: read whole, and replaced whole.
#[derive(Debug)]
pub(crate) struct Store {
    path: PathBuf,
}

impl Store {
    /// How long a document may be, in bytes.
    const MAX: u64 = 64 << 20;

    /// The document at this path.
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// The directory that it is in, as it is named: where a change of it can be seen.
    pub(crate) fn directory(&self) -> &Path {
        let parent = self.path.parent().filter(|parent| !parent.as_os_str().is_empty());
        parent.unwrap_or(Path::new("."))
    }

    /// Reads the document.
    ///
    /// # Errors
    ///
    /// If it can't be read, is longer than [`Store::MAX`], or is not UTF-8.
    pub(crate) fn read(&self) -> io::Result<String> {
        let mut text = String::new();
        File::open(&self.path)?.take(Self::MAX + 1).read_to_string(&mut text)?;
        if text.len() as u64 > Self::MAX {
            let error = format!("the document is longer than {} bytes", Self::MAX);
            return Err(io::Error::other(error));
        }
        Ok(text)
    }

    /// Replaces the document, if it is still what was read: else it is someone's, and `false` is
    /// returned. Whoever reads it meanwhile, or after a crash, finds the old one or the new one. Where
    /// the path is a symbolic link, the file that it leads to is replaced.
    ///
    /// # Errors
    ///
    /// If it can't be written; or if it is, but a crash may still undo it.
    pub(crate) fn replace(&self, read: &str, text: &str) -> io::Result<bool> {
        let path = self.path.canonicalize()?;
        let directory = path.parent().unwrap_or(Path::new("/"));
        let mut new = NamedTempFile::new_in(directory)?;
        new.write_all(text.as_bytes())?;
        new.as_file().set_permissions(path.metadata()?.permissions())?;
        new.as_file().sync_all()?;
        // As late as can be: syncing takes long, and an editor knows of no lock.
        if self.read()? != read {
            return Ok(false);
        }
        new.persist(&path)?;
        // The new name is on disk only when the directory is.
        File::open(directory)?.sync_all()?;
        Ok(true)
    }
}
