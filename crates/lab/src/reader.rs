//! A reader of a stream of Kinesis: one worker that reads all shards in turn, from where it has
//! last noted that it was; what it reads stays for others.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

use crate::actors::Reader;
use crate::names::{Names, texts};
use crate::producer::names_of;
use crate::sim::Sim;
use crate::steps::Request;

struct Shard {
    id: Json,
    /// The last record of the last batch that was done as a whole.
    noted: Option<Json>,
    iterator: Option<Json>,
}

pub async fn read(sim: &Sim<'_>, reader: &Reader) {
    sim.sleep_to(reader.start).await;
    let mut work = Work { sim, reader, names: sim.known(), taken: 0 };
    let mut shards = work.shards().await;
    while !sim.is_broken() {
        for shard in &mut shards {
            work.turn(shard).await;
        }
        sim.sleep(reader.every).await;
    }
}

struct Work<'w, 'l> {
    sim: &'w Sim<'l>,
    reader: &'w Reader,
    names: Names,
    /// How many records it has taken.
    taken: u64,
}

impl Work<'_, '_> {
    async fn shards(&self) -> Vec<Shard> {
        let answer = self.call("ListShards", json!({"StreamName": self.reader.stream})).await;
        let found = answer.as_ref().and_then(|answer| answer["Shards"].as_array());
        let ids = found.into_iter().flatten().map(|it| it["ShardId"].clone());
        ids.map(|id| Shard { id, noted: None, iterator: None }).collect()
    }

    /// Reads a batch of a shard and handles it.
    async fn turn(&mut self, shard: &mut Shard) {
        if shard.iterator.is_none() {
            shard.iterator = self.iterator(shard).await;
        }
        let Some(iterator) = &shard.iterator else { return };
        let input = json!({"ShardIterator": iterator, "Limit": self.reader.batch});
        let Some(answer) = self.call("GetRecords", input).await else { return };
        let records = answer["Records"].as_array().map(Vec::as_slice).unwrap_or_default();
        {
            let mut ledger = self.sim.ledger.borrow_mut();
            let counts = ledger.counts.entry(self.reader.name.clone()).or_default();
            counts.receives += 1;
            counts.empty += u64::from(records.is_empty());
        }
        if let Some(last) = records.last() {
            self.sim.stir();
            self.sim.working.set(self.sim.working.get() + 1);
            let is_done = self.handle(records).await;
            self.sim.working.set(self.sim.working.get() - 1);
            self.sim.stir();
            if !is_done {
                // All of the batch comes again.
                shard.iterator = None;
                return;
            }
            shard.noted = Some(last["SequenceNumber"].clone());
        }
        shard.iterator = Some(answer["NextShardIterator"].clone()).filter(|it| !it.is_null());
    }

    async fn iterator(&self, shard: &Shard) -> Option<Json> {
        let mut input = json!({
            "StreamName": self.reader.stream, "ShardId": shard.id,
            "ShardIteratorType": self.reader.position,
        });
        if let Some(noted) = &shard.noted {
            input["ShardIteratorType"] = "AFTER_SEQUENCE_NUMBER".into();
            input["StartingSequenceNumber"] = noted.clone();
        }
        Some(self.call("GetShardIterator", input).await?["ShardIterator"].clone())
    }

    /// Whether all records were done.
    async fn handle(&mut self, records: &[Json]) -> bool {
        for record in records {
            let data = STANDARD.decode(texts(&record["Data"])).unwrap_or_default();
            let key = self.sim.ledger.borrow().key_in(&String::from_utf8_lossy(&data));
            let name = self.reader.name.as_str();
            let handling = key.as_ref().map(|key| self.sim.begin(name, key));
            self.taken += 1;
            let dies =
                self.reader.dies_every > 0 && self.taken.is_multiple_of(self.reader.dies_every);
            self.sim.sleep(self.reader.work).await;
            let is_done = !dies
                && match &key {
                    Some(key) => does(self.sim, name, &self.reader.does, key).await,
                    None => true,
                };
            if !is_done {
                let mut ledger = self.sim.ledger.borrow_mut();
                let counts = ledger.counts.entry(name.to_owned()).or_default();
                counts.deaths += u64::from(dies);
                counts.failures += u64::from(!dies);
                return false;
            }
            if let Some(handling) = handling {
                self.sim.finish(handling);
            }
        }
        true
    }

    async fn call(&self, operation: &str, input: Json) -> Option<Json> {
        let request = Request {
            service: "kinesis".to_owned(),
            operation: operation.to_owned(),
            input,
            caller: self.reader.caller.clone(),
            region: self.reader.region.clone(),
        };
        self.sim.call(&self.reader.name, &request, &self.names).await?.ok()
    }
}

/// What is done with an item besides work: whether all calls were answered.
pub async fn does(sim: &Sim<'_>, actor: &str, requests: &[Request], key: &str) -> bool {
    if requests.is_empty() {
        return true;
    }
    let item = sim.ledger.borrow().items.get(key).cloned();
    let Some(item) = item else { return true };
    let names = names_of(sim, &item, key);
    for request in requests {
        match sim.call(actor, request, &names).await {
            Some(Ok(_)) => {}
            _ => return false,
        }
    }
    true
}
