//! The table, as it is read from its file.

use std::error::Error;
use std::fs;

use pointsman::RoutingTable;
use pointsman::document::{Document, scf};
use serde_json::Value;

use super::options::{Format, Options};

/// Reads the table. Of what is wrong with it, each line names the file.
pub(super) fn read_table(options: &Options) -> Result<RoutingTable<Value>, String> {
    let Options { table, format } = options;
    let text = fs::read_to_string(table).map_err(Box::from);
    text.and_then(|text| compile(&text, format)).map_err(|error| {
        let faults = error.to_string();
        let faults = faults.lines().map(|fault| format!("{}: {fault}", table.display()));
        faults.collect::<Vec<_>>().join("\n")
    })
}

fn compile(text: &str, format: &Format) -> Result<RoutingTable<Value>, Box<dyn Error>> {
    Ok(match format {
        Format::Pointsman => Document::from_json(text)?.into(),
        Format::Scf(id) => {
            let aliases = scf::read_aliases(text)?;
            RoutingTable::new([scf::function(id.clone(), aliases, |_| Value::Null)?])?
        }
    })
}
