//! A request through the pipeline.

use std::sync::Arc;

use async_trait::async_trait;
use azure_core::credentials::Secret;
use azure_core::http::headers::{CLIENT_REQUEST_ID, HeaderName, HeaderValue};
use azure_core::http::policies::{Policy, PolicyResult};
use azure_core::http::{
    Context, Method, PipelineSendOptions, RawResponse, Request, StatusCode, Url,
};

use crate::client::sign_in::{RejectedToken, bearer};
use crate::client::{PartnerClient, format, guard};
use crate::error::{Category, Error};
use crate::operation::Operation;
use crate::response::decode;

impl PartnerClient {
    /// Sends a request of an operation; the answer, if it is a success, as it came and as it was read.
    pub(super) async fn send<O: Operation>(
        &self,
        context: Context<'static>,
        request: http::Request<Vec<u8>>,
        whole: bool,
    ) -> Result<(RawResponse, O::Output), Error> {
        let id = O::DESCRIPTION.id;
        let mut request = convert(request).map_err(|error| error.of(id))?;
        let mut context = context.with_value(O::DESCRIPTION);
        if let Some(token) = self.rejected() {
            context.insert(RejectedToken(token));
        }
        // The check would put the body into the text of an error.
        let options = PipelineSendOptions { skip_checks: true, ..Default::default() };
        let sent = self.inner.pipeline.send(&context, &mut request, Some(options)).await;
        let raw = guard::answer(sent).map_err(|error| {
            let error = Error::from(error);
            let ids = format::ids(request.headers());
            if error.operation().is_some() { error } else { error.of(id).with_ids(ids) }
        })?;
        if raw.status() == StatusCode::Unauthorized {
            self.reject(bearer(&request));
        }
        let status = http::StatusCode::from_u16(raw.status().into()).map_err(|error| {
            Error::new(Category::Unreadable, "the status is none of HTTP").with_source(error)
        })?;
        let retry_after = guard::retry_after(raw.headers());
        let answer =
            decode::<O>(status, format::ids(raw.headers()), retry_after, raw.body(), whole)?;
        Ok((raw, answer))
    }

    fn rejected(&self) -> Option<Secret> {
        self.inner.rejected.lock().ok()?.clone()
    }

    fn reject(&self, token: Option<&str>) {
        if let (Some(token), Ok(mut rejected)) = (token, self.inner.rejected.lock()) {
            *rejected = Some(Secret::new(token.to_owned()));
        }
    }
}

/// Takes out the Azure SDK's name for what `MS-RequestId` says here.
#[derive(Debug)]
pub(super) struct OwnHeaders;

#[async_trait]
impl Policy for OwnHeaders {
    async fn send(
        &self,
        ctx: &Context,
        request: &mut Request,
        next: &[Arc<dyn Policy>],
    ) -> PolicyResult {
        request.headers_mut().remove(CLIENT_REQUEST_ID);
        next[0].send(ctx, request, &next[1..]).await
    }
}

fn convert(request: http::Request<Vec<u8>>) -> Result<Request, Error> {
    let (parts, body) = request.into_parts();
    let refused = |message| Error::new(Category::Request, message);
    let url = Url::parse(&parts.uri.to_string())
        .map_err(|error| refused("this is no URL").with_source(error))?;
    let method = match parts.method.as_str() {
        "GET" => Method::Get,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "PATCH" => Method::Patch,
        "DELETE" => Method::Delete,
        "HEAD" => Method::Head,
        _ => return Err(refused("the pipeline does not have this method")),
    };
    let mut converted = Request::new(url, method);
    for (name, value) in &parts.headers {
        let value =
            value.to_str().map_err(|_| refused("a header has a value that is not ASCII"))?;
        converted.insert_header(
            HeaderName::from(name.as_str().to_owned()),
            HeaderValue::from(value.to_owned()),
        );
    }
    if !body.is_empty() {
        converted.set_body(body);
    }
    Ok(converted)
}
