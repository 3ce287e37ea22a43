//! The life of an archive in memory, with the clock in hand.

use bytes::Bytes;
use kernel::body::Body;
use kernel::{Struct, Value};
use testkit::{TestWorld, content_of};

use crate::tree_hash::{hex, of_body};

fn vault() -> Struct {
    Struct::new().with("accountId", "-").with("vaultName", "photos")
}

/// Ranges of jobs and of their output lie within each other, over several segments.
#[test]
fn a_range_of_a_range_comes_back() {
    let world = TestWorld::new(&[&crate::SERVICE]);
    world.call("glacier", "CreateVault", vault()).expect("it is made");
    let content: Vec<u8> = (0..3 * 1024 * 1024_u32).map(|at| (at / 7) as u8).collect();
    let body = world.stage(&content);
    let hash = hex(&of_body(&Body::from(Bytes::from(content.clone()))).expect("it is in memory"));
    let input = vault().with("body", body).with("checksum", hash);
    let made = world.call("glacier", "UploadArchive", input).expect("it is taken in");
    let parameters = Struct::new()
        .with("Type", "archive-retrieval")
        .with("Tier", "Expedited")
        .with("ArchiveId", made.str("archiveId").expect("it has an id"))
        .with("RetrievalByteRange", "1048576-3145727");
    let input = vault().with("jobParameters", parameters);
    let job = world.call("glacier", "InitiateJob", input).expect("it begins");
    world.advance(std::time::Duration::from_mins(5));
    let input = vault()
        .with("jobId", job.str("jobId").expect("it has an id"))
        .with("range", "bytes=1048570-1048580");
    let output = world.call("glacier", "GetJobOutput", input).expect("it is there");
    let Some(Value::Body(body)) = output.get("body") else { panic!("it has a body") };
    assert_eq!(content_of(body), &content[2_097_146..2_097_157]);
}
