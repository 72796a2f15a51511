//! The headers that every call takes.

use quote::quote;

use crate::operations::model::Parameter;
use crate::render::RenderedFile;

use super::parameter;

/// The file of `CallOptions`.
pub(super) fn file(parameters: &[Parameter]) -> RenderedFile {
    let declarations = parameters.iter().map(parameter::declaration);
    let setters = parameters.iter().map(parameter::setter);
    let debug = parameters.iter().map(parameter::debug);
    let writes = parameters.iter().map(|one| parameter::write(one, &quote! { self }, None));
    let models = super::imports(std::iter::empty(), parameters.iter());
    super::file(
        "call_options.rs",
        None,
        quote! {
            use std::fmt;
            #models
            use crate::request::RequestParts;

            /// What every call may say, whichever operation it is of.
            #[derive(Clone, Default, PartialEq)]
            #[non_exhaustive]
            pub struct CallOptions {
                #(#declarations,)*
                /// How long the call may take, waiting and further tries included: see
                /// [`with_deadline`](Self::with_deadline). It is not sent.
                pub deadline: Option<std::time::Duration>,
            }

            impl CallOptions {
                /// Options that say nothing.
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

            impl fmt::Debug for CallOptions {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.debug_struct("CallOptions") #(#debug)* .field("deadline", &self.deadline).finish()
                }
            }
        },
    )
}
