//! The one way in which a document comes to be served, whoever has written it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::{io, mem};

use pointsman::document::{Document, DocumentError};
use pointsman::live::{ReplaceError, Router};
use pointsman::{Function, FunctionId};
use thiserror::Error;

use crate::Upstream;
use crate::metrics::Metrics;
use crate::store::Store;

/// The document on disk and the table that is served from it.
pub(crate) struct Routes {
    store: Store,
    router: Router<Upstream>,
    metrics: Arc<Metrics>,
    /// What was last read, if it could be. Whoever serves or changes the document holds it.
    text: Mutex<Option<String>>,
    /// Why that is not served.
    fault: Mutex<Option<String>>,
}

impl Routes {
    /// Serves a document.
    pub(crate) fn open(store: Store, metrics: Arc<Metrics>) -> Result<Self, ReloadError> {
        let text = store.read()?;
        let document: Document<Upstream> = Document::from_json(&text)?;
        // It serves nothing yet, so nothing is in conflict.
        let router = Router::default();
        router.replace(document)?;
        metrics.reload("served", true);
        let text = Mutex::new(Some(text));
        Ok(Self { store, router, metrics, text, fault: Mutex::default() })
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) fn router(&self) -> &Router<Upstream> {
        &self.router
    }

    /// Why the document on disk is not the one served, if so.
    pub(crate) fn fault(&self) -> Option<String> {
        lock(&self.fault).clone()
    }

    /// Reads the document, and serves it if it is another than before. If anything is wrong with it,
    /// what is served stays.
    pub(crate) fn reload(&self) {
        self.reload_from(&mut lock(&self.text));
    }

    /// Changes a function in the document on disk, and serves it.
    ///
    /// The change is made to what is on disk, even if that is newer than what is served, and not if it
    /// can't be served: a fault that someone has yet to mend is not written over. What is served is what
    /// was written, even if someone else writes right after: that is then judged as any change is.
    pub(crate) fn update<R, E>(
        &self,
        id: &FunctionId,
        change: impl FnOnce(&mut Function<Upstream>) -> Result<R, E>,
    ) -> Result<R, UpdateError<E>> {
        let mut last = lock(&self.text);
        self.reload_from(&mut last);
        self.is_current()?;
        let mut document = Document::new();
        for function in self.router.functions() {
            document.insert(function);
        }
        let changed = document.update(id, change).ok_or(UpdateError::UnknownFunction)?;
        let changed = changed.map_err(UpdateError::Refused)?;
        let text = format!("{}\n", document.to_json()?);
        if !self.store.replace(last.as_deref().unwrap_or_default(), &text)? {
            return Err(UpdateError::Overtaken);
        }
        self.take(Ok(text), &mut last);
        self.is_current()?;
        Ok(changed)
    }

    fn reload_from(&self, last: &mut Option<String>) {
        self.take(self.store.read(), last);
    }

    /// Serves what the document is now, if that is another than `last`, which is what it was.
    fn take(&self, read: io::Result<String>, last: &mut Option<String>) {
        let (text, outcome) = match read {
            Ok(text) if last.as_ref() == Some(&text) => return,
            Ok(text) => {
                let outcome = self.serve(&text);
                (Some(text), outcome)
            }
            Err(error) => (None, Err(error.into())),
        };
        let fault = outcome.as_ref().err().map(ToString::to_string);
        let before = mem::replace(&mut *lock(&self.fault), fault.clone());
        // What can't be read is tried again and again, and told once.
        let is_news = text.is_some() || fault != before;
        *last = text;
        if let Err(error) = outcome
            && is_news
        {
            tracing::error!(%error, "the document on disk is not served: the last good one is");
            self.metrics.reload(error.name(), false);
        }
    }

    fn serve(&self, text: &str) -> Result<(), ReloadError> {
        let changes = self.router.replace(Document::from_json(text)?)?;
        let (created, updated) = (changes.created.len(), changes.updated.len());
        let removed = changes.removed.len();
        tracing::info!(created, updated, removed, "the document on disk is served");
        self.metrics.reload("served", true);
        Ok(())
    }

    fn is_current<E>(&self) -> Result<(), UpdateError<E>> {
        self.fault().map_or(Ok(()), |fault| Err(UpdateError::Fault(fault)))
    }
}

/// No one leaves it half changed, so one who panicked doesn't matter.
fn lock<V>(value: &Mutex<V>) -> MutexGuard<'_, V> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Why a document is not served.
#[derive(Debug, Error)]
pub(crate) enum ReloadError {
    #[error("the document can't be read: {0}")]
    Unreadable(#[from] io::Error),
    #[error("the document is wrong:\n{0}")]
    Wrong(#[from] DocumentError),
    #[error("the document is in conflict with what is served:\n{0}")]
    Conflict(#[from] ReplaceError),
}

impl ReloadError {
    /// As a metric's label.
    fn name(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "unreadable",
            Self::Wrong(_) => "wrong",
            Self::Conflict(_) => "conflict",
        }
    }
}

/// Why a function was not changed.
#[derive(Debug, Error)]
pub(crate) enum UpdateError<E> {
    #[error("unknown function")]
    UnknownFunction,
    #[error(transparent)]
    Refused(E),
    #[error("the document on disk is to be mended first: {0}")]
    Fault(String),
    #[error("someone else has just changed the document on disk: try again")]
    Overtaken,
    #[error("the document can't be written: {0}")]
    Write(#[from] io::Error),
    #[error("the document would be too large:\n{0}")]
    Document(#[from] DocumentError),
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn document(upstream: &str) -> String {
        let function = Function::new("B".parse().unwrap(), upstream.parse::<Upstream>().unwrap());
        let mut document = Document::new();
        document.insert(function);
        document.to_json().unwrap()
    }

    /// Between reading and writing, an editor has its turn.
    #[test]
    fn what_an_editor_wrote_meanwhile_is_not_written_over() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("routes.json");
        fs::write(&path, document("http://host:1")).unwrap();
        let routes = Routes::open(Store::new(path.clone()), Arc::new(Metrics::new())).unwrap();
        let id = "B".parse().unwrap();
        let edited = document("http://host:2").replace(r#""name""#, r#""revision":7,"name""#);

        let overtaken = routes.update(&id, |function| {
            fs::write(&path, &edited).unwrap();
            function.publish()
        });
        assert!(matches!(overtaken, Err(UpdateError::Overtaken)), "{overtaken:?}");
        assert_eq!(fs::read_to_string(&path).unwrap(), edited);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "nothing is left behind");
        assert_eq!(routes.router().function(&id).unwrap().revision(), 0);

        // Made again, the change is made to what the editor wrote.
        routes.update(&id, Function::publish).unwrap();
        let function = routes.router().function(&id).unwrap();
        assert_eq!(function.revision(), 8);
        assert!(fs::read_to_string(&path).unwrap().contains("http://host:2"));
        assert_eq!(routes.fault(), None);
    }
}
