//! Bars of all cases, on a logarithmic scale.

use std::error::Error;
use std::path::Path;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::measure::{Outcome, Timing};
use crate::{pointsman, report};

type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;

const WIDTH: i32 = 860;
/// Where bars begin and where the scale ends.
const LEFT: i32 = 150;
const RIGHT: i32 = 690;
const TOP: i32 = 72;
const BAR: i32 = 20;
const GAP: i32 = 34;
const BOTTOM: i32 = 16;

/// The scale, in nanoseconds.
const SCALE: [f64; 4] = [1.0, 10.0, 100.0, 1_000.0];

const INK: RGBColor = RGBColor(36, 41, 47);
const FAINT: RGBColor = RGBColor(225, 228, 232);
const GRAY: RGBColor = RGBColor(101, 109, 118);
const OWN: RGBColor = RGBColor(9, 105, 218);
const RIVAL: RGBColor = RGBColor(175, 184, 193);

pub fn draw(outcomes: &[Outcome], path: &Path) -> Result<(), Box<dyn Error>> {
    let rows = |outcome: &Outcome| i32::try_from(outcome.timings.len());
    let mut height = TOP + BOTTOM;
    for outcome in outcomes {
        height += GAP + BAR * rows(outcome)?;
    }
    let size = (u32::try_from(WIDTH)?, u32::try_from(height)?);
    let canvas = SVGBackend::new(path, size).into_drawing_area();
    canvas.fill(&WHITE)?;
    text(&canvas, "Nanoseconds for a decision (less is better)", 18, INK, (16, 24), HPos::Left)?;
    let note = "logarithmic; after a bar: how many times pointsman's";
    text(&canvas, note, 13, GRAY, (16, 46), HPos::Left)?;
    for nanos in SCALE {
        let x = position(nanos);
        canvas.draw(&PathElement::new([(x, TOP + 4), (x, height - BOTTOM)], FAINT))?;
        text(&canvas, &format!("{nanos}"), 12, GRAY, (x, TOP - 6), HPos::Center)?;
    }
    let mut y = TOP;
    for outcome in outcomes {
        text(&canvas, outcome.title, 14, INK, (16, y + GAP / 2 + 2), HPos::Left)?;
        y += GAP;
        for timing in &outcome.timings {
            bar(&canvas, timing, y)?;
            y += BAR;
        }
    }
    canvas.present()?;
    Ok(())
}

fn bar(canvas: &Canvas<'_>, timing: &Timing, y: i32) -> Result<(), Box<dyn Error>> {
    let own = timing.name == pointsman::NAME;
    let (color, ink) = if own { (OWN, OWN) } else { (RIVAL, INK) };
    let end = position(timing.nanos);
    let middle = y + BAR / 2;
    let corners = [(LEFT, y + 3), (end, y + BAR - 3)];
    canvas.draw(&Rectangle::new(corners, color.filled()))?;
    text(canvas, timing.name, 13, ink, (LEFT - 8, middle), HPos::Right)?;
    let nanos = report::nanos(timing);
    let ratio = report::ratio(timing);
    let label =
        if own { format!("{nanos} ns") } else { format!("{nanos} ns  \u{b7}  {ratio} \u{d7}") };
    text(canvas, &label, 13, ink, (end + 7, middle), HPos::Left)
}

fn text(
    canvas: &Canvas<'_>,
    text: &str,
    size: u32,
    color: RGBColor,
    at: (i32, i32),
    anchor: HPos,
) -> Result<(), Box<dyn Error>> {
    let style = ("sans-serif", size).into_text_style(canvas).color(&color);
    canvas.draw(&Text::new(text.to_owned(), at, style.pos(Pos::new(anchor, VPos::Center))))?;
    Ok(())
}

/// Where so many nanoseconds are on the scale.
#[expect(clippy::cast_possible_truncation, reason = "pixels of a small picture")]
fn position(nanos: f64) -> i32 {
    let [first, .., last] = SCALE;
    let part = (nanos / first).ln().max(0.0) / (last / first).ln();
    LEFT + (f64::from(RIGHT - LEFT) * part).round() as i32
}
