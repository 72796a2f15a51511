//! `cargo xtask explain`

use std::process::ExitCode;

use clap::Args;
use partner_codegen::explain::Atlas;

use crate::root;
use crate::say::complain;

#[derive(Args)]
#[command(after_help = "\
Examples:
  $ cargo xtask explain ProductSku
  ProductSku
    from            schemas/licenses/product-sku.schema.json:1
    is              A stock-keeping unit of a product …
    becomes         struct partner_models::licenses::ProductSku
    …
  $ cargo xtask explain licenses/ids                # all types of a schema file
  $ cargo xtask explain --graph licenses            # a family as a Mermaid flowchart
  $ cargo xtask explain --graph CustomerUser        # what can be reached from a type
  $ cargo xtask explain --graph > graph.mmd         # everything
  $ cargo run -p xtask --features svg -- explain --graph licenses --svg > licenses.svg")]
pub(crate) struct Options {
    /// A type (`License`) or a schema (`licenses/license`, `licenses/ids.schema.json#/$defs/…`); with
    /// --graph also a family (`licenses`)
    #[arg(value_name = "TYPE|SCHEMA", required_unless_present = "graph")]
    wanted: Option<String>,
    /// Print the schema graph as a Mermaid flowchart
    #[arg(long)]
    graph: bool,
    /// Draw that flowchart as SVG
    #[cfg(feature = "svg")]
    #[arg(long, requires = "graph")]
    svg: bool,
}

pub(crate) fn run(options: &Options) -> ExitCode {
    let atlas = match Atlas::of(&root().join("schemas")) {
        Ok(atlas) => atlas,
        Err(problems) => {
            complain!("{problems}");
            return ExitCode::FAILURE;
        }
    };
    let wanted = options.wanted.as_deref();
    let text = if options.graph {
        atlas.graph(wanted).map(|graph| drawn(options, graph))
    } else {
        atlas.explain(wanted.unwrap_or_default()).map(|explanations| {
            explanations.iter().map(|of| format!("{of}\n")).collect::<Vec<_>>().join("\n")
        })
    };
    match text {
        Ok(text) => {
            crate::say::out(format_args!("{text}"));
            ExitCode::SUCCESS
        }
        Err(error) => {
            complain!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The graph, or the drawing of it with the graph inside: a test holds that against the schemas.
#[cfg(feature = "svg")]
fn drawn(options: &Options, graph: String) -> String {
    if !options.svg {
        return graph;
    }
    match mermaid_rs_renderer::render(&graph) {
        Ok(svg) => {
            let source = graph.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let opening = "<svg style=\"max-width:100%;height:auto\" ";
            let svg = svg.replacen("<svg ", opening, 1);
            svg.replacen('>', &format!("><metadata>{source}</metadata>"), 1) + "\n"
        }
        Err(error) => format!("{graph}%% can't be drawn: {error}\n"),
    }
}

#[cfg(not(feature = "svg"))]
fn drawn(_: &Options, graph: String) -> String {
    graph
}
