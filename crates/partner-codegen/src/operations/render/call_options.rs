//! The headers that every call takes.

use quote::{format_ident, quote};

use crate::operations::model::Parameter;
use crate::render::RenderedFile;

use super::parameter;

/// The file of `CallOptions`.
pub(super) fn file(parameters: &[Parameter]) -> RenderedFile {
    let declarations = parameters.iter().map(parameter::declaration);
    let setters = parameters.iter().map(parameter::setter);
    let deadline = [quote! { .field("deadline", &self.deadline) }];
    let name = format_ident!("CallOptions");
    let (derived, debug) = parameter::debug_of(&name, parameters.iter(), &deadline, true);
    let writes = parameters.iter().map(|one| parameter::write(one, &quote! { self }, None));
    let models = super::imports(std::iter::empty(), parameters.iter());
    super::file(
        "call_options.rs",
        None,
        quote! {
            #models
            use crate::request::RequestParts;

            /// The headers that every operation takes, and the deadline of a call.
            #[derive(Clone, #derived Default, PartialEq)]
            #[non_exhaustive]
            pub struct CallOptions {
                #(#declarations,)*
                /// How long the call may take, waiting and further tries included: see
                /// [`with_deadline`](Self::with_deadline). It is not sent.
                pub deadline: Option<std::time::Duration>,
            }

            impl CallOptions {
                /// Creates options without a value.
                #[must_use]
                pub fn new() -> Self {
                    Self::default()
                }
                #(#setters)*
                /// Sets how long the call may take, waiting and further tries included. Of a list, each page has
                /// that time, and a download has it to its end. A client heeds it; a request without a client
                /// has no clock.
                #[must_use]
                pub fn with_deadline(mut self, deadline: std::time::Duration) -> Self {
                    self.deadline = Some(deadline);
                    self
                }
                /// Adds the headers to a request.
                pub fn write(&self, request: &mut RequestParts) {
                    #(#writes)*
                }
            }

            #debug
        },
    )
}
