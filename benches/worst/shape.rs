//! A kind of document, of any size.

use pointsman::document::{Document, DocumentError, scf};
use serde_json::Value;

/// The headers of a request.
pub type Headers = Vec<(String, String)>;

/// A kind of document, and the dearest request on it.
pub struct Shape {
    pub name: &'static str,
    /// The text of so many bytes.
    pub text: Box<dyn Fn(usize) -> String>,
    pub family: Family,
    pub good: bool,
    /// The headers of the dearest request on a document of so many bytes.
    pub headers: Box<dyn Fn(usize) -> Headers>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Family {
    Own,
    Scf,
}

/// How many bytes of headers a request has, and how many headers: what servers let through.
pub const HEADERS: usize = 8 << 10;
pub const MOST: usize = 100;

impl Shape {
    /// One of the crate's own documents.
    pub fn good(name: &'static str, text: impl Fn(usize) -> String + 'static) -> Self {
        let headers = Box::new(|_| padded([]));
        Self { name, text: Box::new(text), family: Family::Own, good: true, headers }
    }

    /// A text that is refused.
    pub fn bad(name: &'static str, text: impl Fn(usize) -> String + 'static) -> Self {
        Self { good: false, ..Self::good(name, text) }
    }

    pub fn of_scf(self) -> Self {
        Self { family: Family::Scf, ..self }
    }

    /// With a request that has this value of `k`, on a document of so many bytes.
    pub fn asked(self, value: impl Fn(usize) -> String + 'static) -> Self {
        self.asked_with(move |size| padded([("k".to_owned(), value(size))]))
    }

    pub fn asked_with(self, headers: impl Fn(usize) -> Headers + 'static) -> Self {
        Self { headers: Box::new(headers), ..self }
    }

    /// The same text with a fault at its end, which only the thorough reader tells.
    pub fn with_fault(&self, text: &str) -> String {
        let end = match self.family {
            Family::Own => "]}",
            Family::Scf => "],\"TotalCount\":0}",
        };
        let start = text.strip_suffix(end).expect("the end of a document");
        match self.family {
            Family::Own => format!("{start}],\"x\":0}}"),
            Family::Scf => format!("{start}],\"TotalCount\":999999999}}"),
        }
    }

    pub fn read(&self, text: &str) -> Result<Document<Value>, DocumentError> {
        match self.family {
            Family::Own => Document::from_json(text),
            Family::Scf => {
                let id = "f0".parse().expect("a name");
                let function = scf::function(id, scf::read_aliases(text)?, |_| Value::Null);
                let mut document = Document::new();
                document.insert(function.expect("no alias stands twice"));
                Ok(document)
            }
        }
    }
}

/// These headers and others behind them, as many as there may be: to find that one is missing, all are
/// looked at.
pub fn padded(headers: impl IntoIterator<Item = (String, String)>) -> Headers {
    let mut headers: Headers = headers.into_iter().collect();
    let bytes: usize = headers.iter().map(|(name, value)| name.len() + value.len()).sum();
    let count = MOST.saturating_sub(headers.len());
    let each = HEADERS.saturating_sub(bytes).checked_div(count).unwrap_or_default();
    headers.splice(
        0..0,
        (0..count).map(|index| {
            let name = format!("x{index}");
            let value = "-".repeat(each.saturating_sub(name.len()));
            (name, value)
        }),
    );
    headers
}
