//! x
use std::path::Path;
/// x
///
/// # Errors
/// x
pub fn add(_config: &Path, _chosen: &Path) -> Result<String, String> {
    Err(String::new())
}
