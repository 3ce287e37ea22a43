//! An execution of a pipe: an event, or a batch, on its way through the stages; what it tells the
//! log ([`crate::log`]) and CloudWatch.
//!
//! Sources: EventBridge User Guide, "EventBridge Pipes execution steps", "Logging Amazon
//! EventBridge Pipes performance" (levels), "Logging and monitoring Amazon EventBridge Pipes"
//! (metrics).

use kernel::metrics::Metric;
use kernel::{ApiError, Ctx};
use serde_json::{Value as Json, json};

use crate::log::{Configuration, Level};
use crate::state::{FlightRow, Pipe};

const NAMESPACE: &str = "AWS/EventBridge/Pipes";
static INVOCATIONS: Metric = Metric::new(NAMESPACE, "Invocations", "None");
static EVENT_COUNT: Metric = Metric::new(NAMESPACE, "EventCount", "None");
static EVENT_SIZE: Metric = Metric::new(NAMESPACE, "EventSize", "Bytes");
static DURATION: Metric = Metric::new(NAMESPACE, "Duration", "Milliseconds");
static FAILED: Metric = Metric::new(NAMESPACE, "ExecutionFailed", "None");
static PARTIALLY: Metric = Metric::new(NAMESPACE, "ExecutionPartiallyFailed", "None");
/// By [`Stage`].
static STAGE_DURATION: [Metric; 2] = [
    Metric::new(NAMESPACE, "EnrichmentStageDuration", "Milliseconds"),
    Metric::new(NAMESPACE, "TargetStageDuration", "Milliseconds"),
];
static STAGE_FAILED: [Metric; 2] = [
    Metric::new(NAMESPACE, "EnrichmentStageFailed", "None"),
    Metric::new(NAMESPACE, "TargetStageFailed", "None"),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Enrichment,
    Target,
}

/// How a stage or an execution ended.
#[derive(Debug)]
pub enum Ending<'e> {
    Success,
    /// Some events have failed.
    Partial,
    Failure(&'e ApiError),
}

#[derive(Debug)]
pub struct Execution<'p> {
    pipe: &'p Pipe,
    arn: String,
    id: String,
    /// Microseconds.
    begun: i64,
    entered: i64,
    stage: Stage,
    configuration: Configuration<'p>,
    records: Vec<Json>,
}

impl Stage {
    fn name(self) -> &'static str {
        match self {
            Stage::Enrichment => "Enrichment",
            Stage::Target => "Target",
        }
    }
}

impl<'p> Execution<'p> {
    /// Begins an execution of these events, or goes on with the one that the flight is of.
    pub fn of(ctx: &mut Ctx<'_>, pipe: &'p Pipe, flight: &mut FlightRow, events: &[&Json]) -> Self {
        let configuration = Configuration::of(pipe.row.definition.log.as_ref());
        let is_new = flight.begun == 0;
        if is_new {
            flight.begun = ctx.now().micros();
            if configuration.level > Level::Off {
                flight.execution = ctx.chance().uuid();
            }
        }
        let mut execution = Execution {
            pipe,
            arn: pipe.arn(ctx).to_string(),
            id: flight.execution.clone(),
            begun: flight.begun,
            entered: flight.entered,
            stage: Stage::Target,
            configuration,
            records: Vec::new(),
        };
        if is_new {
            execution.begin(ctx, events);
        }
        execution
    }

    fn begin(&mut self, ctx: &mut Ctx<'_>, events: &[&Json]) {
        let account = ctx.account();
        let texts: Vec<String> = events.iter().map(ToString::to_string).collect();
        // "One event is … 64 KB of payload": each is charged by its chunks.
        let chunks: usize = texts.iter().map(|text| text.len().div_ceil(64 * 1024).max(1)).sum();
        ctx.meter_for("Pipes-64K-Chunks", &self.arn, chunks as u64);
        let name = self.pipe.name.as_str();
        let of_pipe = [("PipeName", name)];
        ctx.metric(&INVOCATIONS, &of_pipe, 1.0);
        ctx.metric(&INVOCATIONS, &[("AwsAccountId", account.as_str())], 1.0);
        ctx.metric(&EVENT_COUNT, &of_pipe, events.len() as f64);
        for text in &texts {
            ctx.metric(&EVENT_SIZE, &of_pipe, text.len() as f64);
        }
        let payload = self.configuration.has_data.then(|| format!("[{}]", texts.join(",")));
        self.note(ctx, Level::Info, "ExecutionStarted", &[("payload", payload.as_deref())]);
    }

    /// The execution comes into a stage. `is_new`: it was not there before its last answer came.
    pub fn enter(
        &mut self,
        ctx: &Ctx<'_>,
        flight: &mut FlightRow,
        (stage, is_new): (Stage, bool),
        template: Option<&str>,
    ) {
        self.stage = stage;
        if !is_new {
            return;
        }
        self.entered = ctx.now().micros();
        flight.entered = self.entered;
        let name = stage.name();
        self.note(ctx, Level::Info, &format!("{name}StageEntered"), &[]);
        if template.is_some() {
            self.note(ctx, Level::Trace, &format!("{name}TransformationStarted"), &[]);
            self.note(ctx, Level::Trace, &format!("{name}TransformationSucceeded"), &[]);
        }
    }

    /// The stage calls what it is to call.
    pub fn invoke(&mut self, ctx: &Ctx<'_>, request: &str) {
        let step = format!("{}InvocationStarted", self.stage.name());
        self.note(ctx, Level::Trace, &step, &[("awsRequest", Some(request))]);
    }

    /// Nothing is left for the target.
    pub fn skip_target(&mut self, ctx: &Ctx<'_>) {
        self.note(ctx, Level::Trace, "TargetStageSkipped", &[]);
    }

    /// What was called has answered, and the stage is over.
    pub fn leave(&mut self, ctx: &mut Ctx<'_>, response: Option<&str>, ending: &Ending<'_>) {
        let name = self.stage.name();
        let millis = (ctx.now().micros() - self.entered) / 1_000;
        let of_pipe = [("PipeName", self.pipe.name.as_str())];
        ctx.metric(&STAGE_DURATION[self.stage as usize], &of_pipe, millis as f64);
        let is_failed = matches!(ending, Ending::Failure(_));
        let failures = f64::from(u8::from(is_failed));
        ctx.metric(&STAGE_FAILED[self.stage as usize], &of_pipe, failures);
        let level = if matches!(ending, Ending::Success) { Level::Trace } else { Level::Error };
        let invocation = format!("{name}Invocation{}", ending.word());
        let response = [("awsResponse", response)];
        let error = ending.error(&self.called());
        self.note_with(ctx, level, &invocation, &response, error);
        self.end(ctx, &format!("{name}Stage"), ending);
    }

    /// The service that the stage calls.
    fn called(&self) -> String {
        let definition = &self.pipe.row.definition;
        let arn = match self.stage {
            Stage::Enrichment => definition.enrichment.as_deref().unwrap_or_default(),
            Stage::Target => &definition.target,
        };
        arn.split(':').nth(2).unwrap_or_default().to_owned()
    }

    /// All of it is over.
    pub fn finish(mut self, ctx: &mut Ctx<'_>, ending: &Ending<'_>) {
        let millis = (ctx.now().micros() - self.begun) / 1_000;
        let of_pipe = [("PipeName", self.pipe.name.as_str())];
        ctx.metric(&DURATION, &of_pipe, millis as f64);
        let count = |is: bool| f64::from(u8::from(is));
        ctx.metric(&FAILED, &of_pipe, count(matches!(ending, Ending::Failure(_))));
        ctx.metric(&PARTIALLY, &of_pipe, count(matches!(ending, Ending::Partial)));
        self.end(ctx, "Execution", ending);
        self.write(ctx);
    }

    /// What it has told so far, while it waits for an answer.
    pub fn write(self, ctx: &mut Ctx<'_>) {
        if !self.records.is_empty() {
            self.configuration.write(ctx, self.pipe, &self.arn, &self.records);
        }
    }

    fn end(&mut self, ctx: &Ctx<'_>, what: &str, ending: &Ending<'_>) {
        let level = if matches!(ending, Ending::Success) { Level::Info } else { Level::Error };
        let error = ending.error(&self.called());
        self.note_with(ctx, level, &format!("{what}{}", ending.word()), &[], error);
    }

    fn note(&mut self, ctx: &Ctx<'_>, level: Level, step: &str, data: &[(&str, Option<&str>)]) {
        self.note_with(ctx, level, step, data, None);
    }

    fn note_with(
        &mut self,
        ctx: &Ctx<'_>,
        level: Level,
        step: &str,
        data: &[(&str, Option<&str>)],
        error: Option<Json>,
    ) {
        if level > self.configuration.level {
            return;
        }
        let mut record = json!({
            "resourceArn": self.arn,
            "timestamp": ctx.now().millis(),
            "executionId": self.id,
            "messageType": step,
            "logLevel": level.name(),
        });
        self.configuration.add_data(&mut record, data);
        if let Some(error) = error {
            record["error"] = error;
        }
        self.records.push(record);
    }
}

impl<'e> Ending<'e> {
    pub fn of(error: Option<&'e ApiError>) -> Ending<'e> {
        error.map_or(Ending::Success, Ending::Failure)
    }

    fn word(&self) -> &'static str {
        match self {
            Ending::Success => "Succeeded",
            Ending::Partial => "PartiallyFailed",
            Ending::Failure(_) => "Failed",
        }
    }

    fn error(&self, service: &str) -> Option<Json> {
        let Ending::Failure(error) = self else { return None };
        Some(json!({
            "httpStatusCode": error.status(),
            "message": error.message(),
            "details": error.code(),
            "awsService": service,
        }))
    }
}
