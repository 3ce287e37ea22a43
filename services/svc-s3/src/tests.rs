//! Buckets and objects through the door, in memory. Expected answers are the API Reference's
//! unless a test says otherwise.

mod forms;
mod multipart;
mod objects;
mod rules;
mod versions;
mod walk;

use std::sync::Arc;

use bytes::Bytes;
use kernel::body::{Body, Segment};
use kernel::{ApiError, BlobId, DigestSet, Struct, Value};
use store::Content;
use testkit::TestWorld;

pub struct S3(pub TestWorld);

impl S3 {
    /// A world with the bucket `photos`.
    pub fn new() -> S3 {
        let s3 = S3(TestWorld::new(&[&crate::SERVICE]));
        s3.call("CreateBucket", &[("Bucket", "photos")]);
        s3
    }

    pub fn call(&self, operation: &'static str, members: &[(&'static str, &str)]) -> Struct {
        self.run(operation, of(members))
    }

    pub fn run(&self, operation: &'static str, input: Struct) -> Struct {
        match self.0.call("s3", operation, input) {
            Ok(output) => output,
            Err(error) => panic!("{operation}: {error}"),
        }
    }

    pub fn refuse(&self, operation: &'static str, members: &[(&'static str, &str)]) -> ApiError {
        self.0.refuse("s3", operation, of(members))
    }

    pub fn put(&self, key: &str, content: &str) -> Struct {
        self.run("PutObject", object(key, content))
    }

    pub fn get(&self, key: &str) -> String {
        text(&self.call("GetObject", &[("Bucket", "photos"), ("Key", key)]))
    }

    pub fn refuse_get(&self, key: &str) -> ApiError {
        self.refuse("GetObject", &[("Bucket", "photos"), ("Key", key)])
    }

    pub fn version(&self, status: &str) {
        let configuration = Struct::new().with("Status", status);
        let input = Struct::new().with("Bucket", "photos");
        self.run("PutBucketVersioning", input.with("VersioningConfiguration", configuration));
    }
}

/// A body as the gateway takes it in: in a content file when it is large.
pub fn staged(s3: &S3, content: &[u8]) -> Body {
    let world = &s3.0.world;
    let id = BlobId(world.draw().u128());
    let mut staging = world.store.blobs.stage(id, DigestSet::ALL);
    staging.write(content).expect("the store is in memory");
    let staged = staging.finish().expect("the store is in memory");
    let segments = match staged.content {
        Content::Inline(bytes) => vec![Segment::Inline(bytes)],
        Content::File { id, len } => {
            let file = world.store.blobs.open_file(id).expect("in memory").expect("just written");
            vec![Segment::File { file, offset: 0, len }]
        }
    };
    Body { segments, digests: Some(Arc::new(staged.digests)), live: None }
}

/// How many content files have an owner; all others would be removed.
pub fn owned_files(s3: &S3) -> usize {
    let (owned, _) = kernel::blobs::audit(&s3.0.world.store).expect("the store is in memory");
    owned.len()
}

pub fn of(members: &[(&'static str, &str)]) -> Struct {
    members.iter().map(|(name, value)| (*name, *value)).collect()
}

pub fn object(key: &str, content: &str) -> Struct {
    of(&[("Bucket", "photos"), ("Key", key)])
        .with("Body", Body::from(Bytes::from(content.to_owned())))
}

/// The bytes of an answer's body.
pub fn bytes(output: &Struct) -> Vec<u8> {
    let mut all = Vec::new();
    for segment in &output.body("Body").expect("an answer with a body").segments {
        match segment {
            Segment::Inline(bytes) => all.extend_from_slice(bytes),
            Segment::File { file, offset, len } => {
                let from = all.len();
                all.resize(from + *len as usize, 0);
                file.read_at(*offset, &mut all[from..]).expect("the content is there");
            }
        }
    }
    all
}

pub fn text(output: &Struct) -> String {
    String::from_utf8(bytes(output)).expect("the tests write text")
}

/// One member of each structure of a list.
pub fn each(output: &Struct, list: &str, member: &str) -> Vec<String> {
    let items = output.list(list).unwrap_or_default().iter();
    let texts = items.map(|item| {
        let value = item.as_struct().and_then(|item| item.get(member));
        match value {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Bool(value)) => value.to_string(),
            Some(Value::Int(value)) => value.to_string(),
            other => format!("{other:?}"),
        }
    });
    texts.collect()
}
