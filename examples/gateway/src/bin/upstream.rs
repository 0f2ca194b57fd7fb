//! An upstream of the demo in a process of its own: `upstream NAME [ADDRESS]`.

use std::env;
use std::error::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let name = arguments.next().ok_or("an upstream has a name")?;
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:0".to_owned());
    gateway::upstream(&name, address.parse()?).await?;
    Ok(())
}
