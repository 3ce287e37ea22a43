//! Streaming bodies without a gateway: staged as it stages them, and read to their end.

use std::sync::Arc;

use kernel::body::{Body, Live, Segment};
use kernel::door::World;
use kernel::service::STAGED;
use kernel::{ApiError, BlobId, Call, DigestSet, OpResult, Struct, Value};
use store::{Content, SealKey, Staging, StoreError};

/// Takes in a body: with its digests, in a content file when it is large.
pub fn stage(world: &World, content: &[u8], digests: DigestSet) -> Result<Body, StoreError> {
    let id = BlobId(world.draw().u128());
    fill(world, world.store.blobs.stage(id, digests), content)
}

/// As [`stage`], so that only who has the key can read it.
fn stage_sealed(
    world: &World,
    content: &[u8],
    digests: DigestSet,
    key: &SealKey,
) -> Result<Body, StoreError> {
    let id = BlobId(world.draw().u128());
    fill(world, world.store.blobs.stage_sealed(id, digests, key), content)
}

fn fill(world: &World, mut staging: Staging, content: &[u8]) -> Result<Body, StoreError> {
    staging.write(content)?;
    let staged = staging.finish()?;
    let segments = match staged.content {
        Content::Inline(bytes) if bytes.is_empty() => Vec::new(),
        Content::Inline(bytes) => vec![Segment::Inline(bytes)],
        Content::File { id, len } => {
            let file = world.store.blobs.open_file(id)?.expect("it was written just now");
            vec![Segment::File { file, offset: 0, len }]
        }
    };
    Ok(Body { segments, digests: Some(Arc::new(staged.digests)), live: None })
}

/// Makes a call as the gateway does: an operation with a streaming body is asked first whether it
/// takes one, and then gets it staged.
pub async fn dispatch_staged(world: &Arc<World>, mut call: Call) -> OpResult {
    let Some(member) = streaming_member(&call) else {
        world.check_input(&call)?;
        return world.dispatch(&call).await.map(made);
    };
    let content = match call.input.remove(member) {
        Some(Value::Body(body)) => content_of(&body),
        _ => Vec::new(),
    };
    world.check_input(&call)?;
    let Some(plan) = world.stage_plan(&call)? else {
        return Err(ApiError::not_implemented(&call.service, &call.operation));
    };
    if content.len() as u64 > plan.max_len {
        return Err(plan.too_large);
    }
    let body = match &plan.seal {
        None => stage(world, &content, plan.digests)?,
        Some(key) => stage_sealed(world, &content, plan.digests, key)?,
    };
    let file = body.segments.iter().find_map(|segment| match segment {
        Segment::File { file, .. } => Some(file.id()),
        Segment::Inline(_) => None,
    });
    call.input.set(member, body);
    if let Some(note) = plan.note {
        call.input.set(STAGED, note);
    }
    let result = world.dispatch_admitted(&call, plan.admission.as_ref()).await.map(made);
    if let (Err(_), Some(file)) = (&result, file) {
        world.store.blobs.remove(file)?;
    }
    result
}

/// The answer with the events that the gateway would have made while it sent them, as a list; an
/// error among them is a structure `error`, and payloads are read as bodies are.
fn made(mut output: Struct) -> Struct {
    let live = output.iter().find_map(|(name, value)| match value {
        Value::Body(Body { live: Some(Live::Events(events)), .. }) => {
            Some((name.to_owned(), events.take()))
        }
        _ => None,
    });
    if let Some((name, events)) = live {
        let events = events.into_iter().flatten().map(|event| match event {
            Ok(event) => Value::Struct(event.iter().map(readable).collect()),
            Err(error) => {
                let told =
                    Struct::new().with("Code", error.code()).with("Message", error.message());
                Value::Struct(Struct::new().with("error", told))
            }
        });
        output.set(name, events.collect::<Vec<Value>>());
    }
    output
}

fn readable((name, value): (&str, &Value)) -> (String, Value) {
    let value = match value {
        Value::Blob(bytes) => Value::Body(Body::from(bytes.clone())),
        Value::Struct(members) => Value::Struct(members.iter().map(readable).collect()),
        value => value.clone(),
    };
    (name.to_owned(), value)
}

/// All bytes of a body.
pub fn content_of(body: &Body) -> Vec<u8> {
    let mut all = Vec::with_capacity(body.len() as usize);
    for segment in &body.segments {
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

fn streaming_member(call: &Call) -> Option<&'static str> {
    let model = wire::archive::service_entry(&call.service)?.model();
    let operation = model.operation(&call.operation)?;
    wire::protocol::streaming_input_member(model, operation).map(|member| member.name)
}
