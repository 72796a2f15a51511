//! The options of an operation: what a request may say and need not.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::operations::model::{Operation, Parameter};

use super::parameter;

/// The struct of the options.
pub(super) fn options(operation: &Operation) -> TokenStream {
    let name = format_ident!("{}Options", operation.type_name);
    let optional: Vec<&Parameter> =
        operation.options.iter().filter(|parameter| !parameter.required).collect();
    let text = format!(" The options of [`{}`].", operation.type_name);
    let declarations = optional.iter().map(|one| parameter::declaration(one));
    let setters = optional.iter().map(|one| parameter::setter(one));
    let call = [quote! { .field("call", &self.call) }];
    let (derived, debug) = parameter::debug_of(&name, optional.iter().copied(), &call, true);
    quote! {
        #[doc = #text]
        #[derive(Clone, #derived Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#declarations,)*
            /// The headers that every operation takes.
            pub call: CallOptions,
        }

        impl #name {
            /// Creates options without a value.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }
            #(#setters)*
            /// Sets the headers that every operation takes.
            #[must_use]
            pub fn with_call(mut self, call: CallOptions) -> Self {
                self.call = call;
                self
            }
        }

        impl From<CallOptions> for #name {
            fn from(call: CallOptions) -> Self {
                Self::new().with_call(call)
            }
        }

        #debug
    }
}
