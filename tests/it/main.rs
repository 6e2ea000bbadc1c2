//! The one test program: every test that is not beside its code.

mod api;
mod avatar;
mod config;
mod demo;
mod lookup;
mod support;
mod tidy;
