//! Colours, and how text is written.

use std::error::Error;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

pub type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;

pub const INK: RGBColor = RGBColor(36, 41, 47);
pub const FAINT: RGBColor = RGBColor(225, 228, 232);
pub const GRAY: RGBColor = RGBColor(101, 109, 118);
/// The old version.
pub const OLD: RGBColor = RGBColor(140, 149, 159);
/// The new version.
pub const NEW: RGBColor = RGBColor(9, 105, 218);
pub const ALARM: RGBColor = RGBColor(207, 34, 46);

/// Where on its place a text is.
#[derive(Clone, Copy)]
pub enum At {
    Left,
    Middle,
    Right,
}

pub fn write(
    canvas: &Canvas<'_>,
    text: &str,
    (size, color): (u32, RGBColor),
    (at, place): (At, (i32, i32)),
) -> Result<(), Box<dyn Error>> {
    let anchor = match at {
        At::Left => HPos::Left,
        At::Middle => HPos::Center,
        At::Right => HPos::Right,
    };
    let style = ("sans-serif", size).into_text_style(canvas).color(&color);
    canvas.draw(&Text::new(text.to_owned(), place, style.pos(Pos::new(anchor, VPos::Center))))?;
    Ok(())
}

pub fn line(
    canvas: &Canvas<'_>,
    points: Vec<(i32, i32)>,
    color: RGBColor,
    width: u32,
) -> Result<(), Box<dyn Error>> {
    canvas.draw(&PathElement::new(points, color.stroke_width(width)))?;
    Ok(())
}

pub fn dot(canvas: &Canvas<'_>, at: (i32, i32), color: RGBColor) -> Result<(), Box<dyn Error>> {
    canvas.draw(&Circle::new(at, 3, color.filled()))?;
    Ok(())
}
