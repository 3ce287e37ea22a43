//! What a request of Docker's protocol means.
//!
//! Source: Open Container Initiative, Distribution Specification, "Endpoints".

/// Where a request goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route<'a> {
    /// `/v2/`: whether this is a registry, and whether one may enter.
    Base,
    Catalog,
    Tags(&'a str),
    /// Repository; tag or digest.
    Manifest(&'a str, &'a str),
    /// Repository; digest.
    Blob(&'a str, &'a str),
    Uploads(&'a str),
    /// Repository; upload.
    Upload(&'a str, &'a str),
    /// Repository; digest of the subject.
    Referrers(&'a str, &'a str),
}

impl<'a> Route<'a> {
    pub fn parse(path: &'a str) -> Option<Route<'a>> {
        let path = path.strip_prefix("/v2")?;
        let path = path.strip_prefix('/').unwrap_or(path);
        if path.is_empty() {
            return Some(Route::Base);
        }
        if path == "_catalog" {
            return Some(Route::Catalog);
        }
        if let Some(name) = path.strip_suffix("/tags/list") {
            return Some(Route::Tags(name));
        }
        if let Some((name, rest)) = path.split_once("/blobs/uploads") {
            return match rest.strip_prefix('/') {
                None | Some("") => Some(Route::Uploads(name)),
                Some(id) if !id.contains('/') => Some(Route::Upload(name, id)),
                Some(_) => None,
            };
        }
        let (head, last) = path.rsplit_once('/')?;
        let (name, kind) = head.rsplit_once('/')?;
        match kind {
            "manifests" => Some(Route::Manifest(name, last)),
            "blobs" => Some(Route::Blob(name, last)),
            "referrers" => Some(Route::Referrers(name, last)),
            _ => None,
        }
    }

    pub fn repository(self) -> Option<&'a str> {
        match self {
            Route::Base | Route::Catalog => None,
            Route::Tags(name)
            | Route::Manifest(name, _)
            | Route::Blob(name, _)
            | Route::Uploads(name)
            | Route::Upload(name, _)
            | Route::Referrers(name, _) => Some(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Route;

    #[test]
    fn paths_are_read() {
        for (path, route) in [
            ("/v2/", Some(Route::Base)),
            ("/v2", Some(Route::Base)),
            ("/v2/_catalog", Some(Route::Catalog)),
            ("/v2/a/b/tags/list", Some(Route::Tags("a/b"))),
            ("/v2/a/manifests/latest", Some(Route::Manifest("a", "latest"))),
            ("/v2/team/a/blobs/sha256:1", Some(Route::Blob("team/a", "sha256:1"))),
            ("/v2/a/blobs/uploads/", Some(Route::Uploads("a"))),
            ("/v2/a/blobs/uploads", Some(Route::Uploads("a"))),
            ("/v2/a/blobs/uploads/1-2", Some(Route::Upload("a", "1-2"))),
            ("/v2/a/referrers/sha256:1", Some(Route::Referrers("a", "sha256:1"))),
            ("/v2/a/else/x", None),
            ("/v1/a", None),
        ] {
            assert_eq!(Route::parse(path), route, "{path}");
        }
    }
}
