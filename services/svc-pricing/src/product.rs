//! Products: one for each usage type and region of the price list.
//!
//! The shape is that of a document of the Price List API (User Guide, "Reading the price list
//! files"). SKUs are made here; AWS's are other ones.

use std::collections::BTreeMap;

use billing::prices::{Price, PriceList};
use billing::products;
use kernel::Region;
use serde_json::{Map, Value as Json, json};

/// What AWS's documents call terms and rates on demand.
pub const TERM: &str = "JRTCKXETXF";
const RATE: &str = "6YS6EN2CT7";
const SKU_LETTERS: &[u8; 36] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const SKU_LEN: usize = 16;

#[derive(Debug)]
pub struct Product {
    pub code: &'static str,
    pub attributes: BTreeMap<&'static str, String>,
    pub sku: String,
    price: &'static Price,
}

/// All products, in a fixed order.
pub fn all() -> Vec<Product> {
    let list = PriceList::current();
    let each = list.all().filter_map(|(service, usage, region, price)| {
        let product = products::of(service)?;
        let region = Region::parse(region)?;
        let (name, operation) = usage.split_once(':').unwrap_or((usage, ""));
        let mut attributes = BTreeMap::from([
            ("servicecode", product.code.to_owned()),
            ("servicename", product.name.to_owned()),
            ("usagetype", product.usage_type(region, name)),
            ("operation", operation.to_owned()),
            ("regionCode", region.to_string()),
            ("locationType", "AWS Region".to_owned()),
            // Not of AWS's: whether a document was found that says so, and which.
            ("nepheleVerified", price.is_verified().to_string()),
        ]);
        if let Some(source) = list.source(price) {
            attributes.insert("nepheleSource", format!("{}: {}", source.date, source.text));
        }
        if let Some(location) = location(region) {
            attributes.insert("location", location.to_owned());
        }
        let sku = sku(&[service, usage, region.as_str()]);
        Some(Product { code: product.code, attributes, sku, price })
    });
    each.collect()
}

fn location(region: Region) -> Option<&'static str> {
    match region.as_str() {
        "us-east-1" => Some("US East (N. Virginia)"),
        "ap-northeast-2" => Some("Asia Pacific (Seoul)"),
        _ => None,
    }
}

/// FNV-1a, as letters and digits: the same for the same product.
fn sku(parts: &[&str]) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut sku = String::with_capacity(SKU_LEN);
    for round in 0..SKU_LEN as u8 {
        for byte in parts.iter().flat_map(|part| part.bytes().chain([0])).chain([round]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        sku.push(char::from(SKU_LETTERS[(hash >> 32) as usize % SKU_LETTERS.len()]));
    }
    sku
}

/// A price up to a quantity of a month.
#[derive(Debug)]
pub struct Rate {
    pub code: String,
    pub unit: &'static str,
    pub begin: String,
    pub end: String,
    pub description: String,
    pub price: String,
}

impl Product {
    pub fn rates(&self) -> Vec<Rate> {
        let mut rates: Vec<Rate> = Vec::new();
        let unit = self.price.unit.name();
        let note = if self.price.is_verified() { "" } else { " (found in no document)" };
        for (at, (each, end)) in self.price.tiers.iter().enumerate() {
            let number = if at == 0 { String::new() } else { at.to_string() };
            rates.push(Rate {
                code: format!("{}.{TERM}.{RATE}{number}", self.sku),
                unit,
                begin: rates.last().map_or_else(|| "0".to_owned(), |before| before.end.clone()),
                end: end.map_or_else(|| "Inf".to_owned(), |end| end.to_string()),
                description: format!("${each} per {unit}{note}"),
                price: each.to_string(),
            });
        }
        rates
    }

    /// `{sku, attributes}`
    pub fn described(&self) -> Json {
        let attributes: Map<String, Json> = self
            .attributes
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Json::from(value.as_str())))
            .collect();
        json!({"attributes": attributes, "sku": self.sku})
    }

    /// The one term on demand, by its code.
    pub fn term(&self) -> Json {
        let dimensions: Map<String, Json> = self
            .rates()
            .into_iter()
            .map(|rate| {
                let dimension = json!({
                    "rateCode": rate.code,
                    "unit": rate.unit,
                    "beginRange": rate.begin,
                    "endRange": rate.end,
                    "description": rate.description,
                    "appliesTo": [],
                    "pricePerUnit": {"USD": rate.price},
                });
                (rate.code, dimension)
            })
            .collect();
        json!({format!("{}.{TERM}", self.sku): {
            "priceDimensions": dimensions,
            "sku": self.sku,
            "effectiveDate": published(),
            "offerTermCode": TERM,
            "termAttributes": {},
        }})
    }

    /// The document of the product and its price.
    pub fn document(&self) -> String {
        json!({
            "product": self.described(),
            "serviceCode": self.code,
            "terms": {"OnDemand": self.term()},
            "version": version(),
            "publicationDate": published(),
        })
        .to_string()
    }
}

/// When the list was published: `2026-11-01T00:00:00Z`.
pub fn published() -> String {
    format!("{}T00:00:00Z", PriceList::current().date)
}

/// The same as the number of a version: `20261101000000`.
pub fn version() -> String {
    PriceList::current().date.replace('-', "") + "000000"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_product_has_its_own_sku() {
        let products = all();
        let skus: std::collections::BTreeSet<&str> =
            products.iter().map(|product| product.sku.as_str()).collect();
        assert_eq!(skus.len(), products.len());
        assert!(skus.iter().all(|sku| sku.len() == SKU_LEN));
    }

    #[test]
    fn tiers_follow_each_other() {
        let products = all();
        let is_it = |product: &&Product| {
            product.attributes["usagetype"] == "TimedStorage-ByteHrs" && product.code == "AmazonS3"
        };
        let document = products.iter().find(is_it).expect("S3 has it").document();
        for bound in [r#""beginRange":"51200""#, r#""endRange":"512000""#, r#""endRange":"Inf""#] {
            assert!(document.contains(bound), "{document}");
        }
    }
}
