//! Versioning: ids, delete markers, the null version, listings of versions.

use super::{S3, each, of, text};
use kernel::Struct;

fn delete(s3: &S3, key: &str, version_id: Option<&str>) -> Struct {
    let mut input = of(&[("Bucket", "photos"), ("Key", key)]);
    if let Some(id) = version_id {
        input.set("VersionId", id);
    }
    s3.run("DeleteObject", input)
}

fn put(s3: &S3, content: &str) -> String {
    s3.put("k", content).str("VersionId").expect("versioned").to_owned()
}

fn list(s3: &S3) -> Struct {
    s3.call("ListObjectVersions", &[("Bucket", "photos")])
}

#[test]
fn a_delete_marker_hides_and_its_removal_shows_again() {
    let s3 = S3::new();
    s3.version("Enabled");
    let first = put(&s3, "1");
    let second = put(&s3, "2");
    assert_eq!(first.len(), 32);
    assert_eq!(s3.get("k"), "2");
    let marker = delete(&s3, "k", None);
    assert_eq!(marker.bool("DeleteMarker"), Some(true));
    let marker = marker.str("VersionId").expect("a marker has one").to_owned();
    let hidden = s3.refuse_get("k");
    assert_eq!((hidden.code(), hidden.status()), ("NoSuchKey", 404));
    assert_eq!(hidden.members().str(":x-amz-delete-marker"), Some("true"));
    let read = |id: &str| {
        s3.0.call("s3", "GetObject", of(&[("Bucket", "photos"), ("Key", "k"), ("VersionId", id)]))
    };
    assert_eq!(text(&read(&first).expect("kept")), "1");
    assert_eq!(read(&marker).expect_err("a marker has no content").status(), 405);
    let versions = list(&s3);
    assert_eq!(each(&versions, "Versions", "VersionId"), [second.as_str(), &first]);
    assert_eq!(each(&versions, "Versions", "IsLatest"), ["false", "false"]);
    assert_eq!(each(&versions, "DeleteMarkers", "IsLatest"), ["true"]);
    let listed = s3.call("ListObjectsV2", &[("Bucket", "photos")]);
    assert_eq!(listed.int("KeyCount"), Some(0));

    let removed = delete(&s3, "k", Some(&marker));
    assert_eq!(removed.bool("DeleteMarker"), Some(true));
    assert_eq!(s3.get("k"), "2");
    delete(&s3, "k", Some(&second));
    assert_eq!(s3.get("k"), "1");
    assert_eq!(read(&second).expect_err("gone").code(), "NoSuchVersion");
    assert_eq!(read("nonsense").expect_err("no id").code(), "InvalidArgument");
    delete(&s3, "k", Some(&first));
    s3.call("DeleteBucket", &[("Bucket", "photos")]);
}

#[test]
fn the_null_version_is_replaced_while_versioning_is_suspended() {
    let s3 = S3::new();
    s3.put("k", "before");
    s3.version("Enabled");
    let made = put(&s3, "made");
    assert_eq!(each(&list(&s3), "Versions", "VersionId"), [made.as_str(), "null"]);
    s3.version("Suspended");
    assert_eq!(put(&s3, "null again"), "null");
    assert_eq!(each(&list(&s3), "Versions", "VersionId"), ["null", made.as_str()]);
    assert_eq!(s3.get("k"), "null again");
    let marker = delete(&s3, "k", None);
    assert_eq!(marker.str("VersionId"), Some("null"));
    assert_eq!(each(&list(&s3), "Versions", "VersionId"), [made.as_str()]);
    put(&s3, "third");
    assert_eq!(each(&list(&s3), "DeleteMarkers", "VersionId"), Vec::<String>::new());
    delete(&s3, "k", Some("null"));
    assert_eq!(s3.get("k"), "made");
}

#[test]
fn pages_of_versions_go_on_within_a_key() {
    let s3 = S3::new();
    s3.version("Enabled");
    let mut expected: Vec<String> = (0..5).map(|at| put(&s3, &at.to_string())).collect();
    expected.reverse();
    s3.put("l/1", "");
    s3.put("l/2", "");
    let mut shown = Vec::new();
    let mut latest = Vec::new();
    let mut input = of(&[("Bucket", "photos"), ("Delimiter", "/")]).with("MaxKeys", 2);
    // Five versions and a common prefix, two a page.
    for _ in 0..3 {
        let page = s3.run("ListObjectVersions", input.clone());
        shown.extend(each(&page, "Versions", "VersionId"));
        latest.extend(each(&page, "Versions", "IsLatest"));
        shown.extend(each(&page, "CommonPrefixes", "Prefix"));
        for (next, marker) in
            [("NextKeyMarker", "KeyMarker"), ("NextVersionIdMarker", "VersionIdMarker")]
        {
            if let Some(value) = page.str(next) {
                input.set(marker, value);
            }
        }
    }
    expected.push("l/".to_owned());
    assert_eq!(shown, expected);
    assert_eq!(latest, ["true", "false", "false", "false", "false"]);
}

/// Random puts and deletes against a plain list of versions, newest last.
#[test]
fn a_key_behaves_like_a_list_of_versions() {
    #[derive(Clone, Debug, PartialEq)]
    struct Version {
        id: String,
        content: Option<String>,
    }
    let s3 = S3::new();
    let mut chance = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |bound: u64| {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        chance % bound
    };
    let mut model: Vec<Version> = Vec::new();
    let mut state = "";
    for step in 0..400 {
        match next(10) {
            0 if step > 20 => state = "Enabled",
            1 if step > 20 => state = "Suspended",
            2..=5 => {
                let content = step.to_string();
                let id = s3.put("k", &content).str("VersionId").unwrap_or("null").to_owned();
                model.retain(|version| version.id != id);
                model.push(Version { id, content: Some(content) });
            }
            6 | 7 => {
                let output = delete(&s3, "k", None);
                match output.str("VersionId") {
                    None => model.clear(),
                    Some(id) => {
                        model.retain(|version| version.id != id);
                        model.push(Version { id: id.to_owned(), content: None });
                    }
                }
            }
            _ if !model.is_empty() => {
                let at = next(model.len() as u64) as usize;
                let version = model.remove(at);
                delete(&s3, "k", Some(&version.id));
            }
            _ => {}
        }
        if !state.is_empty() {
            s3.version(state);
        }
        let newest = model.last().and_then(|version| version.content.clone());
        let found = s3.0.call("s3", "GetObject", of(&[("Bucket", "photos"), ("Key", "k")]));
        assert_eq!(found.ok().map(|output| text(&output)), newest, "step {step}");
        let listed = list(&s3);
        let mut ids = each(&listed, "Versions", "VersionId");
        ids.extend(each(&listed, "DeleteMarkers", "VersionId"));
        ids.sort();
        let mut expected: Vec<String> = model.iter().map(|version| version.id.clone()).collect();
        expected.sort();
        assert_eq!(ids, expected, "step {step}");
    }
}
