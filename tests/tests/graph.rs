//! The drawing of the licensing family is of the schemas as they are.

use std::fs;
use std::path::Path;

use contract_tests::schemas;
use partner_codegen::explain::Atlas;

#[test]
fn the_drawing_is_of_the_schemas() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let svg = fs::read_to_string(root.join("crates/partner-models/docs/licenses.svg"))
        .expect("the drawing can be read");
    let (_, rest) = svg.split_once("<metadata>").expect("the graph is inside");
    let (source, _) = rest.split_once("</metadata>").expect("the graph ends");
    let source = source.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let atlas = Atlas::of(&schemas::folder()).unwrap_or_else(|problems| panic!("{problems}"));
    let graph = atlas.graph(Some("licenses")).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(source, graph, "draw it again, as `cargo xtask explain --help` shows");
    // A blank line would end the HTML in rustdoc's Markdown.
    assert!(!svg.contains("\n\n"));
    for type_name in ["License", "ProductSku", "CapabilityStatus"] {
        assert!(svg.contains(&format!(">{type_name}<")), "{type_name} is not in the drawing");
    }
}
