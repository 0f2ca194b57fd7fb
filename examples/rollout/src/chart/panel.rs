//! One of the diagrams, above or below another with the same times.

use std::error::Error;
use std::time::Duration;

use plotters::style::RGBColor;
use pointsman::rollout::Estimate;

use super::ink::{At, Canvas, FAINT, GRAY, INK, dot, line, write};
use super::scale::{shares, times};
use crate::clock::Clock;

const LEFT: i32 = 64;
const RIGHT: i32 = 836;
const HEIGHT: i32 = 180;

/// Where the first sign of the legend is, and how far it is to the next.
const LEGEND: i32 = 560;
const SIGN: i32 = 150;

pub struct Panel<'c, 'b> {
    canvas: &'c Canvas<'b>,
    top: i32,
    end: Duration,
    /// The share at its top.
    most: f64,
    signs: i32,
}

impl<'c, 'b> Panel<'c, 'b> {
    pub const LEFT: i32 = 16;

    /// So far below its top the next one can begin.
    pub const HEIGHT: i32 = HEIGHT + 72;

    /// A grid below its title, from the beginning to a time and from 0 to a share or more.
    pub fn new(
        canvas: &'c Canvas<'b>,
        top: i32,
        title: &str,
        (end, most): (Duration, f64),
    ) -> Result<Self, Box<dyn Error>> {
        let most = shares(most).last().unwrap_or(most);
        let panel = Self { canvas, top, end, most, signs: 0 };
        write(canvas, title, (14, INK), (At::Left, (Self::LEFT, top - 20)))?;
        for share in shares(most) {
            let (left, y) = panel.place(0.0, share);
            line(canvas, vec![(left, y), (RIGHT, y)], FAINT, 1)?;
            let percent = format!("{}%", (share * 1e4).round() / 1e2);
            write(canvas, &percent, (12, GRAY), (At::Right, (left - 8, y)))?;
        }
        for time in times(end) {
            let (x, bottom) = panel.place(time.as_secs_f64(), 0.0);
            line(canvas, vec![(x, top), (x, bottom)], FAINT, 1)?;
            let clock = Clock(time).to_string();
            write(canvas, &clock, (12, GRAY), (At::Middle, (x, bottom + 14)))?;
        }
        Ok(panel)
    }

    /// Where a share is at a time, in seconds.
    #[expect(clippy::cast_possible_truncation, reason = "pixels of a small picture")]
    fn place(&self, seconds: f64, share: f64) -> (i32, i32) {
        let (x, y) = (seconds / self.end.as_secs_f64(), share / self.most);
        let x = LEFT + (f64::from(RIGHT - LEFT) * x).round() as i32;
        (x, self.top + HEIGHT - (f64::from(HEIGHT) * y.min(1.0)).round() as i32)
    }

    /// Lines through these shares at their times.
    pub fn lines(
        &mut self,
        name: &str,
        color: RGBColor,
        points: impl Iterator<Item = (f64, f64)>,
    ) -> Result<(), Box<dyn Error>> {
        let points = points.map(|(seconds, share)| self.place(seconds, share)).collect();
        line(self.canvas, points, color, 2)?;
        let (x, y) = self.sign(name)?;
        line(self.canvas, vec![(x - 10, y), (x + 10, y)], color, 2)
    }

    /// What was observed at these times, with intervals; so many pixels aside.
    pub fn estimates(
        &mut self,
        name: &str,
        color: RGBColor,
        aside: i32,
        estimates: &[(f64, Estimate)],
    ) -> Result<(), Box<dyn Error>> {
        for &(seconds, Estimate { value, interval, .. }) in estimates {
            let [low, value, high] = [interval.low(), value, interval.high()]
                .map(|share| self.place(seconds, share))
                .map(|(x, y)| (x + aside, y));
            line(self.canvas, vec![low, high], color, 1)?;
            dot(self.canvas, value, color)?;
        }
        let (x, y) = self.sign(name)?;
        line(self.canvas, vec![(x, y - 7), (x, y + 7)], color, 1)?;
        dot(self.canvas, (x, y), color)
    }

    /// Says beside the title what a sign stands for. Where that is to be drawn.
    fn sign(&mut self, name: &str) -> Result<(i32, i32), Box<dyn Error>> {
        let (x, y) = (LEGEND + SIGN * self.signs, self.top - 20);
        self.signs += 1;
        write(self.canvas, name, (13, INK), (At::Left, (x + 16, y)))?;
        Ok((x, y))
    }

    /// A moment, over all of the height; its name is left or right of it, where there is room.
    pub fn moment(
        &self,
        name: &str,
        color: RGBColor,
        time: Duration,
    ) -> Result<(), Box<dyn Error>> {
        let (x, bottom) = self.place(time.as_secs_f64(), 0.0);
        line(self.canvas, vec![(x, self.top), (x, bottom)], color, 2)?;
        let y = bottom - 18;
        let place = if x < RIGHT - 160 { (At::Left, (x + 8, y)) } else { (At::Right, (x - 8, y)) };
        write(self.canvas, name, (13, color), place)
    }
}
