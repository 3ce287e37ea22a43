//! Session tags, and those that a chain of roles hands on ("Pass session tags in AWS STS", IAM
//! User Guide).

use std::collections::{BTreeMap, BTreeSet};

use auth::credentials::Session;
use kernel::ApiError;
use kernel::view::List;

use crate::api::Tag;
use crate::errors;

/// The tags of a new session, its own and those inherited.
#[derive(Clone, Debug, Default)]
pub struct SessionTags {
    pub tags: BTreeMap<String, String>,
    pub transitive_keys: Vec<String>,
    /// Those of this request: the inherited ones do not count into its packed size.
    pub requested: BTreeMap<String, String>,
}

impl SessionTags {
    pub fn check(
        requested: Option<List<'_, Tag<'_>>>,
        transitive_keys: Option<List<'_, &str>>,
        calling_session: Option<&Session>,
    ) -> Result<SessionTags, ApiError> {
        let mut out = SessionTags::default();
        let mut seen = BTreeSet::new();
        for tag in requested.into_iter().flatten() {
            // Keys are compared without regard to case, and kept as they came.
            let folded = tag.key().to_lowercase();
            if folded.starts_with("aws:") {
                return Err(errors::reserved_prefix("Tag keys"));
            }
            if !seen.insert(folded) {
                return Err(errors::duplicate_tag_keys());
            }
            out.requested.insert(tag.key().to_owned(), tag.value().to_owned());
        }
        out.tags = out.requested.clone();
        for key in transitive_keys.into_iter().flatten() {
            if !seen.contains(&key.to_lowercase()) {
                return Err(errors::transitive_tag_not_requested());
            }
            out.transitive_keys.push(key.to_owned());
        }
        if let Some(session) = calling_session {
            out.inherit(session, &seen)?;
        }
        Ok(out)
    }

    fn inherit(&mut self, session: &Session, own: &BTreeSet<String>) -> Result<(), ApiError> {
        for key in &session.transitive_tag_keys {
            let folded = key.to_lowercase();
            if own.contains(&folded) {
                return Err(errors::transitive_tag_conflicts());
            }
            let tag = session.tags.iter().find(|(name, _)| name.to_lowercase() == folded);
            if let Some((name, value)) = tag {
                self.tags.insert(name.clone(), value.clone());
                self.transitive_keys.push(name.clone());
            }
        }
        Ok(())
    }
}
