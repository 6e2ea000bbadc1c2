//! From a request to a response: who may ask, what is asked, and what is scripted to go wrong.

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    extract::{ConnectInfo, State},
    http::{HeaderName, HeaderValue, Method, Request, header},
    response::Response,
};

use super::{
    account::Account,
    avatars::{self, Image},
    body,
    endpoint::Endpoint,
    faults::Fault,
    refusal::Refusal,
    request::Call,
    response::Reply,
    server::Server,
    tables, tokens,
    wire::Cutter,
};

/// Answer any request.
pub async fn reply(
    State(server): State<Arc<Server>>,
    ConnectInfo(cutter): ConnectInfo<Cutter>,
    request: Request<Body>,
) -> Response {
    let (head, sent) = request.into_parts();
    if head.uri.path() == "/__stats" {
        return Reply::typed(200, "application/json", server.stats.json()).send();
    }
    let Some(endpoint) = Endpoint::of(head.uri.path()) else {
        return Reply::from(Refusal::new(40066)).send();
    };
    let (number, _inside) = server.stats.enter(endpoint);
    let fault = server.faults.of(endpoint, number);
    let body = to_bytes(sent, 1 << 20).await.unwrap_or_default();
    let call = Call::new(endpoint, &head.uri, body);
    tokio::time::sleep(server.latency).await;
    match &fault {
        Some(Fault::Reply { status, content_type, body }) => {
            return Reply::typed(*status, content_type, body.clone()).send();
        }
        Some(Fault::Refuse(refusal)) => return Reply::from(refusal.clone()).send(),
        Some(Fault::StaleMachine { of }) if number.is_multiple_of(*of) => {
            return Reply::from(Refusal::new(40001)).send();
        }
        Some(Fault::Redirect(to)) => {
            let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
            return Reply::typed(302, "text/plain", "").with(header::LOCATION, to).send();
        }
        Some(Fault::Hang) => std::future::pending().await,
        Some(Fault::Delay(time)) => tokio::time::sleep(*time).await,
        Some(Fault::InvalidateToken) => {
            if let Ok(account) = server.tokens.check(call.query("access_token")) {
                server.tokens.invalidate(account);
            }
        }
        Some(Fault::ExpireToken) => {
            if let Ok(account) = server.tokens.check(call.query("access_token")) {
                server.tokens.expire(account);
            }
        }
        Some(
            Fault::StaleMachine { .. }
            | Fault::Trickle { .. }
            | Fault::Reset
            | Fault::ResetAfter(_)
            | Fault::TruncateTo(_)
            | Fault::Huge(_)
            | Fault::Prefix(_)
            | Fault::Rows(_),
        )
        | None => {}
    }
    let is_right_method = endpoint == Endpoint::Avatar
        || (head.method == Method::POST) == endpoint.is_post() && head.method != Method::HEAD;
    let reply = if is_right_method {
        dispatch(&server, &call, fault.as_ref()).await.unwrap_or_else(Reply::from)
    } else {
        Refusal::new(if endpoint.is_post() { 43002 } else { 43001 }).into()
    };
    reply.send_with(fault.as_ref(), &cutter)
}

async fn dispatch(
    server: &Arc<Server>,
    call: &Call,
    fault: Option<&Fault>,
) -> Result<Reply, Refusal> {
    let rows = match fault {
        Some(Fault::Rows(rows)) => Some(*rows),
        _ => None,
    };
    match call.endpoint {
        Endpoint::Token => token(server, call),
        Endpoint::StableToken => stable_token(server, call),
        Endpoint::UserInfo => {
            let account = caller(server, call)?;
            tables::user_info(server, account, call)
        }
        Endpoint::BatchGet => {
            let account = caller(server, call)?;
            tables::batch_get(server, account, call, rows)
        }
        Endpoint::UserGet => {
            let account = caller(server, call)?;
            tables::user_get(server, account, call)
        }
        Endpoint::TagsGet => {
            let account = caller(server, call)?;
            Ok(tables::tags_get(server, account))
        }
        Endpoint::QuotaGet => {
            let account = caller(server, call)?;
            tables::quota_get(server, account, call)
        }
        Endpoint::Avatar => Ok(avatar(server, call).await),
    }
}

/// Whose token came with a call. The call is counted against that account.
fn caller(server: &Server, call: &Call) -> Result<&'static Account, Refusal> {
    let account = server.tokens.check(call.query("access_token"))?;
    server.usage(account).spend(call.endpoint)?;
    Ok(account)
}

fn token(server: &Server, call: &Call) -> Result<Reply, Refusal> {
    if call.query("grant_type") != Some("client_credential") {
        return Err(Refusal::new(40002));
    }
    let account = tokens::log_in(call.query("appid"), call.query("secret"))?;
    server.usage(account).spend(call.endpoint)?;
    Ok(minted(&server.tokens.classic(account)))
}

fn stable_token(server: &Server, call: &Call) -> Result<Reply, Refusal> {
    let requested = call.json()?;
    let text = |name: &str| requested.get(name).and_then(serde_json::Value::as_str);
    if text("grant_type") != Some("client_credential") {
        return Err(Refusal::new(40002));
    }
    let account = tokens::log_in(text("appid"), text("secret"))?;
    server.usage(account).spend(call.endpoint)?;
    let force =
        requested.get("force_refresh").and_then(serde_json::Value::as_bool).unwrap_or(false);
    Ok(minted(&server.tokens.stable(account, force)?))
}

fn minted((token, seconds): &(String, u64)) -> Reply {
    Reply::json(format!(r#"{{"access_token":{},"expires_in":{seconds}}}"#, body::text(token)))
}

/// An avatar, or what WeChat sends when there is none: a grey placeholder, and a header that says so.
async fn avatar(server: &Arc<Server>, call: &Call) -> Reply {
    let mut parts = call.path.split('/').skip(2);
    let (name, size) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let Some(size) = avatars::size(size).filter(|_| parts.next().is_none()) else {
        return Reply::typed(400, "text/plain", "");
    };
    let avatar =
        body::avatar_number(name).map_or(Image::Gone, |number| avatars::avatar(number, size));
    let avatar = match avatar {
        Image::Html => {
            let page = "<html><body>Sign in to the network to go on.</body></html>";
            return Reply::typed(200, "text/html", page);
        }
        Image::Gone => None,
        Image::Face(number) => Some(number),
    };
    let graphics_mode = Arc::clone(server);
    let drawn = tokio::task::spawn_blocking(move || graphics_mode.avatars.jpeg(avatar, size)).await;
    let reply = Reply::typed(200, "image/jpeg", drawn.unwrap_or_default());
    match avatar {
        Some(_) => reply,
        None => reply
            .with(HeaderName::from_static("x-errno"), HeaderValue::from_static("-6101"))
            .with(HeaderName::from_static("x-info"), HeaderValue::from_static("notexist:-6101")),
    }
}
