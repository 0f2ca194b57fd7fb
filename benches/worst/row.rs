//! What is measured of a shape.

use std::fmt;

use pointsman::document::Document;
use pointsman::{Function, Point, Qualifier, Request, RoutingTable};
use serde_json::Value;

use crate::LINEAR;
use crate::measure::{mean, mean_of_many, memory};
use crate::shape::Shape;

/// The bytes that may be asked for to read a byte of text, and to make its table, all in all.
const MOST_MEMORY: f64 = 2_000.0;

/// A shape's figures, for three sizes.
pub struct Row {
    name: &'static str,
    trial: bool,
    all: Vec<Figures>,
}

/// Seconds, and bytes for a byte of text.
#[derive(Clone, Copy, Default)]
struct Figures {
    bytes: f64,
    read: Option<f64>,
    refused: Option<f64>,
    table: Option<f64>,
    request: Option<f64>,
    written: Option<f64>,
    linted: Option<f64>,
    model_bytes: f64,
    table_bytes: f64,
}

impl Row {
    pub fn head() {
        println!(
            "| shape | read | x | refused | x | table | x | written | x | linted | x | model | table | \
             request | x |"
        );
        println!("|---|{}", "---:|".repeat(14));
    }

    pub fn of(shape: &Shape, sizes: [usize; 3], trial: bool) -> Self {
        let all = sizes.map(|size| Figures::of(shape, size, trial)).to_vec();
        Self { name: shape.name, trial, all }
    }

    /// What one figure is for the largest, and how many times that of the one before.
    fn growth(&self, of: fn(&Figures) -> Option<f64>) -> (Option<f64>, String) {
        let [.., before, last] = &*self.all else { return (None, String::new()) };
        let growth = of(last).zip(of(before)).map(|(last, before)| last / before);
        let growth = growth.filter(|growth| growth.is_finite());
        let growth = growth.map_or_else(String::new, |growth| {
            let mark = if growth > LINEAR && !self.trial { " !" } else { "" };
            format!("{growth:.1}{mark}")
        });
        (of(last), growth)
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "| {} |", self.name)?;
        let last = self.all.last().copied().unwrap_or_default();
        let of: [fn(&Figures) -> Option<f64>; 5] = [
            |figures| figures.read,
            |figures| figures.refused,
            |figures| figures.table,
            |figures| figures.written,
            |figures| figures.linted,
        ];
        for of in of {
            let (seconds, growth) = self.growth(of);
            let per_mib = seconds.map(|seconds| seconds * 1e3 / (last.bytes / 1_048_576.0));
            let per_mib = per_mib.map_or_else(String::new, |each| format!("{each:.1} ms"));
            write!(f, " {per_mib} | {growth} |")?;
        }
        write!(f, " {:.0} | {:.0} |", last.model_bytes, last.table_bytes)?;
        let (seconds, growth) = self.growth(|figures| figures.request);
        let request = seconds.map_or_else(String::new, |each| format!("{:.1} µs", each * 1e6));
        write!(f, " {request} | {growth} |")
    }
}

impl Figures {
    fn of(shape: &Shape, size: usize, trial: bool) -> Self {
        let text = (shape.text)(size);
        #[expect(clippy::cast_precision_loss, reason = "none has 2^53 bytes")]
        let mut figures = Self { bytes: text.len() as f64, ..Self::default() };
        if !shape.good {
            figures.refused = Some(refused(shape, &text, trial));
            return figures;
        }
        figures.refused = Some(refused(shape, &shape.with_fault(&text), trial));
        let read = || shape.read(&text).unwrap_or_else(|error| panic!("{}: {error}", shape.name));
        figures.read = Some(mean(trial, || (), |()| read()));
        let (held, asked) = memory(read);
        figures.model_bytes = held / figures.bytes;
        assert!(asked / figures.bytes < MOST_MEMORY, "{}: {asked} to read", shape.name);
        figures.of_document(&read(), shape, (size, trial));
        figures
    }

    fn of_document(
        &mut self,
        document: &Document<Value>,
        shape: &Shape,
        (size, trial): (usize, bool),
    ) {
        let written = |()| document.to_json().expect("it was read");
        self.written = Some(mean(trial, || (), written));
        let linted = |()| document.functions().map(Function::lint).collect::<Vec<_>>();
        self.linted = Some(mean(trial, || (), linted));
        self.table = Some(mean(trial, || document.clone(), RoutingTable::from));
        let mut table = RoutingTable::default();
        let (held, asked) = memory(|| table = RoutingTable::from(document.clone()));
        // What the copy of the document held has gone by then.
        self.table_bytes = held / self.bytes;
        assert!(asked / self.bytes < MOST_MEMORY, "{}: {asked} for a table", shape.name);
        self.request = Some(request(&table, &(shape.headers)(size), trial));
    }
}

fn refused(shape: &Shape, text: &str, trial: bool) -> f64 {
    mean(trial, || (), |()| shape.read(text).expect_err(shape.name))
}

fn request(table: &RoutingTable<Value>, headers: &[(String, String)], trial: bool) -> f64 {
    let alias = Qualifier::parse("a").expect("a qualifier");
    let alias = if table.route("f0", alias).is_ok() { alias } else { Qualifier::DEFAULT };
    let request = Request::new(headers, Point::MIN);
    mean_of_many(trial, || table.resolve("f0", alias, &request).expect("a version"))
}
