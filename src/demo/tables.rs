//! The responses about followers, tags and quotas.

use super::{
    account::Account,
    body::{self, Row},
    endpoint::Endpoint,
    faults::Rows,
    ids,
    refusal::Refusal,
    request::Call,
    response::Reply,
    server::Server,
};

/// How many rows `batchget` and `user/get` have room for.
const BATCH: usize = 100;
const PAGE: u64 = 10_000;
const BYTE_ORDER_MARK: &str = "\u{feff}";

pub fn user_info(server: &Server, account: &Account, call: &Call) -> Result<Reply, Refusal> {
    let openid = call.query("openid").ok_or_else(|| Refusal::new(41009))?;
    let index = account.index(openid, server.followers).ok_or_else(|| Refusal::new(40003))?;
    let Row { text, has_byte_order_mark } =
        body::row(account, index, call.query("lang"), &server.base);
    Ok(Reply::json(if has_byte_order_mark { format!("{BYTE_ORDER_MARK}{text}") } else { text }))
}

/// A malformed OpenID refuses the whole batch; an unknown one is passed over in silence, unless
/// there is no other. Both happen on the live API.
pub fn batch_get(
    server: &Server,
    account: &Account,
    call: &Call,
    fault: Option<Rows>,
) -> Result<Reply, Refusal> {
    let requested = call.json()?;
    let users = requested.get("user_list").and_then(serde_json::Value::as_array);
    let users = users.filter(|users| (1..=BATCH).contains(&users.len()));
    let users = users.ok_or_else(|| Refusal::new(40032))?;
    let mut rows = vec![];
    for user in users {
        let text = |name: &str| user.get(name).and_then(serde_json::Value::as_str);
        let openid = text("openid").filter(|openid| ids::is_well_formed(openid));
        let openid = openid.ok_or_else(|| Refusal::new(40003))?;
        let index = account.index(openid, server.followers);
        let row = index.map(|index| body::row(account, index, text("lang"), &server.base));
        match row {
            Some(row) => rows.push((openid.to_owned(), row)),
            None if fault == Some(Rows::AllOrNothing) => return Err(Refusal::new(40003)),
            None => {}
        }
    }
    if rows.is_empty() {
        return Err(Refusal::new(40003));
    }
    let mark =
        if rows.iter().any(|(_, row)| row.has_byte_order_mark) { BYTE_ORDER_MARK } else { "" };
    if let Some(fault) = fault {
        spoil(&mut rows, fault, server, account);
    }
    let rows = body::list(rows.iter().map(|(_, row)| &row.text));
    Ok(Reply::json(format!(r#"{mark}{{"user_info_list":[{rows}]}}"#)))
}

/// Put the rows together as a fault has it.
fn spoil(rows: &mut Vec<(String, Row)>, fault: Rows, server: &Server, account: &Account) {
    let plain = |text: String| Row { text, has_byte_order_mark: false };
    match fault {
        Rows::Shuffled => rows.reverse(),
        Rows::Missing(at) if at < rows.len() => drop(rows.remove(at)),
        Rows::Doubled(at) => {
            if let Some((openid, row)) = rows.get(at) {
                let copy = (openid.clone(), plain(row.text.clone()));
                rows.insert(at, copy);
            }
        }
        Rows::Foreign(at) => {
            let stranger = (0..account.total(server.followers)).rev().find_map(|index| {
                let openid = account.openid(index);
                let is_requested = rows.iter().any(|(requested, _)| *requested == openid);
                let row = (!is_requested).then(|| body::row(account, index, None, &server.base))?;
                Some((openid, row))
            });
            if let (Some(slot), Some(stranger)) = (rows.get_mut(at), stranger) {
                *slot = stranger;
            }
        }
        Rows::NotFollowing(at) => {
            if let Some((openid, row)) = rows.get_mut(at) {
                *row = plain(body::not_following(openid));
            }
        }
        Rows::Missing(_) | Rows::AllOrNothing => {}
    }
}

/// A page of OpenIDs. The last one still has a `next_openid`; the one after it has no `data`.
pub fn user_get(server: &Server, account: &Account, call: &Call) -> Result<Reply, Refusal> {
    let total = account.total(server.followers);
    let start = match call.query("next_openid") {
        None => 0,
        Some(openid) => {
            let last = account.listed_index(openid, server.followers);
            last.ok_or_else(|| Refusal::new(40003))? + 1
        }
    };
    let end = total.min(start + PAGE);
    if start >= end {
        return Ok(Reply::json(format!(r#"{{"total":{total},"count":0,"next_openid":""}}"#)));
    }
    let openids = body::list((start..end).map(|index| body::text(&account.listed(index))));
    let (count, next) = (end - start, body::text(&account.listed(end - 1)));
    Ok(Reply::json(format!(
        r#"{{"total":{total},"count":{count},"data":{{"openid":[{openids}]}},"next_openid":{next}}}"#
    )))
}

pub fn tags_get(server: &Server, account: &Account) -> Reply {
    let counts = server.tag_counts(account);
    let tags = account.tags.iter().zip(counts).map(|((id, name), count)| {
        format!(r#"{{"id":{id},"name":{},"count":{count}}}"#, body::text(name))
    });
    Reply::json(format!(r#"{{"tags":[{}]}}"#, body::list(tags)))
}

pub fn quota_get(server: &Server, account: &Account, call: &Call) -> Result<Reply, Refusal> {
    let requested = call.json()?;
    let path = requested.get("cgi_path").and_then(serde_json::Value::as_str);
    let endpoint = path.and_then(Endpoint::of).filter(|endpoint| *endpoint != Endpoint::Avatar);
    let endpoint = endpoint.ok_or_else(|| Refusal::new(76021))?;
    let (limit, used) = (endpoint.daily_limit(), server.usage(account).spent(endpoint));
    let remain = limit.saturating_sub(used);
    // The live API leaves this out where there is none.
    let rate = match endpoint {
        Endpoint::StableToken => r#","rate_limit":{"call_count":10000,"refresh_second":60}"#,
        _ => "",
    };
    Ok(Reply::json(format!(
        r#"{{"errcode":0,"errmsg":"ok","quota":{{"daily_limit":{limit},"used":{used},"remain":{remain}}}{rate}}}"#
    )))
}
