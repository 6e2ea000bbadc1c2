//! Where our files lie: the folders of the XDG base directory specification.

use std::path::PathBuf;

use etcetera::BaseStrategy;

/// Our own folder in each of the base directories. None of them need exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    pub config: PathBuf,
    pub data: PathBuf,
    pub cache: PathBuf,
    pub state: PathBuf,
}

impl Paths {
    /// The folders for this person. `None` when they have no home folder.
    #[must_use]
    pub fn find() -> Option<Self> {
        let base = etcetera::base_strategy::Xdg::new().ok()?;
        let state = base.state_dir().unwrap_or_else(|| base.data_dir());
        Some(Self {
            config: base.config_dir().join("fanscope"),
            data: base.data_dir().join("fanscope"),
            cache: base.cache_dir().join("fanscope"),
            state: state.join("fanscope"),
        })
    }

    /// `config.toml`.
    #[must_use]
    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }
}
