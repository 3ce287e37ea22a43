//! Queues that keep what they are sent, or fail by a setting of the world.

use bytes::Bytes;
use kernel::{ApiError, Ctx, Op, OpResult, Run, ServiceDef, Struct, Table, Validation};
use store::Range;
use testkit::TestWorld;

/// This service stands where SQS would, and its table is its own.
const NAME: &str = "sqs";

pub static SERVICE: ServiceDef = ServiceDef {
    name: NAME,
    operations: &[
        Op { name: "SendMessage", run: Run::Write(send_message), stage: None },
        Op { name: "ReceiveMessage", run: Run::Read(receive_message), stage: None },
    ],
    steps: &[],
    on_reset: None,
    validation: Validation::MissingParameter,
    access: None,
};

/// (queue, number)
static SENT: Table<(String, u64), Bytes> = Table::regional(NAME, "sent");

pub fn setting(queue: &str) -> String {
    format!("test.queue.{queue}")
}

pub fn taken(world: &TestWorld, queue: &str) -> Vec<String> {
    let url = format!("http://localhost/111111111111/{queue}");
    let output = world.call("sqs", "ReceiveMessage", Struct::new().with("QueueUrl", url));
    let output = output.expect("the queue answers");
    let messages = output.list("Messages").unwrap_or_default().iter();
    messages.filter_map(|it| it.as_struct()?.str("Body")).map(str::to_owned).collect()
}

fn send_message(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let queue = name(input);
    if let Some(code) = ctx.setting(&setting(&queue)) {
        let status = if code == "ServiceUnavailable" { 503 } else { 400 };
        return Err(ApiError::new(code, "as the test wants").with_status(status));
    }
    let body = input.str("MessageBody").expect("a body").to_owned();
    let last = ctx.table(&SENT).first(&Range::within(&(queue.as_str(),)).reversed())?;
    let number = last.map_or(0, |((_, number), _)| number + 1);
    ctx.table_mut(&SENT).put(&(queue, number), &Bytes::from(body));
    Ok(Struct::new().with("MessageId", "id").with("MD5OfMessageBody", "md5"))
}

fn receive_message(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let queue = name(input);
    let rows = ctx.table(&SENT).scan(&Range::within(&(queue.as_str(),)));
    let bodies = rows.map(|row| row.map(|(_, body)| String::from_utf8_lossy(&body).into_owned()));
    let bodies = bodies.collect::<Result<Vec<_>, _>>()?;
    let messages: Vec<_> =
        bodies.into_iter().map(|body| Struct::new().with("Body", body)).collect();
    Ok(Struct::new().with("Messages", messages))
}

fn name(input: &Struct) -> String {
    let url = input.str("QueueUrl").expect("a URL");
    url.rsplit('/').next().unwrap_or_default().to_owned()
}
