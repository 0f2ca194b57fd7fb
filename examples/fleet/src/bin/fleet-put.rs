//! Writes the functions of a document into etcd: each if its revision is above that of the one that is
//! there, and nobody writes it at the same time.
//!
//! ```text
//! fleet-put [--etcd URL]... [--prefix PREFIX] < DOCUMENT
//! ```

use std::error::Error;
use std::io::read_to_string;

use fleet::{Options, Store, Upstream};
use pointsman::document::Document;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let options = Options::parse()?.alone()?;
    let document: Document<Upstream> = Document::from_json(&read_to_string(std::io::stdin())?)?;
    let store = Store::connect(&options.etcd, options.keys).await?;
    for function in document {
        let read = store.read(function.id()).await?;
        let written = store.put(&function, read.as_ref()).await;
        let written = written.map_err(|error| format!("{}: {error}", function.id()))?;
        println!("{} at revision {} of etcd", function.id(), written.modified);
    }
    Ok(())
}
