//! Maps in distributed mode: what a state wants of its Map Run, and what each item becomes.
//!
//! A Map Run is the host's: it reads the items, runs an execution of its own for each of them or
//! for each batch, and tells the interpreter when it is over.
//!
//! Source: Step Functions Developer Guide, "Using Map state in Distributed mode", "ItemReader
//! (Map)", "ItemBatcher (Map)", "ResultWriter (Map)", "Setting failure thresholds for Distributed
//! Map states".

use minicbor::{Decode, Encode};
use serde_json::{Value, json};

use crate::PAYLOAD_MAX;
use crate::definition::State;
use crate::failure::{self, Failure};
use crate::frame::{Frame, Place};
use crate::functions::whole;
use crate::host::{Event, Host};
use crate::interpreter::Interpreter;
use crate::scope::Scope;
use crate::turn::{Flow, Turn};

/// `Map.Item.Source` of items that stand in the state's input.
pub const STATE_DATA: &str = "STATE_DATA";

/// What a Map Run is to do. JSON is kept as its text.
#[derive(Clone, Debug, Default, Encode, Decode, PartialEq)]
#[cbor(map)]
pub struct MapRun {
    #[n(0)]
    pub label: Option<String>,
    #[n(1)]
    pub is_express: bool,
    /// A list: of the state's input, where there is no reader.
    #[n(2)]
    pub items: Option<String>,
    #[n(3)]
    pub reader: Option<Reader>,
    #[n(4)]
    pub items_max: Option<u64>,
    #[n(5)]
    pub batcher: Option<Batcher>,
    #[n(6)]
    pub max_concurrency: u32,
    #[n(7)]
    pub tolerated_count: Option<u64>,
    #[n(8)]
    pub tolerated_percentage: Option<f64>,
    #[n(9)]
    pub writer: Option<Writer>,
}

/// `ItemReader`
#[derive(Clone, Debug, Default, Encode, Decode, PartialEq)]
#[cbor(map)]
pub struct Reader {
    #[n(0)]
    pub resource: String,
    #[n(1)]
    pub parameters: String,
    #[n(2)]
    pub config: String,
}

/// `ItemBatcher`
#[derive(Clone, Debug, Default, Encode, Decode, PartialEq)]
#[cbor(map)]
pub struct Batcher {
    #[n(0)]
    pub input: Option<String>,
    #[n(1)]
    pub items_max: Option<u64>,
    #[n(2)]
    pub bytes_max: Option<u64>,
}

/// `ResultWriter`
#[derive(Clone, Debug, Default, Encode, Decode, PartialEq)]
#[cbor(map)]
pub struct Writer {
    /// Bucket and prefix; without them the results are the state's.
    #[n(0)]
    pub to: Option<(String, String)>,
    #[n(1)]
    pub transformation: Option<String>,
    #[n(2)]
    pub is_lines: bool,
}

/// An item before `ItemSelector`.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub index: u64,
    pub value: Value,
}

impl<H: Host> Interpreter<'_, H> {
    /// Begins an execution of a Map Run: the machine at a place of the definition.
    pub fn begin_at(&mut self, places: Vec<Place>, input: &str) -> Result<(), H::Error> {
        let machine = self.definition.machine_at(&places);
        let start = machine.map(|machine| machine.start_at().to_owned()).unwrap_or_default();
        let frame = Frame { places, ..Frame::root(start, input) };
        self.begin_frame(frame)
    }

    /// What becomes of items that were read for a frame's Map Run.
    pub fn selected(
        &mut self,
        frame: &Frame,
        items: Vec<Item>,
        source: &str,
    ) -> Result<Vec<Value>, Failure> {
        let mut turn = Turn::new(self.definition, frame.clone(), self.host.moment());
        let context = Value::Object(turn.context(self.host.context(), ""));
        turn.selected(&context, items, Some(source)).map_err(|failure| turn.located(failure))
    }

    /// A frame's Map Run is over.
    pub fn map_run_ended(
        &mut self,
        frame: Frame,
        outcome: Result<Value, Failure>,
    ) -> Result<(), H::Error> {
        let mut turn = Turn::new(self.definition, frame, self.host.moment());
        let events = match &outcome {
            Ok(_) => [Event::MapRunSucceeded, Event::MapStateSucceeded],
            Err(failure) => [Event::MapRunFailed { failure }, Event::MapStateFailed],
        };
        for event in events {
            turn.frame.last_event = self.host.record(turn.frame.last_event, event)?;
        }
        match outcome {
            Ok(result) => self.go_on(turn, Ok(Flow::Result(result))),
            Err(failure) => self.fail(turn, failure),
        }
    }
}

impl<'d> Turn<'d> {
    /// What the state wants of its Map Run.
    pub(crate) fn distributed(
        &mut self,
        state: State<'d>,
        context: &Value,
    ) -> Result<Flow<'d>, Failure> {
        let input = self.effective_input(context)?;
        let reader = self.reader(state, context, &input)?;
        let items = if reader.is_some() {
            None
        } else {
            let items = self.items(state, context)?;
            Some(items.to_string())
        };
        let items_max = match state.value("ItemReader").and_then(|it| it.get("ReaderConfig")) {
            Some(config) => self.number_in(config, "MaxItems", state, context, &input)?,
            None => None,
        };
        let config = state.processor().and_then(|it| it.get("ProcessorConfig"));
        let kind = config.and_then(|config| config.get("ExecutionType")).and_then(Value::as_str);
        let concurrency = self.number_of(state, context, "MaxConcurrency")?.unwrap_or(0);
        let tolerated = self.number_of(state, context, "ToleratedFailureCount")?;
        let percentage = self.value_of(state, context, "ToleratedFailurePercentage")?;
        let percentage = match percentage {
            None => None,
            Some(value) => {
                let fit = value.as_f64().filter(|it| (0.0..=100.0).contains(it));
                let field = "ToleratedFailurePercentage";
                let wanted = "a number from 0 to 100";
                Some(fit.ok_or_else(|| Self::unsuitable(state, field, wanted))?)
            }
        };
        Ok(Flow::Distributed(MapRun {
            label: state.text("Label").map(str::to_owned),
            is_express: kind == Some("EXPRESS"),
            items,
            reader,
            items_max: items_max.map(i64::unsigned_abs),
            batcher: self.batcher(state, context, &input)?,
            max_concurrency: u32::try_from(concurrency).unwrap_or(u32::MAX),
            tolerated_count: tolerated.map(i64::unsigned_abs),
            tolerated_percentage: percentage,
            writer: self.writer(state, context, &input)?,
        }))
    }

    fn reader(
        &mut self,
        state: State<'d>,
        context: &Value,
        input: &Value,
    ) -> Result<Option<Reader>, Failure> {
        let Some(reader) = state.value("ItemReader") else { return Ok(None) };
        let parameters = self.payload_in(reader, "ItemReader", state, context, input)?;
        let config = reader.get("ReaderConfig").cloned().unwrap_or_else(|| json!({}));
        let config = if state.is_jsonata() {
            self.evaluated_in(&config, "ItemReader/ReaderConfig", context, input)?
        } else {
            self.looked_up(config, context, input)?
        };
        let resource = reader.get("Resource").and_then(Value::as_str).unwrap_or_default();
        Ok(Some(Reader {
            resource: resource.to_owned(),
            parameters: parameters.to_string(),
            config: config.to_string(),
        }))
    }

    /// `ItemsPointerPath` and the like: in their place what they lead to.
    fn looked_up(&self, config: Value, context: &Value, input: &Value) -> Result<Value, Failure> {
        let Value::Object(mut members) = config else { return Ok(config) };
        if let Some(Value::String(path)) = members.remove("ItemsPointerPath") {
            let found =
                Scope::new(input, context, self.variables()).path(&path, "ItemsPointerPath")?;
            members.insert("ItemsPointer".to_owned(), found);
        }
        Ok(Value::Object(members))
    }

    fn batcher(
        &mut self,
        state: State<'d>,
        context: &Value,
        input: &Value,
    ) -> Result<Option<Batcher>, Failure> {
        let Some(batcher) = state.value("ItemBatcher") else { return Ok(None) };
        let batch_input = match batcher.get("BatchInput") {
            None => None,
            Some(template) if state.is_jsonata() => {
                Some(self.evaluated_in(template, "ItemBatcher/BatchInput", context, input)?)
            }
            Some(template) => Some(self.payload_of(template, context, input)?),
        };
        let items_max = self.number_in(batcher, "MaxItemsPerBatch", state, context, input)?;
        let bytes_max = self.number_in(batcher, "MaxInputBytesPerBatch", state, context, input)?;
        Ok(Some(Batcher {
            input: batch_input.map(|value| value.to_string()),
            items_max: items_max.filter(|most| *most > 0).map(i64::unsigned_abs),
            bytes_max: bytes_max.filter(|most| *most > 0).map(i64::unsigned_abs),
        }))
    }

    fn writer(
        &mut self,
        state: State<'d>,
        context: &Value,
        input: &Value,
    ) -> Result<Option<Writer>, Failure> {
        let Some(writer) = state.value("ResultWriter") else { return Ok(None) };
        let to = if writer.get("Resource").is_some() {
            let to = self.payload_in(writer, "ResultWriter", state, context, input)?;
            let text = |name: &str| to.get(name).and_then(Value::as_str).map(str::to_owned);
            let bucket = text("Bucket").ok_or_else(|| {
                Failure::new(failure::RESULT_WRITER_FAILED, "The ResultWriter names no bucket.")
            })?;
            Some((bucket, text("Prefix").unwrap_or_default()))
        } else {
            None
        };
        let config = writer.get("WriterConfig");
        let config = |name: &str| config.and_then(|it| it.get(name)).and_then(Value::as_str);
        Ok(Some(Writer {
            to,
            transformation: config("Transformation").map(str::to_owned),
            is_lines: config("OutputType") == Some("JSONL"),
        }))
    }

    /// `Parameters` or `Arguments` of a part of the state.
    fn payload_in(
        &mut self,
        part: &Value,
        name: &str,
        state: State<'d>,
        context: &Value,
        input: &Value,
    ) -> Result<Value, Failure> {
        if state.is_jsonata() {
            let template = part.get("Arguments").cloned().unwrap_or_else(|| json!({}));
            return self.evaluated_in(&template, &format!("{name}/Arguments"), context, input);
        }
        let template = part.get("Parameters").cloned().unwrap_or_else(|| json!({}));
        self.payload_of(&template, context, input)
    }

    /// A whole number in a part of the state, or where its path or expression leads.
    fn number_in(
        &mut self,
        part: &Value,
        field: &str,
        state: State<'d>,
        context: &Value,
        input: &Value,
    ) -> Result<Option<i64>, Failure> {
        let path_field = format!("{field}Path");
        let value = if state.is_jsonata() {
            match part.get(field) {
                Some(template) => Some(self.evaluated_in(template, field, context, input)?),
                None => None,
            }
        } else if let Some(path) = part.get(&path_field).and_then(Value::as_str) {
            Some(Scope::new(input, context, self.variables()).path(path, &path_field)?)
        } else {
            part.get(field).cloned()
        };
        let Some(value) = value else { return Ok(None) };
        let number = whole(&value).filter(|number| *number >= 0);
        let wanted = "a whole number that is not negative";
        number.map(Some).ok_or_else(|| Self::unsuitable(state, field, wanted))
    }

    /// Items as they go into iterations or executions, after `ItemSelector`.
    pub(crate) fn selected(
        &mut self,
        context: &Value,
        items: Vec<Item>,
        source: Option<&str>,
    ) -> Result<Vec<Value>, Failure> {
        let state = self.state()?;
        let input = self.effective_input(context)?;
        let selector = state.value("ItemSelector").or_else(|| state.value("Parameters"));
        let mut inputs = Vec::with_capacity(items.len());
        for item in items {
            let Some(template) = selector else {
                inputs.push(item.value);
                continue;
            };
            let mut shown = json!({"Index": item.index, "Value": item.value});
            if let Some(source) = source {
                shown["Source"] = json!(source);
            }
            let mut context = context.clone();
            context["Map"] = json!({"Item": shown});
            let selected = if state.is_jsonata() {
                self.evaluated_in(template, "ItemSelector", &context, &input)?
            } else {
                self.payload_of(template, &context, &input)?
            };
            if selected.to_string().len() > PAYLOAD_MAX {
                return Err(self.too_large());
            }
            inputs.push(selected);
        }
        Ok(inputs)
    }
}

/// Whether a Map is to be run distributed.
pub fn is_distributed(state: State<'_>) -> bool {
    let config = state.processor().and_then(|it| it.get("ProcessorConfig"));
    let mode = config.and_then(|config| config.get("Mode")).and_then(Value::as_str);
    mode == Some("DISTRIBUTED")
}

/// Where the machine stands that is run for the items of a frame's Map.
pub fn places(frame: &Frame) -> Vec<Place> {
    let mut places = frame.places.clone();
    places.push(Place { state: frame.state.clone(), branch: 0 });
    places
}
