//! The catalogues of words are read by a macro while the crate is built, and cargo does not see that.

fn main() {
    println!("cargo::rerun-if-changed=assets/i18n");
}
