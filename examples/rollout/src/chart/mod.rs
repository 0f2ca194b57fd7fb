//! A release as a picture: shares over time, and error rates.

mod ink;
mod panel;
mod scale;

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use plotters::prelude::{IntoDrawingArea, SVGBackend, WHITE};
use pointsman::rollout::{Estimate, State};

use self::ink::{ALARM, At, Canvas, GRAY, INK, NEW, OLD, write};
use self::panel::Panel;
use crate::clock::Clock;
use crate::history::History;
use crate::options::Options;
use crate::window::Window;

const SIZE: (u32, u32) = (860, 602);
const TOP: i32 = 118;

/// The middle of the diagrams, and below them.
const CAPTION: (i32, i32) = (450, 586);

/// Draws a release, as an SVG.
///
/// # Errors
///
/// If the file can't be written.
pub fn draw(history: &History, options: &Options, path: &Path) -> Result<(), Box<dyn Error>> {
    let canvas = SVGBackend::new(path, SIZE).into_drawing_area();
    canvas.fill(&WHITE)?;
    heading(&canvas, history, options)?;
    let end = history.seconds.last().map_or(Duration::ZERO, |last| last.end);
    let windows = Window::all(history, scale::together(history.seconds.len()));
    let shares = shares(&canvas, history, &windows, end)?;
    let errors = errors(&canvas, history, &windows, end)?;
    if let Some(second) = history.end() {
        let (name, color) = match second.rollout.state() {
            State::Succeeded => ("succeeded", NEW),
            _ => ("rolled back", ALARM),
        };
        shares.moment(name, color, second.end)?;
        errors.moment("", color, second.end)?;
    }
    let caption = "minutes and seconds since the release began";
    write(&canvas, caption, (12, GRAY), (At::Middle, CAPTION))?;
    canvas.present()?;
    Ok(())
}

fn heading(
    canvas: &Canvas<'_>,
    history: &History,
    options: &Options,
) -> Result<(), Box<dyn Error>> {
    let (old, new) = (history.old, history.new);
    let (errors, new_errors, rate) = (options.errors, options.new_errors(), options.rate);
    let end = history.end().map(|second| (second.rollout.state(), Clock(second.end)));
    let title = match end {
        Some((State::Succeeded, clock)) => format!("Version {new} is released after {clock}"),
        Some((_, clock)) => format!("Version {new} is taken back after {clock}"),
        None => format!("Version {new} is being released"),
    };
    write(canvas, &title, (18, INK), (At::Left, (Panel::LEFT, 24)))?;
    let plan = &options.plan;
    let notes = [
        format!(
            "{rate} requests a second; version {old} fails {errors} of its requests, version {new} {new_errors}"
        ),
        format!("plan: {plan}"),
    ];
    for (note, y) in notes.iter().zip([46, 64]) {
        write(canvas, note, (13, GRAY), (At::Left, (Panel::LEFT, y)))?;
    }
    Ok(())
}

/// The share of the new version, as it should be and as it was.
fn shares<'c, 'b>(
    canvas: &'c Canvas<'b>,
    history: &History,
    windows: &[Window],
    end: Duration,
) -> Result<Panel<'c, 'b>, Box<dyn Error>> {
    let title = format!("Requests that go to version {}, with 95% intervals", history.new);
    let observed = windows.iter().filter_map(|window| {
        let share = window.report.of(history.new)?.observed_share().ok()?;
        Some((window.middle, share))
    });
    let observed: Vec<_> = observed.collect();
    let mut panel = Panel::new(canvas, TOP, &title, (end, most(&observed)))?;
    // A split stands from the beginning of its first second to the end of its last.
    let expected = history.seconds.iter().flat_map(|second| {
        let (share, end) = (second.split.share(history.new), second.end.as_secs_f64());
        [end - 1.0, end].map(|time| (time, share.as_fraction()))
    });
    panel.lines("expected", INK, expected)?;
    panel.estimates("observed", NEW, 0, &observed)?;
    Ok(panel)
}

/// How high estimates reach.
fn most<'e>(estimates: impl IntoIterator<Item = &'e (f64, Estimate)>) -> f64 {
    estimates.into_iter().map(|(_, estimate)| estimate.interval.high()).fold(0.0, f64::max)
}

/// The error rates of both versions, of all requests until then.
fn errors<'c, 'b>(
    canvas: &'c Canvas<'b>,
    history: &History,
    windows: &[Window],
    end: Duration,
) -> Result<Panel<'c, 'b>, Box<dyn Error>> {
    let rates = [history.old, history.new].map(|version| {
        let rates = windows.iter().filter_map(move |window| {
            // What no longer comes has no rate.
            window.report.of(version).filter(|version| version.requests() > 0)?;
            let rate = window.until.of(version)?.error_rate().ok()?;
            Some((window.middle, rate))
        });
        (version, rates.collect::<Vec<_>>())
    });
    let most = most(rates.iter().flat_map(|(_, rates)| rates));
    let title = "Requests that have failed so far, with 95% intervals";
    let mut panel = Panel::new(canvas, TOP + Panel::HEIGHT, title, (end, most))?;
    for ((version, rates), (color, aside)) in rates.into_iter().zip([(OLD, -2), (NEW, 2)]) {
        panel.estimates(&format!("version {version}"), color, aside, &rates)?;
    }
    Ok(panel)
}
