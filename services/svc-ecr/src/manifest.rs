//! Manifests: what an image or an index of images says it is made of.
//!
//! Source: Open Container Initiative, Image Specification ("OCI Image Manifest", "OCI Image
//! Index"); Docker, "Image Manifest Version 2, Schema 2".

use kernel::ApiError;
use serde_json::Value as Json;

use crate::content;
use crate::errors;
use crate::limits::DESCRIPTORS_MAX;

const IMAGES: [&str; 2] = [
    "application/vnd.docker.distribution.manifest.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
];
const INDEXES: [&str; 2] = [
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.index.v1+json",
];
/// Configuration of an artifact that has none.
const EMPTY: &str = "application/vnd.oci.empty.v1+json";

/// What a manifest says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    pub media_type: String,
    /// Digests of layers and configuration, each once.
    pub layers: Vec<String>,
    /// Digests of the images of an index.
    pub images: Vec<String>,
    pub subject: Option<String>,
    pub artifact_type: Option<String>,
    pub annotations: Vec<(String, String)>,
    /// Bytes of layers and configuration.
    pub size: u64,
}

impl Manifest {
    /// Reads one; `given` is the media type that came beside it.
    pub fn parse(text: &[u8], given: Option<&str>) -> Result<Manifest, ApiError> {
        let document: Json =
            serde_json::from_slice(text).map_err(|_| errors::invalid_manifest())?;
        let given = given.filter(|it| is_known(it));
        let own = document["mediaType"].as_str();
        let media_type = own.or(given).map_or_else(|| guess(&document), str::to_owned);
        if document["schemaVersion"].as_i64() != Some(2) || !is_known(&media_type) {
            return Err(errors::invalid_manifest());
        }
        let mut manifest = Manifest { media_type, ..Manifest::default() };
        if INDEXES.contains(&manifest.media_type.as_str()) {
            manifest.images = digests(&document["manifests"])?;
        } else {
            manifest.read_layers(&document)?;
        }
        if let Some(subject) = document.get("subject").filter(|it| !it.is_null()) {
            manifest.subject = Some(descriptor(subject)?.0);
        }
        let configuration = document["config"]["mediaType"].as_str().filter(|it| *it != EMPTY);
        let artifact_type = document["artifactType"].as_str().or(configuration);
        manifest.artifact_type = artifact_type.map(str::to_owned);
        let annotations = document["annotations"].as_object().into_iter().flatten();
        manifest.annotations = annotations
            .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
            .collect();
        Ok(manifest)
    }

    fn read_layers(&mut self, document: &Json) -> Result<(), ApiError> {
        let layers = document["layers"].as_array().ok_or_else(errors::invalid_manifest)?;
        if layers.len() > DESCRIPTORS_MAX {
            return Err(errors::invalid_manifest());
        }
        for layer in layers.iter().chain([&document["config"]]) {
            let (digest, size) = descriptor(layer)?;
            if !self.layers.contains(&digest) {
                self.layers.push(digest);
                self.size = self.size.saturating_add(size);
            }
        }
        Ok(())
    }
}

pub fn is_index(media_type: &str) -> bool {
    INDEXES.contains(&media_type)
}

fn is_known(media_type: &str) -> bool {
    IMAGES.contains(&media_type) || INDEXES.contains(&media_type)
}

/// Of a manifest of the Open Container Initiative, which need not say it.
fn guess(document: &Json) -> String {
    let is_index = document.get("manifests").is_some();
    if is_index { INDEXES[1] } else { IMAGES[1] }.to_owned()
}

fn digests(list: &Json) -> Result<Vec<String>, ApiError> {
    let list = list.as_array().ok_or_else(errors::invalid_manifest)?;
    if list.len() > DESCRIPTORS_MAX {
        return Err(errors::invalid_manifest());
    }
    let mut digests = Vec::with_capacity(list.len());
    for entry in list {
        let (digest, _) = descriptor(entry)?;
        if !digests.contains(&digest) {
            digests.push(digest);
        }
    }
    Ok(digests)
}

fn descriptor(entry: &Json) -> Result<(String, u64), ApiError> {
    let digest = entry["digest"].as_str().filter(|it| content::is_digest(it));
    let size = entry["size"].as_u64();
    match (digest, size) {
        (Some(digest), Some(size)) => Ok((digest.to_owned(), size)),
        _ => Err(errors::invalid_manifest()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn digest(digit: char) -> String {
        format!("sha256:{}", digit.to_string().repeat(64))
    }

    #[test]
    fn images_and_indexes_are_read() {
        let image = json!({
            "schemaVersion": 2,
            "config": {"mediaType": "application/x-thing", "digest": digest('a'), "size": 3},
            "layers": [{"digest": digest('b'), "size": 5}, {"digest": digest('b'), "size": 5}],
            "subject": {"digest": digest('c'), "size": 1},
        });
        let manifest = Manifest::parse(image.to_string().as_bytes(), None).expect("it is one");
        assert_eq!(manifest.media_type, "application/vnd.oci.image.manifest.v1+json");
        assert_eq!(manifest.layers, [digest('b'), digest('a')]);
        assert_eq!((manifest.size, manifest.subject), (8, Some(digest('c'))));
        assert_eq!(manifest.artifact_type.as_deref(), Some("application/x-thing"));
        let index = json!({"schemaVersion": 2, "manifests": [{"digest": digest('a'), "size": 3}]});
        let manifest = Manifest::parse(index.to_string().as_bytes(), None).expect("it is one");
        assert!(is_index(&manifest.media_type));
        assert_eq!(manifest.images, [digest('a')]);
    }

    #[test]
    fn what_is_no_manifest_is_refused() {
        for text in [
            "",
            "{}",
            r#"{"schemaVersion": 1, "layers": []}"#,
            r#"{"schemaVersion": 2, "layers": []}"#,
            r#"{"schemaVersion": 2, "manifests": [{"digest": "sha256:1", "size": 1}]}"#,
        ] {
            Manifest::parse(text.as_bytes(), None).expect_err(text);
        }
    }
}
