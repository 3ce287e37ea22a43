//! What authorization costs: decisions on a set of twenty statements, and the door's overhead for
//! an account's root. In this process and on this thread, without sockets.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use auth::authorize::Policies as Authorizer;
use kernel::door::World;
use kernel::{AccessRules, AccountId, Call, Origin, Principal, Region, ServiceDef, Struct};
use policy::{Attached, Kind, Policies, Policy, PrincipalKind, Request, evaluate};
use store::{Durability, Options, Store};

use crate::report::{Fact, median};
use crate::{Bench, Result};

const STATEMENTS: usize = 20;
const ACCOUNT: &str = "111111111111";
const USER: &str = "arn:aws:iam::111111111111:user/ann";
/// Between looks at the clock.
const BATCH: u32 = 1_000;
const MICROS: f64 = 1e6;

/// `cpu_of_send` is what a whole request takes, in microseconds of CPU: the door's part is told of
/// that, as it is what a client waits for.
pub fn measure(bench: &Bench, cpu_of_send: Option<f64>) -> Result<Vec<Fact>> {
    let micros = decisions(bench)?;
    let (bare, asked) = door(bench)?;
    let mut facts = vec![
        Fact::at_most("a decision on 20 statements, one core", micros, "µs", 5.0),
        Fact::plain("decisions a second and core", MICROS / micros, "/s"),
        Fact::plain("SendMessage by a call within the process, in memory", asked, "µs"),
        Fact::plain("of it, the door's asking about a root", asked - bare, "µs"),
    ];
    if let Some(cpu) = cpu_of_send {
        let what = "the door's asking about a root, of the CPU of a SendMessage request";
        facts.push(Fact::at_most(what, (asked - bare) / cpu * 100.0, "%", 5.0));
    }
    for fact in &facts {
        eprintln!("{}", fact.progress());
    }
    Ok(facts)
}

/// Allow and Deny, wildcards, variables, conditions: what a team's policy has.
fn document() -> String {
    let statement = |at: usize| match at % 4 {
        0 => format!(
            r#"{{"Effect":"Allow","Action":["s3:Get*","s3:List*"],
                "Resource":["arn:aws:s3:::team-{at}/*","arn:aws:s3:::team-{at}"]}}"#
        ),
        1 => format!(
            r#"{{"Effect":"Allow","Action":"sqs:*","Resource":"arn:aws:sqs:*:*:queue-{at}",
                "Condition":{{"StringEquals":{{"aws:RequestedRegion":"us-east-1"}}}}}}"#
        ),
        2 => format!(
            r#"{{"Effect":"Deny","Action":"s3:Delete*","Resource":"arn:aws:s3:::team-{at}/*",
                "Condition":{{"Bool":{{"aws:SecureTransport":"false"}}}}}}"#
        ),
        _ => r#"{"Effect":"Allow","Action":"s3:PutObject",
                "Resource":"arn:aws:s3:::home/${aws:username}/*"}"#
            .to_owned(),
    };
    let list: Vec<String> = (0..STATEMENTS).map(statement).collect();
    format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, list.join(","))
}

/// Microseconds a decision, the median of the rounds. Half of the questions are refused, after all
/// statements were looked at.
fn decisions(bench: &Bench) -> Result<f64> {
    let policy = Policy::parse(&document(), Kind::Identity).map_err(|error| error.to_string())?;
    let attached = [Attached { policy: &policy, arn: None, name: "team" }];
    let principal = policy::Principal::new(PrincipalKind::User, ACCOUNT, USER);
    let keys: BTreeMap<String, Vec<String>> = [
        ("aws:username", "ann"),
        ("aws:requestedregion", "us-east-1"),
        ("aws:securetransport", "true"),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), vec![value.to_owned()]))
    .collect();
    let policies = Policies { identity: &attached, ..Policies::default() };
    let questions = [
        ("s3:PutObject", "arn:aws:s3:::home/ann/notes.txt"),
        ("sqs:SendMessage", "arn:aws:sqs:us-east-1:111111111111:queue-17"),
        ("s3:PutObject", "arn:aws:s3:::home/bob/notes.txt"),
        ("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:111111111111:table/t"),
    ];
    let mut asked = 0;
    let mut ask = || {
        let (action, resource) = questions[asked % questions.len()];
        asked += 1;
        let request =
            Request { principal: &principal, action, resource, owner: ACCOUNT, keys: &keys };
        black_box(evaluate(black_box(&request), &policies).is_allowed());
    };
    Ok(rounds(bench, &mut ask))
}

/// Microseconds of a call of SQS by a root: when nobody asks about it, and as it is.
fn door(bench: &Bench) -> Result<(f64, f64)> {
    static NOBODY_ASKS: AccessRules = AccessRules { of: |_, _, _| Ok(None), denied: "" };
    let sqs = &svc_sqs::SERVICE;
    let bare: &'static ServiceDef = Box::leak(Box::new(ServiceDef {
        name: sqs.name,
        operations: sqs.operations,
        steps: sqs.steps,
        on_reset: sqs.on_reset,
        validation: sqs.validation,
        access: Some(NOBODY_ASKS),
    }));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    let of = |service: &'static ServiceDef| -> Result<f64> {
        let options = Options { dir: None, durability: Durability::Process };
        let store = Store::open(options).map_err(|error| error.to_string())?;
        let model = Box::new(wire::model_check::Models { verifies: false });
        let authorizer = Box::new(Authorizer::default());
        let world = World::open(store, &[service], model, Vec::new(), authorizer, Some(1))
            .map_err(|error| error.to_string())?;
        let url = "http://sqs.us-east-1.localhost:4566/111111111111/q";
        let create = call("CreateQueue", Struct::new().with("QueueName", "q"))?;
        runtime.block_on(world.dispatch(&create)).map_err(|error| error.to_string())?;
        let input = Struct::new().with("QueueUrl", url).with("MessageBody", "hello");
        let send = call("SendMessage", input)?;
        let mut once = || {
            let answer = runtime.block_on(world.dispatch(&send));
            black_box(answer.is_ok());
        };
        Ok(rounds(bench, &mut once))
    };
    let (mut without, mut with) = (Vec::new(), Vec::new());
    // In turn, so that what the machine does meanwhile falls on both.
    for _ in 0..3 {
        without.push(of(bare)?);
        with.push(of(sqs)?);
    }
    Ok((median(&without), median(&with)))
}

fn call(operation: &'static str, input: Struct) -> Result<Call> {
    let account = AccountId::parse(ACCOUNT).ok_or("an account has 12 digits")?;
    Ok(Call {
        service: "sqs".into(),
        operation: operation.into(),
        input,
        principal: Principal::Root(account),
        account,
        region: Region::DEFAULT,
        origin: Arc::new(Origin::default()),
        source: None,
        hop: 0,
    })
}

/// The median of what one turn takes in each round, in microseconds.
fn rounds(bench: &Bench, turn: &mut dyn FnMut()) -> f64 {
    let round = |turn: &mut dyn FnMut(), length: Duration| {
        let (begun, mut turns) = (Instant::now(), 0_u64);
        while begun.elapsed() < length {
            (0..BATCH).for_each(|_| turn());
            turns += u64::from(BATCH);
        }
        begun.elapsed().as_secs_f64() * MICROS / turns as f64
    };
    round(turn, bench.duration / 4);
    let all: Vec<f64> = (0..bench.rounds).map(|_| round(turn, bench.duration)).collect();
    median(&all)
}
