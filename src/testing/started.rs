//! [`run`] in a browser: a story is started there and goes on by itself.

use std::future::Future;

use super::TestWorld;
use crate::typed::{Browser, Result, World};

/// Starts a story; what it fails with is warned of. Natively it runs to its end.
///
/// # Errors
/// None here: the story has only begun.
pub fn run(story: impl Future<Output = Result<()>> + 'static) -> Result<()> {
    Browser.spawn(Box::pin(async {
        if let Err(error) = story.await {
            Browser.warn(&error.to_string());
        }
    }));
    Ok(())
}

impl TestWorld {
    /// Starts a story, as [`run`] does.
    ///
    /// # Errors
    /// None here: the story has only begun.
    pub fn run(&self, story: impl Future<Output = Result<()>> + 'static) -> Result<()> {
        run(story)
    }
}
