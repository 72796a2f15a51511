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
    let debug = optional.iter().map(|one| parameter::debug(one));
    let name_text = name.to_string();
    quote! {
        #[doc = #text]
        #[derive(Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#declarations,)*
            /// What every call may say.
            pub call: CallOptions,
        }

        impl #name {
            /// Options that say nothing.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }
            #(#setters)*
            /// Sets what every call may say.
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

        impl fmt::Debug for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(#name_text) #(#debug)* .field("call", &self.call).finish()
            }
        }
    }
}
