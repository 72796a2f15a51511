//! Answers: their types, and how they are read.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::operations::model::{Content, Json, Operation, Output, Shape, Success};

use super::{paragraphs, value};

/// The type of the answer.
pub(super) fn output(operation: &Operation) -> TokenStream {
    let output = &operation.output;
    let one = || match output.content() {
        Some(Content::Json(json)) => value(&json.ty),
        Some(Content::Text(_)) => quote! { String },
        Some(Content::File(_)) => quote! { crate::File },
        Some(Content::Nothing) | None => quote! { crate::NoContent },
    };
    match output.shape {
        Shape::Nothing => quote! { crate::NoContent },
        Shape::Exists => quote! { bool },
        Shape::One => one(),
        Shape::Maybe => {
            let one = one();
            quote! { Option<#one> }
        }
        Shape::Either => {
            let name = enum_name(operation);
            quote! { #name }
        }
    }
}

/// The name of the type of bodies of several types.
pub(super) fn enum_name(operation: &Operation) -> Option<Ident> {
    let is_either = operation.output.shape == Shape::Either;
    is_either.then(|| format_ident!("{}Answer", operation.type_name))
}

/// The media types that the request asks for.
pub(super) fn accept(output: &Output) -> String {
    let mut media: Vec<&str> = Vec::new();
    for success in &output.successes {
        match &success.content {
            Content::File(all) => media.extend(all.iter().map(String::as_str)),
            Content::Text(one) => media.push(one),
            Content::Json(_) | Content::Nothing => {}
        }
    }
    let has_json = |success: &Success| matches!(success.content, Content::Json(_));
    if media.is_empty() || output.successes.iter().any(has_json) {
        media.insert(0, "application/json");
    } else {
        // What is no success is JSON, and some services know no other type.
        media.push("application/json;q=0.5");
    }
    media.dedup();
    media.join(", ")
}

/// The enum of bodies of several types.
pub(super) fn either(operation: &Operation) -> Option<TokenStream> {
    let name = enum_name(operation)?;
    let text = format!(" What answers [`{}`].", operation.type_name);
    let variants = operation.output.successes.iter().map(|success| {
        let status = format!("{}: {}", success.status, success.description);
        let (docs, variant) = (paragraphs([status.as_str()]), variant(success));
        let value = body_type(success).map(|ty| quote! { (#ty) });
        quote! { #docs #variant #value }
    });
    Some(quote! {
        #[doc = #text]
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
        }
    })
}

fn body_type(success: &Success) -> Option<TokenStream> {
    match &success.content {
        Content::Nothing => None,
        Content::Json(json) => Some(value(&json.ty)),
        Content::Text(_) => Some(quote! { String }),
        Content::File(_) => Some(quote! { crate::File }),
    }
}

/// The name of a status.
fn variant(success: &Success) -> Ident {
    let name = match success.status.as_str() {
        "200" => "Ok",
        "201" => "Created",
        "202" => "Accepted",
        "203" => "NonAuthoritative",
        "204" => "NoContent",
        "205" => "ResetContent",
        "206" => "PartialContent",
        "207" => "MultiStatus",
        other => return format_ident!("Status{other}"),
    };
    format_ident!("{name}")
}

/// How an answer is read, and what it shows of what it is.
pub(super) fn reading(operation: &Operation) -> TokenStream {
    let output = &operation.output;
    let signature = quote! {
        fn read(answer: &Answer<'_>, limits: &Limits) -> Result<Self::Output, Error>
    };
    match output.shape {
        Shape::Nothing => quote! {
            #signature {
                let _ = (answer, limits);
                Ok(crate::NoContent)
            }

            fn empty(_: http::StatusCode) -> Option<Self::Output> {
                Some(crate::NoContent)
            }
        },
        Shape::Exists => quote! {
            #signature {
                let _ = (answer, limits);
                Ok(true)
            }

            fn empty(_: http::StatusCode) -> Option<Self::Output> {
                Some(true)
            }

            fn absent(status: http::StatusCode) -> Option<Self::Output> {
                (status == http::StatusCode::NOT_FOUND).then_some(false)
            }
        },
        Shape::One => {
            let Some(content) = output.content() else { return TokenStream::new() };
            let (read, one) = (read(content), quote! { answer });
            let (look, check) = (look(content, &one), check(content, &one));
            let look = look.map(|look| look_fn(&look));
            let check = check.map(|check| check_fn(&check));
            let types = types(content, &quote! { let _ = answer; });
            quote! {
                #signature {
                    #read
                }
                #look
                #check
                #types
            }
        }
        Shape::Maybe => maybe(output, &signature),
        Shape::Either => several(operation, &signature),
    }
}

fn maybe(output: &Output, signature: &TokenStream) -> TokenStream {
    let Some(content) = output.content() else { return TokenStream::new() };
    let statuses = |empty: bool| {
        let of = |success: &&Success| (success.content == Content::Nothing) == empty;
        let codes = output.successes.iter().filter(of).map(|success| success.status.parse::<u16>());
        codes.collect::<Result<Vec<_>, _>>()
    };
    // Whichever has `2XX` has what the others leave.
    let is_empty = match (statuses(false), statuses(true)) {
        (Ok(full), _) => quote! { !matches!(status.as_u16(), #(#full)|*) },
        (_, Ok(empty)) => quote! { matches!(status.as_u16(), #(#empty)|*) },
        _ => quote! { false },
    };
    let (read, one) = (read(content), quote! { answer });
    let look = look(content, &one).map(|look| {
        look_fn(&quote! {
            match answer {
                Some(answer) => #look,
                None => look.is_open = true,
            }
        })
    });
    let check = check(content, &one).map(|check| {
        check_fn(&quote! {
            match answer {
                Some(answer) => #check,
                None => Ok(()),
            }
        })
    });
    let types = types(content, &quote! { answer.as_ref()?; });
    quote! {
        #signature {
            if Self::empty(answer.status).is_some() {
                return Ok(None);
            }
            let answer = #read;
            answer.map(Some)
        }

        fn empty(status: http::StatusCode) -> Option<Self::Output> {
            let is_empty = #is_empty;
            is_empty.then_some(None)
        }
        #look
        #check
        #types
    }
}

fn several(operation: &Operation, signature: &TokenStream) -> TokenStream {
    let Some(name) = enum_name(operation) else { return TokenStream::new() };
    let successes = &operation.output.successes;
    let code = |success: &Success| success.status.parse::<u16>().unwrap_or_default();
    let full: Vec<_> =
        successes.iter().filter(|success| success.content != Content::Nothing).collect();
    let reads = full.iter().map(|success| {
        let (code, variant, read) = (code(success), variant(success), read(&success.content));
        quote! { #code => { let answer = #read; answer.map(#name::#variant) } }
    });
    let ends = successes.iter().filter(|success| success.content == Content::Nothing);
    let (empty_codes, empties): (Vec<_>, Vec<_>) =
        ends.map(|success| (code(success), variant(success))).unzip();
    let one = quote! { answer };
    let looks = successes.iter().map(|success| {
        let variant = variant(success);
        let look = look(&success.content, &one);
        match (&success.content, look) {
            (Content::Nothing, _) => quote! { #name::#variant => look.is_open = true },
            (_, None) => quote! { #name::#variant(_) => look.is_open = true },
            (_, Some(look)) => quote! { #name::#variant(answer) => #look },
        }
    });
    let look = look_fn(&quote! { match answer { #(#looks,)* } });
    let checks: Vec<_> = full
        .iter()
        .filter_map(|success| {
            let (variant, check) = (variant(success), check(&success.content, &one)?);
            Some(quote! { #name::#variant(answer) => #check, })
        })
        .collect();
    let check = (!checks.is_empty())
        .then(|| check_fn(&quote! { match answer { #(#checks)* _ => Ok(()) } }));
    let type_of = |of: fn(&Json) -> Option<&String>, function: &str| {
        let function = format_ident!("{function}");
        let arms: Vec<_> = full
            .iter()
            .filter_map(|success| {
                let Content::Json(json) = &success.content else { return None };
                let (variant, text) = (variant(success), of(json)?);
                Some(quote! { #name::#variant(_) => Some(#text), })
            })
            .collect();
        (!arms.is_empty()).then(|| {
            quote! {
                fn #function(answer: &Self::Output) -> Option<&'static str> {
                    match answer { #(#arms)* _ => None }
                }
            }
        })
    };
    let object_type = type_of(|json| json.object_type.as_ref(), "object_type");
    let item_type = type_of(|json| json.item_type.as_ref(), "item_type");
    quote! {
        #signature {
            match answer.status.as_u16() {
                #(#reads)*
                #(#empty_codes => Ok(#name::#empties),)*
                _ => Err(answer.unexpected()),
            }
        }

        fn empty(status: http::StatusCode) -> Option<Self::Output> {
            match status.as_u16() {
                #(#empty_codes => Some(#name::#empties),)*
                _ => None,
            }
        }
        #look
        #check
        #object_type
        #item_type
    }
}

/// The expression that reads a body.
fn read(content: &Content) -> TokenStream {
    match content {
        Content::Json(_) => quote! { answer.json(limits) },
        Content::Text(_) => quote! { answer.text(limits) },
        Content::File(_) => quote! { { let _ = limits; answer.file(Self::DESCRIPTION.accept) } },
        Content::Nothing => quote! { Ok(crate::NoContent) },
    }
}

/// The expression that shows what a body is.
fn look(content: &Content, of: &TokenStream) -> Option<TokenStream> {
    match content {
        Content::Json(json) if json.ty.is_list() => {
            // That it is a list is seen already; what its items are is not.
            Some(quote! {
                {
                    partner_models::ToJson::look_inside(#of, look);
                    (look.has_own, look.has_content) = (true, true);
                }
            })
        }
        Content::Json(_) => Some(quote! { partner_models::ToJson::look(#of, look) }),
        _ => None,
    }
}

fn look_fn(look: &TokenStream) -> TokenStream {
    quote! {
        fn look(answer: &Self::Output, look: &mut partner_models::Look<'_>) {
            #look
        }
    }
}

/// The expression that checks a list.
fn check(content: &Content, of: &TokenStream) -> Option<TokenStream> {
    let is_whole = matches!(content, Content::Json(json) if json.pages == Some(false));
    is_whole.then(|| quote! { crate::paging::whole(#of, headers) })
}

fn check_fn(check: &TokenStream) -> TokenStream {
    quote! {
        fn check(answer: &Self::Output, headers: &http::HeaderMap) -> Result<(), String> {
            #check
        }
    }
}

/// The functions that tell the object types of a body.
fn types(content: &Content, given: &TokenStream) -> TokenStream {
    let Content::Json(json) = content else { return TokenStream::new() };
    let function = |name: &str, text: Option<&String>| {
        let name = format_ident!("{name}");
        text.map(|text| {
            quote! {
                fn #name(answer: &Self::Output) -> Option<&'static str> {
                    #given
                    Some(#text)
                }
            }
        })
    };
    let object_type = function("object_type", json.object_type.as_ref());
    let item_type = function("item_type", json.item_type.as_ref());
    quote! { #object_type #item_type }
}
