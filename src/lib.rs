//! A terminal browser for the followers of `WeChat` Official Accounts.
//!
//! Read the modules in this order; each may use only those above it (`tests/it/tidy.rs` checks).
//!
//! ```text
//!  input ─┐                                             ┌─▶ ui::draw(&Model) ─▶ terminal
//!  jobs  ─┼─▶ Event ─▶ update(&mut Model) ─▶ [Effect] ──┤
//!  tick  ─┘      (only while something is loading)      └─▶ runtime: jobs, clipboard, suspend, quit
//! ```
//!
//! `app` decides and `ui` draws, both without touching the outside; `runtime` turns jobs into calls
//! of `wechat` and `avatar` and their responses into events. A list is a [`query`], and the Model holds the
//! part of it that is in sight: the rest is asked of the directory, `runtime::world::directory`. `demo` is a stand-in of the API.

rust_i18n::i18n!("assets/i18n", fallback = "en");

pub mod follower;
pub mod text;

pub mod query;

pub mod i18n;

pub mod tables;

pub mod config;

pub mod wechat;

pub mod avatar;

pub mod store;

pub mod sync;

pub mod app;
pub mod ui;

pub mod runtime;

pub mod demo;

pub mod cli;
