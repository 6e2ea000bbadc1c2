//! A response before it is sent, and the ways in which sending it goes wrong.

use std::{io, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use futures::{StreamExt, stream};

use super::{faults::Fault, refusal::Refusal, wire::Cutter};

#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(HeaderName, HeaderValue)>,
    pub body: Bytes,
}

/// Not `charset`: so the live API says it.
const JSON: HeaderValue = HeaderValue::from_static("application/json; encoding=utf-8");

impl Reply {
    pub fn json(body: impl Into<Bytes>) -> Self {
        Self { status: 200, headers: vec![(header::CONTENT_TYPE, JSON)], body: body.into() }
    }

    pub fn typed(status: u16, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let content_type = HeaderValue::from_static(content_type);
        Self { status, headers: vec![(header::CONTENT_TYPE, content_type)], body: body.into() }
    }

    pub fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Send it whole.
    pub fn send(self) -> Response {
        let body = Body::from(self.body.clone());
        self.send_as(body, None)
    }

    /// Send it as a fault of the connection has it. Other faults are none of its business.
    pub fn send_with(self, fault: Option<&Fault>, cutter: &Cutter) -> Response {
        let whole = u64::try_from(self.body.len()).unwrap_or(u64::MAX);
        match fault {
            Some(Fault::Reset) => {
                cutter.cut();
                self.send()
            }
            Some(Fault::ResetAfter(bytes)) => {
                let body = broken_off(&self.body, *bytes, Some(cutter.clone()));
                self.send_as(body, Some(whole))
            }
            Some(Fault::TruncateTo(bytes)) => {
                let body = broken_off(&self.body, *bytes, None);
                self.send_as(body, Some(whole))
            }
            Some(Fault::Trickle { bytes, rest }) => {
                let body = trickle(&self.body, *bytes, *rest);
                self.send_as(body, Some(whole))
            }
            Some(Fault::Huge(bytes)) => self.send_as(huge(*bytes), Some(*bytes)),
            Some(Fault::Prefix(prefix)) => {
                let body = [prefix.as_slice(), &self.body].concat();
                Self { body: body.into(), ..self }.send()
            }
            _ => self.send(),
        }
    }

    fn send_as(self, body: Body, length: Option<u64>) -> Response {
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or_default();
        let headers = response.headers_mut();
        headers.extend(self.headers);
        headers.extend(length.map(|length| (header::CONTENT_LENGTH, HeaderValue::from(length))));
        response
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        Self::json(refusal.body())
    }
}

/// The first bytes, and then an end that is none.
fn broken_off(body: &Bytes, bytes: usize, cutter: Option<Cutter>) -> Body {
    let kept = body.slice(..bytes.min(body.len()));
    let rest = stream::once(async move {
        // The bytes before must be on their way, or the reset overtakes them.
        tokio::time::sleep(Duration::from_millis(20)).await;
        if let Some(cutter) = cutter {
            cutter.cut();
        }
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    });
    Body::from_stream(stream::once(async { Ok(kept) }).chain(rest))
}

fn trickle(body: &Bytes, bytes: usize, rest: Duration) -> Body {
    let step = bytes.max(1);
    Body::from_stream(stream::unfold(body.clone(), move |mut left| async move {
        if left.is_empty() {
            return None;
        }
        let part = left.split_to(step.min(left.len()));
        tokio::time::sleep(rest).await;
        Some((Ok::<_, io::Error>(part), left))
    }))
}

fn huge(bytes: u64) -> Body {
    const PART: Bytes = Bytes::from_static(&[b'a'; 16 * 1024]);
    let start = Bytes::from_static(br#"{"subscribe":1,"nickname":""#);
    Body::from_stream(stream::unfold((start, bytes), |(part, left)| async move {
        let here = usize::try_from(left).unwrap_or(usize::MAX).min(part.len());
        let left = left.checked_sub(u64::try_from(here).ok().filter(|here| *here > 0)?)?;
        Some((Ok::<_, io::Error>(part.slice(..here)), (PART, left)))
    }))
}
