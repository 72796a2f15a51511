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
    let writes = parameters.iter().map(|one| parameter::write(one, &quote! { self }));
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
            }

            impl CallOptions {
                /// Options that say nothing.
                #[must_use]
                pub fn new() -> Self {
                    Self::default()
                }
                #(#setters)*
                pub(crate) fn write(&self, request: &mut RequestParts) {
                    #(#writes)*
                }
            }

            impl fmt::Debug for CallOptions {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.debug_struct("CallOptions") #(#debug)* .finish()
                }
            }
        },
    )
}
