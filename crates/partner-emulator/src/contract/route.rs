//! Which operations a path leads to.

use std::collections::HashMap;

use super::Operation;

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    /// Text, in lower case: the service matches paths in any case.
    Text(String),
    /// Anything; the name of the parameter.
    Parameter(String),
}

/// The parts of a template.
pub(crate) fn segments(template: &str) -> Vec<Segment> {
    let parts = template.split('/').filter(|part| !part.is_empty());
    let segment = |part: &str| {
        let name = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
        name.map_or_else(
            || Segment::Text(part.to_lowercase()),
            |name| Segment::Parameter(name.to_owned()),
        )
    };
    parts.map(segment).collect()
}

/// A tree of templates.
#[derive(Default)]
pub(super) struct Routes {
    texts: HashMap<String, Routes>,
    any: Option<Box<Routes>>,
    /// The methods at the end of a template, and which operation each is.
    methods: Vec<(String, usize)>,
}

/// The operations at a path.
pub(crate) struct Found {
    /// The methods, and which operation of the description each is.
    pub(crate) methods: Vec<(String, usize)>,
}

impl Found {
    /// The operation of a method.
    pub(crate) fn method(&self, method: &str) -> Option<usize> {
        self.methods.iter().find(|(name, _)| name == method).map(|(_, index)| *index)
    }

    /// The methods, as the header `Allow` has them.
    pub(crate) fn allowed(&self) -> String {
        let mut names: Vec<_> = self.methods.iter().map(|(name, _)| name.as_str()).collect();
        if names.contains(&"GET") && !names.contains(&"HEAD") {
            names.push("HEAD");
        }
        names.join(",")
    }
}

impl Routes {
    pub(super) fn new(operations: &[Operation]) -> Self {
        let mut root = Self::default();
        for (index, operation) in operations.iter().enumerate() {
            let mut node = &mut root;
            for segment in &operation.segments {
                node = match segment {
                    Segment::Text(text) => node.texts.entry(text.clone()).or_default(),
                    Segment::Parameter(_) => node.any.get_or_insert_default(),
                };
            }
            node.methods.push((operation.method.clone(), index));
        }
        root
    }

    /// A text counts for more than a parameter, from the first part on.
    pub(super) fn find(&self, path: &[String]) -> Option<Found> {
        let Some((first, rest)) = path.split_first() else {
            let methods = self.methods.clone();
            return (!methods.is_empty()).then_some(Found { methods });
        };
        let text = self.texts.get(&first.to_lowercase()).and_then(|node| node.find(rest));
        text.or_else(|| self.any.as_ref().and_then(|node| node.find(rest)))
    }
}
