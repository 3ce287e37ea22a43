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
const TERM: &str = "JRTCKXETXF";
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
            // Not of AWS's: whether a document was found that says so.
            ("nepheleVerified", price.is_verified.to_string()),
        ]);
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

impl Product {
    /// The document of the product and its price.
    pub fn document(&self) -> String {
        let date = &PriceList::current().date;
        let term = format!("{}.{TERM}", self.sku);
        let mut dimensions = Map::new();
        let mut begin = "0".to_owned();
        for (at, (each, end)) in self.price.tiers.iter().enumerate() {
            let code =
                format!("{term}.{RATE}{}", if at == 0 { String::new() } else { at.to_string() });
            let end = end.map_or_else(|| "Inf".to_owned(), |end| end.to_string());
            let unit = self.price.unit.name();
            let note = if self.price.is_verified { "" } else { " (found in no document)" };
            dimensions.insert(
                code.clone(),
                json!({
                    "rateCode": code,
                    "unit": unit,
                    "beginRange": begin,
                    "endRange": end,
                    "description": format!("${each} per {unit}{note}"),
                    "appliesTo": [],
                    "pricePerUnit": {"USD": each.to_string()},
                }),
            );
            begin = end;
        }
        let attributes: Map<String, Json> = self
            .attributes
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Json::from(value.as_str())))
            .collect();
        json!({
            "product": {"attributes": attributes, "sku": self.sku},
            "serviceCode": self.code,
            "terms": {"OnDemand": {term.clone(): {
                "priceDimensions": dimensions,
                "sku": self.sku,
                "effectiveDate": format!("{date}T00:00:00Z"),
                "offerTermCode": TERM,
                "termAttributes": {},
            }}},
            "version": date.replace('-', "") + "000000",
            "publicationDate": format!("{date}T00:00:00Z"),
        })
        .to_string()
    }
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
