//! The release: see the crate.

use std::error::Error;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use clap::Parser;
use rollout::{Options, Release, Summary, Terminal, draw};

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mut release = Release::new(options)?;
    let mut terminal = Terminal::new()?;
    let history = release.run(|second| {
        terminal.show(second);
        if options.real_time {
            thread::sleep(Duration::from_secs(1));
        }
    })?;
    terminal.finish();
    println!("{}", Summary::new(&history, release.aliases()?));
    if let Some(path) = &options.svg {
        draw(&history, options, path)?;
    }
    Ok(())
}
