//! A lab as data: `lab.yaml`, the requirement in two languages, and a file for each architecture.
//!
//! Nothing is run here. Where files come from (the binary, a folder) is [`crate::files`].

use std::time::Duration;

use serde_json::{Map, Value as Json};

use crate::actors::{Actor, Load, actors};
use crate::files::Files;
use crate::patch;
use crate::read::{Fields, Result, Words, yaml};
use crate::steps::{Step, steps};

#[derive(Clone, Debug)]
pub struct Lab {
    pub id: String,
    pub title: Words,
    pub requirement: Words,
    /// Where figures and behaviour are documented.
    pub sources: Vec<String>,
    /// Settings of the world.
    pub settings: Map<String, Json>,
    /// What names stand for, in all architectures.
    pub vars: Map<String, Json>,
    pub loads: Vec<(String, Load)>,
    /// Before an architecture's own setup.
    pub setup: Vec<Step>,
    /// Beside the actors: what happens to every architecture.
    pub timeline: Vec<Step>,
    pub expect: Vec<Expectation>,
    pub charts: Vec<Chart>,
    pub ends: Ends,
    /// The right ones first.
    pub alternatives: Vec<Alternative>,
    pub mutants: Vec<Alternative>,
    /// Why mutants do not fit the architecture that they were made of, once that was edited.
    pub unfit: Vec<String>,
}

/// An architecture.
#[derive(Clone, Debug)]
pub struct Alternative {
    pub name: String,
    pub title: Words,
    pub note: Words,
    pub is_right: bool,
    /// The expectations that a wrong one fails.
    pub because: Vec<String>,
    /// Those that it may fail besides.
    pub perhaps: Vec<String>,
    pub settings: Map<String, Json>,
    pub setup: Vec<Step>,
    pub actors: Vec<Actor>,
    pub script: Vec<Step>,
    /// Names of queues to watch, and their URLs.
    pub watch: Vec<(String, Json)>,
    /// As the file says it: what mutants change.
    raw: Json,
}

/// When a run is over.
#[derive(Clone, Copy, Debug)]
pub struct Ends {
    /// At exactly this time, when set.
    pub lasts: Option<Duration>,
    /// At the latest.
    pub most: Duration,
    /// Once everything was sent and nothing has happened for so long.
    pub quiet: Duration,
}

/// A fact and its bounds.
#[derive(Clone, Debug)]
pub struct Expectation {
    pub id: String,
    pub fact: String,
    pub label: Words,
    pub bound: Bound,
    /// The sentence when it does not hold; `{value}`, `{bound}` and `{example}` stand in it.
    pub fails: Words,
}

#[derive(Clone, Debug)]
pub enum Bound {
    Between { least: Option<f64>, most: Option<f64> },
    Is(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chart {
    Order,
    Depth,
    Recovery,
    Bill,
}

const QUIET: Duration = Duration::from_mins(1);
const MOST: Duration = Duration::from_hours(1);

impl Lab {
    pub fn read(id: &str, files: &Files) -> Result<Lab> {
        let json = yaml("lab.yaml", files.need("lab.yaml")?)?;
        let fields = Fields::of("lab.yaml", &json)?;
        let mut lab = Lab {
            id: id.to_owned(),
            title: fields.words("title")?,
            requirement: Words {
                en: files.need("requirement.en.md")?.to_owned(),
                ko: files.need("requirement.ko.md")?.to_owned(),
            },
            sources: fields.texts("sources")?,
            settings: fields.map("settings")?,
            vars: fields.map("vars")?,
            loads: loads(&fields)?,
            setup: steps("lab.yaml: setup", fields.list("setup")?)?,
            timeline: steps("lab.yaml: timeline", fields.list("timeline")?)?,
            expect: expectations(fields.list("expect")?)?,
            charts: charts(&fields)?,
            ends: ends(&fields)?,
            alternatives: Vec::new(),
            mutants: Vec::new(),
            unfit: Vec::new(),
        };
        fields.finish()?;
        for (file, text) in files.below("alternatives") {
            let json = yaml(&file, text)?;
            lab.alternatives.push(Alternative::read(name_of(&file), &file, json)?);
        }
        lab.alternatives.sort_by_key(|it| (!it.is_right, it.name.clone()));
        for (file, text) in files.below("mutants") {
            match mutant(&file, &yaml(&file, text)?, &lab.alternatives) {
                Ok(mutant) => lab.mutants.push(mutant),
                Err(problem) => lab.unfit.push(problem),
            }
        }
        lab.check()?;
        Ok(lab)
    }

    pub fn load(&self, name: &str) -> Option<&Load> {
        self.loads.iter().find(|(known, _)| known == name).map(|(_, load)| load)
    }

    /// That names which refer to each other do.
    fn check(&self) -> Result<()> {
        for alternative in self.alternatives.iter().chain(&self.mutants) {
            let name = &alternative.name;
            if alternative.is_right != alternative.because.is_empty() {
                return Err(format!("{name}: because says why a wrong one fails, and only that"));
            }
            let known = |id: &&String| {
                id.as_str() == WORKS || self.expect.iter().any(|expectation| expectation.id == **id)
            };
            let stated = alternative.because.iter().chain(&alternative.perhaps);
            if let Some(unknown) = stated.clone().find(|id| !known(id)) {
                return Err(format!("{name}: nothing is expected as {unknown}"));
            }
            for actor in &alternative.actors {
                if let Actor::Producer(producer) = actor
                    && self.load(&producer.load).is_none()
                {
                    return Err(format!("{name}: there is no load {}", producer.load));
                }
            }
        }
        Ok(())
    }
}

/// The expectation that every lab has: no call of a setup or a script is refused.
pub const WORKS: &str = "works";

impl Alternative {
    fn read(name: &str, file: &str, json: Json) -> Result<Alternative> {
        let fields = Fields::of(file, &json)?;
        let is_right = match fields.need_text("verdict")?.as_str() {
            "right" => true,
            "wrong" => false,
            _ => return Err(fields.wrong("verdict", "right or wrong")),
        };
        let alternative = Alternative {
            name: name.to_owned(),
            title: fields.words("title")?,
            note: fields.words("note")?,
            is_right,
            because: fields.texts("because")?,
            perhaps: fields.texts("perhaps")?,
            settings: fields.map("settings")?,
            setup: steps(&format!("{file}: setup"), fields.list("setup")?)?,
            actors: actors(&format!("{file}: actors"), fields.list("actors")?)?,
            script: steps(&format!("{file}: script"), fields.list("script")?)?,
            watch: fields.map("watch")?.into_iter().collect(),
            raw: Json::Null,
        };
        fields.finish()?;
        Ok(Alternative { raw: json, ..alternative })
    }
}

/// A right architecture with something broken in it on purpose.
fn mutant(file: &str, json: &Json, alternatives: &[Alternative]) -> Result<Alternative> {
    let fields = Fields::of(file, json)?;
    let of = fields.need_text("of")?;
    let original = alternatives.iter().find(|it| it.name == of && it.is_right);
    let original = original.ok_or_else(|| format!("{file}: {of} is no right alternative"))?;
    let mut changed = original.raw.clone();
    for change in fields.list("change")? {
        patch::apply(&mut changed, change).map_err(|problem| format!("{file}: {problem}"))?;
    }
    for (name, value) in [("because", fields.need("because")?), ("verdict", &"wrong".into())] {
        changed[name] = value.clone();
    }
    if let Some(perhaps) = fields.get("perhaps") {
        changed["perhaps"] = perhaps.clone();
    }
    changed["title"] = fields.need("title")?.clone();
    fields.finish()?;
    Alternative::read(name_of(file), file, changed)
}

fn name_of(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(".yaml").unwrap_or(name)
}

fn loads(fields: &Fields) -> Result<Vec<(String, Load)>> {
    let Some(json) = fields.get("load") else { return Ok(Vec::new()) };
    let all = json.as_object().ok_or_else(|| fields.wrong("load", "loads by their names"))?;
    all.iter()
        .map(|(name, json)| {
            let place = format!("lab.yaml: load.{name}");
            Ok((name.clone(), Load::read(Fields::of(place, json)?)?))
        })
        .collect()
}

fn expectations(list: &[Json]) -> Result<Vec<Expectation>> {
    let each = list.iter().enumerate();
    each.map(|(at, json)| {
        let fields = Fields::of(format!("lab.yaml: expect[{at}]"), json)?;
        let (least, most) = (fields.number("least")?, fields.number("most")?);
        let bound = match fields.text("is")? {
            Some(text) => Bound::Is(text),
            None if least.is_some() || most.is_some() => Bound::Between { least, most },
            None => return Err(format!("{}: least, most or is", fields.place)),
        };
        let expectation = Expectation {
            id: fields.need_text("id")?,
            fact: fields.need_text("fact")?,
            label: fields.words("label")?,
            bound,
            fails: fields.words("fails")?,
        };
        fields.finish()?;
        Ok(expectation)
    })
    .collect()
}

fn charts(fields: &Fields) -> Result<Vec<Chart>> {
    let chart = |name: String| match name.as_str() {
        "order" => Ok(Chart::Order),
        "depth" => Ok(Chart::Depth),
        "recovery" => Ok(Chart::Recovery),
        "bill" => Ok(Chart::Bill),
        _ => Err(fields.wrong("charts", "order, depth, recovery, bill")),
    };
    fields.texts("charts")?.into_iter().map(chart).collect()
}

fn ends(fields: &Fields) -> Result<Ends> {
    let mut ends = Ends { lasts: None, most: MOST, quiet: QUIET };
    if let Some(json) = fields.get("ends") {
        let inner = Fields::of("lab.yaml: ends", json)?;
        ends.lasts = inner.span("lasts")?;
        ends.most = ends.lasts.or(inner.span("most")?).unwrap_or(MOST);
        ends.quiet = inner.span("quiet")?.unwrap_or(QUIET);
        inner.finish()?;
    }
    Ok(ends)
}
