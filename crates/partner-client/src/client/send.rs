//! A request through the pipeline.

use std::sync::Arc;

use async_trait::async_trait;
use azure_core::credentials::Secret;
use azure_core::http::headers::{CLIENT_REQUEST_ID, HeaderName, HeaderValue, Headers};
use azure_core::http::policies::{Policy, PolicyResult};
use azure_core::http::response::AsyncResponseBody;
use azure_core::http::{Context, Method, PipelineStreamOptions, Request, StatusCode, Url};
use http::HeaderMap;

use crate::answer::Answer;
use crate::client::host::Host;
use crate::client::token::{RejectedToken, bearer};
use crate::client::{PartnerClient, Response, guard};
use crate::error::{Category, Error};
use crate::ids::RequestIds;
use crate::operation::Operation;

/// An answer as it came.
type Raw = (http::StatusCode, HeaderMap, AsyncResponseBody);

impl PartnerClient {
    /// Sends a request of an operation; the answer, if it is a success, as it came and as it was read.
    pub(super) async fn send<O: Operation>(
        &self,
        host: &Host,
        request: http::Request<Vec<u8>>,
        whole: bool,
    ) -> Result<Response<O::Output>, Error> {
        let sending = self.raw::<O>(host, self.context.clone(), request);
        let ((status, headers, body), sent) = sending.await?;
        let failed = |error: Error| {
            let error =
                if error.operation().is_some() { error } else { error.of(O::DESCRIPTION.id) };
            error.with_sent(sent.clone())
        };
        // `Collect` has read it.
        let body = body.collect().await.map_err(|error| failed(Error::from(error)))?;
        let answer = Answer::new(status, &headers, &body);
        let model = answer.decode::<O>(&self.inner.limits, whole).map_err(failed)?;
        Ok(Response { status, headers, body, sent, model })
    }

    /// Sends a request of an operation to a host; the answer as it came, and what was sent.
    pub(super) async fn raw<O: Operation>(
        &self,
        host: &Host,
        context: Context<'static>,
        request: http::Request<Vec<u8>>,
    ) -> Result<(Raw, RequestIds), Error> {
        let id = O::DESCRIPTION.id;
        let failed = |error: Error, sent: &RequestIds| {
            let error = if error.operation().is_some() { error } else { error.of(id) };
            error.with_sent(sent.clone())
        };
        let sent = RequestIds::of(request.headers());
        let mut request = convert(request).map_err(|error| failed(error, &sent))?;
        let mut context = context.with_value(O::DESCRIPTION);
        if let Some(token) = self.rejected() {
            context.insert(RejectedToken(token));
        }
        // The check would put the body into the text of an error. `Collect` has read the body.
        let options = PipelineStreamOptions { skip_checks: true, ..Default::default() };
        let pipeline = self.inner.pipelines.of(&host.scope);
        let answer = pipeline.stream(&context, &mut request, Some(options)).await;
        // A policy of the caller's may have set others.
        let sent = sent_with(&request);
        let failed = |error| failed(error, &sent);
        let raw = guard::streamed(answer).map_err(|error| failed(Error::from(error)))?;
        if raw.status() == StatusCode::Unauthorized {
            self.reject(bearer(&request));
        }
        let (status, headers, body) = raw.deconstruct();
        let status = http::StatusCode::from_u16(status.into()).map_err(|error| {
            failed(
                Error::new(Category::Unreadable, "the status is none of HTTP").with_source(error),
            )
        })?;
        Ok(((status, header_map(&headers), body), sent))
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

/// The identifiers of a request as it was sent.
fn sent_with(request: &Request) -> RequestIds {
    let header = |name| guard::header(request.headers(), name).map(str::to_owned);
    RequestIds { request_id: header("ms-requestid"), correlation_id: header("ms-correlationid") }
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

/// The headers of an answer, in the type that everybody has. What can't be a header there was none.
fn header_map(headers: &Headers) -> HeaderMap {
    headers
        .iter()
        .filter_map(|(name, value)| {
            let name = http::HeaderName::from_bytes(name.as_str().as_bytes()).ok()?;
            Some((name, http::HeaderValue::from_str(value.as_str()).ok()?))
        })
        .collect()
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
