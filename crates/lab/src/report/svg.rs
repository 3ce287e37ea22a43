//! Drawings as SVG: shapes and texts on a plane, and an x-y plot. No more than the charts need.

use std::fmt::Write as _;

pub const INK: &str = "#24292f";
pub const FAINT: &str = "#8c959f";
pub const GRID: &str = "#d8dee4";
pub const GOOD: &str = "#1a7f37";
pub const BAD: &str = "#cf222e";
/// One for each line of a chart.
pub const COLOURS: [&str; 6] = ["#0969da", "#bc4c00", "#8250df", "#1a7f37", "#bf3989", "#57606a"];

/// A drawing of that size.
#[derive(Debug)]
pub struct Drawing {
    pub width: f64,
    pub height: f64,
    body: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

impl Drawing {
    pub fn new(width: f64, height: f64) -> Drawing {
        Drawing { width, height, body: String::new() }
    }

    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), colour: &str) {
        let ((x1, y1), (x2, y2)) = (from, to);
        let _ = writeln!(
            self.body,
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" \
             stroke=\"{colour}\"/>"
        );
    }

    pub fn path(&mut self, points: &[(f64, f64)], colour: &str) {
        let text: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let _ = writeln!(
            self.body,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"/>",
            text.join(" ")
        );
    }

    pub fn dot(&mut self, (x, y): (f64, f64), radius: f64, colour: &str) {
        let _ = writeln!(
            self.body,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\" fill=\"{colour}\"/>"
        );
    }

    pub fn bar(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), colour: &str) {
        let _ = writeln!(
            self.body,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" \
             rx=\"2\" fill=\"{colour}\"/>"
        );
    }

    pub fn text(&mut self, (x, y): (f64, f64), text: &str, size: f64, colour: &str, at: Anchor) {
        let anchor = match at {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let _ = writeln!(
            self.body,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" fill=\"{colour}\" \
             text-anchor=\"{anchor}\">{}</text>",
            escape(text)
        );
    }

    /// Another drawing, with its corner at that place.
    pub fn place(&mut self, (x, y): (f64, f64), inner: &Drawing) {
        let _ =
            write!(self.body, "<g transform=\"translate({x:.1} {y:.1})\">\n{}</g>\n", inner.body);
    }

    /// As a document or an element of one.
    pub fn finish(&self) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w:.0} {h:.0}\" \
             width=\"{w:.0}\" height=\"{h:.0}\" font-family=\"system-ui, sans-serif\">\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{body}</svg>\n",
            w = self.width,
            h = self.height,
            body = self.body
        )
    }
}

pub fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;")
}

/// Axes from nothing to a most, within a drawing.
#[derive(Debug)]
pub struct Plot {
    pub drawing: Drawing,
    x_most: f64,
    y_most: f64,
}

const LEFT: f64 = 48.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 34.0;
const TICKS: u32 = 4;

/// What is written around a plot.
#[derive(Clone, Copy, Debug)]
pub struct Labels<'t> {
    pub title: &'t str,
    pub x: &'t str,
    pub y: &'t str,
}

impl Plot {
    pub fn new(size: (f64, f64), most: (f64, f64), labels: Labels<'_>) -> Plot {
        let mut plot = Plot {
            drawing: Drawing::new(size.0, size.1),
            x_most: round_up(most.0),
            y_most: round_up(most.1),
        };
        let (corner, end) = (plot.at(0.0, 0.0), plot.at(plot.x_most, plot.y_most));
        for tick in 0..=TICKS {
            let share = f64::from(tick) / f64::from(TICKS);
            let (x, y) = plot.at(plot.x_most * share, plot.y_most * share);
            plot.drawing.line((corner.0, y), (end.0, y), GRID);
            let text = crate::verdict::number(plot.y_most * share);
            plot.drawing.text((corner.0 - 6.0, y + 4.0), &text, 11.0, FAINT, Anchor::End);
            let text = crate::verdict::number(plot.x_most * share);
            plot.drawing.text((x, corner.1 + 14.0), &text, 11.0, FAINT, Anchor::Middle);
        }
        plot.drawing.text((corner.0, 14.0), labels.title, 13.0, INK, Anchor::Start);
        let below = (end.0, corner.1 + 28.0);
        plot.drawing.text(below, labels.x, 11.0, FAINT, Anchor::End);
        plot.drawing.text((end.0, 14.0), labels.y, 11.0, FAINT, Anchor::End);
        plot
    }

    /// Where a point of the plane is in the drawing.
    pub fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let (width, height) =
            (self.drawing.width - LEFT - RIGHT, self.drawing.height - TOP - BOTTOM);
        (LEFT + x / self.x_most * width, TOP + height - y / self.y_most * height)
    }
}

/// The next number that reads well as the end of an axis of four parts.
fn round_up(most: f64) -> f64 {
    if most <= 0.0 {
        return 1.0;
    }
    let power = 10f64.powf(most.log10().floor());
    let steps = [1.0, 1.2, 1.6, 2.0, 2.4, 3.2, 4.0, 6.0, 8.0, 10.0];
    let step = steps.into_iter().find(|step| step * power >= most * 0.999_999);
    step.unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_at_round_numbers() {
        assert!((round_up(199.0) - 200.0).abs() < 1e-9);
        assert!((round_up(600.0) - 600.0).abs() < 1e-9);
        assert!((round_up(0.0) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn texts_are_escaped() {
        let mut drawing = Drawing::new(10.0, 10.0);
        drawing.text((0.0, 0.0), "a < b & \"c\"", 10.0, INK, Anchor::Start);
        assert!(drawing.finish().contains("a &lt; b &amp; &quot;c&quot;"));
    }
}
