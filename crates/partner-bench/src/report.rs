//! The figures as Markdown.

use std::fmt::Write;
use std::path::Path;

use crate::candidates::{CALL, DIRECT, FLATTEN, READ, SERDE, SKIP, TYPIFY, VALUE, WRITE};
use crate::documents::{Document, documents};
use crate::heap::heap_of;
use crate::measure::{Figure, measure};
use crate::{codegen, machine, stream};

/// How many rounds the candidates take turns for.
const ROUNDS: usize = 41;
const ROUNDS_OF_LARGE: usize = 11;

/// A goal, what was measured, and whether higher is better.
struct Goal {
    what: String,
    limit: f64,
    figure: f64,
    at_least: bool,
}

/// Measures what happens at run time.
pub fn run_time(_root: &Path) -> String {
    let documents = documents();
    let mut text = format!("{}\n", machine::describe());
    let mut goals = Vec::new();
    for (title, candidates, is_read) in [("Reading", READ, true), ("Writing", WRITE, false)] {
        writeln!(text, "\n## {title}\n").expect("a string takes everything");
        for document in &documents {
            let rounds = if document.json.len() > 1_000_000 { ROUNDS_OF_LARGE } else { ROUNDS };
            let figures = measure(document, candidates, rounds);
            table(&mut text, document, &figures);
            goals.extend(goals_of(document, &figures, is_read));
        }
    }
    for document in documents.iter().filter(|it| it.name.starts_with("10,000")) {
        let stream = stream::heap(&document.json);
        let whole = heap_of(|| partner_models::from_slice::<Licenses>(&document.json));
        let size = document.json.len() as f64;
        writeln!(
            text,
            "\n## Item by item\n\n{} read and dropped one by one: peak {:.4} of the JSON's size ({} bytes); as a whole: {:.2}.",
            document.name, stream.peak as f64 / size, stream.peak, whole.peak as f64 / size,
        )
        .expect("a string takes everything");
        goals.push(Goal {
            what: "peak heap ÷ JSON, item by item, 10,000 licences".into(),
            limit: 0.1,
            figure: stream.peak as f64 / size,
            at_least: false,
        });
    }
    text.push_str("\n## Codegen\n\n| schemas | time | per schema |\n|--:|--:|--:|\n");
    for schemas in [30, 300, 3000] {
        let time = codegen::milliseconds(schemas);
        writeln!(text, "| {schemas} | {time:.0} ms | {:.2} ms |", time / schemas as f64)
            .expect("a string takes everything");
        if schemas == 300 {
            goals.push(Goal {
                what: "seconds for 300 schemas".into(),
                limit: 1.5,
                figure: time / 1e3,
                at_least: false,
            });
        }
    }
    text.push_str("\n## Goals\n\n| goal | | measured | |\n|---|--:|--:|---|\n");
    for Goal { what, limit, figure, at_least } in goals {
        let met = if at_least { figure >= limit } else { figure <= limit };
        let sign = if at_least { '≥' } else { '≤' };
        let met = if met { "met" } else { "**not met**" };
        writeln!(text, "| {what} | {sign} {limit} | {figure:.2} | {met} |")
            .expect("a string takes everything");
    }
    text
}

type Licenses = partner_models::Collection<partner_models::licenses::License>;

fn table(text: &mut String, document: &Document, figures: &[Figure]) {
    let size = document.json.len() as f64;
    let time = |name: &str| figures.iter().find(|it| it.candidate == name).map(|it| it.median);
    let ours = time(DIRECT).unwrap_or(f64::NAN);
    write!(
        text,
        "\n**{}**, {} bytes\n\n| candidate | MB/s | spread | direct is × | allocations | live ÷ JSON | peak ÷ JSON |\n|---|--:|--:|--:|--:|--:|--:|\n",
        document.name,
        document.json.len(),
    )
    .expect("a string takes everything");
    for Figure { candidate, median, spread, heap } in figures {
        writeln!(
            text,
            "| {candidate} | {:.0} | {:.0} % | {:.2} | {} | {:.2} | {:.2} |",
            size / median / 1e6,
            spread * 100.0,
            median / ours,
            heap.allocations,
            heap.live as f64 / size,
            heap.peak as f64 / size,
        )
        .expect("a string takes everything");
    }
}

/// The goals that a document decides.
fn goals_of(document: &Document, figures: &[Figure], is_read: bool) -> Vec<Goal> {
    let figure = |name: &str| figures.iter().find(|it| it.candidate == name);
    let times = |ours: &str, other: &str| Some(figure(other)?.median / figure(ours)?.median);
    let live = |name: &str| Some(figure(name)?.heap.live as f64 / document.json.len() as f64);
    let mut goals = Vec::new();
    let mut push = |what: String, goal: f64, figure: Option<f64>, at_least| {
        goals.extend(figure.map(|figure| Goal {
            what: format!("{what}, {}", document.name),
            limit: goal,
            figure,
            at_least,
        }));
    };
    let fastest = |goals: &mut dyn FnMut(String, f64, Option<f64>, bool)| {
        goals(format!("read: {DIRECT} × {TYPIFY}"), 3.0, times(DIRECT, TYPIFY), true);
        goals(format!("read: {DIRECT} × {VALUE}"), 5.0, times(DIRECT, VALUE), true);
        goals(format!("read: {DIRECT} × {SKIP}"), 0.6, times(DIRECT, SKIP), true);
    };
    match (document.name, is_read) {
        ("100 licences", true) => {
            push(format!("read: {SERDE} × {TYPIFY}"), 1.3, times(SERDE, TYPIFY), true);
            push(format!("read: {SERDE} × {VALUE}"), 2.1, times(SERDE, VALUE), true);
            push(format!("read: {CALL} × {DIRECT}"), 0.9, times(CALL, DIRECT), true);
            push("live heap ÷ JSON".into(), 1.4, live(DIRECT), false);
            fastest(&mut push);
            let heap = figure(DIRECT)
                .zip(figure(SERDE))
                .map(|(a, b)| a.heap.peak as f64 / b.heap.peak as f64);
            push(format!("peak heap ÷ that of {SERDE}"), 1.0, heap, false);
        }
        ("100, unknown members", true) => {
            push(format!("read: {SERDE} × {FLATTEN}"), 1.3, times(SERDE, FLATTEN), true);
            push("live heap ÷ JSON".into(), 1.4, live(DIRECT), false);
        }
        ("100 licences", false) => {
            push(
                format!("write: {DIRECT} × serde_json, same types"),
                4.0,
                times(DIRECT, SERDE),
                true,
            );
            push(
                format!("write: {DIRECT} × serde_json, {TYPIFY}"),
                4.0,
                times(DIRECT, TYPIFY),
                true,
            );
        }
        _ => {}
    }
    goals
}
