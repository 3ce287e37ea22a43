//! Price lists as files: ListPriceLists names them, GetPriceListFileUrl says where they are, and a
//! page of the server serves them, as JSON and as CSV.
//!
//! Source: API Reference, ListPriceLists, GetPriceListFileUrl; Billing User Guide, "Reading the
//! price list files" and "Reading the service price list file" (members and columns).

use std::collections::BTreeSet;
use std::fmt::Write as _;

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, OpResult, Page, Struct};
use serde_json::{Map, Value as Json, json};

use crate::api::{
    GetPriceListFileUrlInput, GetPriceListFileUrlOutput, ListPriceListsInput, ListPriceListsOutput,
    PriceListBuilder,
};
use crate::errors;
use crate::product::{self, Product};
use crate::query::{cut, of_service};

/// No bucket's name begins so. What follows is the path that AWS's files have.
const ROOT: &str = "/_pricing/offers/v1.0/aws/";
pub const FILE: &str = "PriceListFile";
const FORMATS: [&str; 2] = ["csv", "json"];
const CURRENCY: &str = "USD";
const DISCLAIMER: &str = "Prices of the bill of this world, from its dated price list; \
                          nepheleVerified says whether a document has the figure.";

pub static PAGES: &[Page] =
    &[Page { service: "pricing", is_at: |path| path.starts_with(ROOT), step: FILE }];

pub fn list_price_lists(
    ctx: &mut Ctx<'_>,
    input: ListPriceListsInput<'_>,
) -> Result<ListPriceListsOutput, ApiError> {
    let code = input.service_code();
    let products = of_service(code)?;
    if input.currency_code() != CURRENCY {
        return Err(errors::bad_currency(input.currency_code()));
    }
    let mut regions: BTreeSet<&str> =
        products.iter().map(|it| it.attributes["regionCode"].as_str()).collect();
    if let Some(region) = input.region_code() {
        regions.retain(|it| *it == region);
        if regions.is_empty() {
            return Err(errors::no_region(region));
        }
    }
    // Before the list that there is, there was none.
    if input.effective_date().iso8601() < product::published() {
        regions.clear();
    }
    let page = (input.max_results(), input.next_token());
    let (regions, token) = cut("ListPriceLists", page, regions.into_iter().collect())?;
    let partition = ctx.region().partition();
    let lists: Vec<_> = regions
        .into_iter()
        .map(|region| {
            let version = product::version();
            let name = format!("price-list/aws/{code}/{CURRENCY}/{version}/{region}");
            PriceListBuilder::new()
                .price_list_arn(format!("arn:{partition}:pricing:::{name}"))
                .region_code(region)
                .currency_code(CURRENCY)
                .file_formats(FORMATS.to_vec())
        })
        .collect();
    Ok(ListPriceListsOutput::new().price_lists(lists).next_token(token))
}

pub fn get_price_list_file_url(
    ctx: &mut Ctx<'_>,
    input: GetPriceListFileUrlInput<'_>,
) -> Result<GetPriceListFileUrlOutput, ApiError> {
    let arn = input.price_list_arn();
    let format = input.file_format().to_lowercase();
    if !FORMATS.contains(&format.as_str()) {
        return Err(errors::bad_format(input.file_format()));
    }
    let parsed = Arn::parse(arn).filter(|it| it.service == "pricing");
    let name = parsed.map(|it| it.resource.clone()).unwrap_or_default();
    let parts: Vec<&str> = name.split('/').collect();
    match parts[..] {
        ["price-list", "aws", code, CURRENCY, version, region]
            if version == product::version() && !of_region(code, region).is_empty() =>
        {
            let endpoint = ctx.origin().endpoint.trim_end_matches('/').to_owned();
            let url = format!("{endpoint}{ROOT}{code}/{version}/{region}/index.{format}");
            Ok(GetPriceListFileUrlOutput::new().url(url))
        }
        _ => Err(errors::no_list(arn)),
    }
}

fn of_region(code: &str, region: &str) -> Vec<Product> {
    let mut products = of_service(code).unwrap_or_default();
    products.retain(|product| product.attributes["regionCode"] == region);
    products
}

/// The step [`FILE`].
pub fn serve(_: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let path = input.str("Path").unwrap_or_default();
    let parts: Vec<&str> = path.strip_prefix(ROOT).unwrap_or_default().split('/').collect();
    let [code, version, region, name] = parts[..] else { return Err(errors::no_list(path)) };
    let products = of_region(code, region);
    if products.is_empty() || version != product::version() {
        return Err(errors::no_list(path));
    }
    match name {
        "index.json" => Ok(page("application/json", as_json(code, &products))),
        "index.csv" => Ok(page("text/csv", as_csv(code, &products))),
        _ => Err(errors::no_list(path)),
    }
}

fn page(kind: &str, body: String) -> Struct {
    Struct::new().with("ContentType", kind).with("Body", body)
}

fn as_json(code: &str, products: &[Product]) -> String {
    let each = |of: fn(&Product) -> Json| -> Map<String, Json> {
        products.iter().map(|product| (product.sku.clone(), of(product))).collect()
    };
    json!({
        "formatVersion": "v1.0",
        "disclaimer": DISCLAIMER,
        "offerCode": code,
        "version": product::version(),
        "publicationDate": product::published(),
        "products": each(Product::described),
        "terms": {"OnDemand": each(Product::term)},
        "attributesList": {},
    })
    .to_string()
}

/// Of a price; the attributes of products follow.
const COLUMNS: [&str; 11] = [
    "SKU",
    "OfferTermCode",
    "RateCode",
    "TermType",
    "PriceDescription",
    "EffectiveDate",
    "StartingRange",
    "EndingRange",
    "Unit",
    "PricePerUnit",
    "Currency",
];

/// Five lines about the file, the names of the columns, and a line for each price.
fn as_csv(code: &str, products: &[Product]) -> String {
    let mut text = String::new();
    let (published, version) = (product::published(), product::version());
    for about in [
        ["FormatVersion", "v1.0"],
        ["Disclaimer", DISCLAIMER],
        ["Publication Date", &published],
        ["Version", &version],
        ["OfferCode", code],
    ] {
        line(&mut text, about);
    }
    let attributes: BTreeSet<&str> =
        products.iter().flat_map(|product| product.attributes.keys().copied()).collect();
    line(&mut text, COLUMNS.into_iter().chain(attributes.iter().copied()));
    for product in products {
        for rate in product.rates() {
            let price = [
                product.sku.as_str(),
                product::TERM,
                &rate.code,
                "OnDemand",
                &rate.description,
                &published,
                &rate.begin,
                &rate.end,
                rate.unit,
                &rate.price,
                CURRENCY,
            ];
            let values = attributes
                .iter()
                .map(|name| product.attributes.get(name).map_or("", String::as_str));
            line(&mut text, price.into_iter().chain(values));
        }
    }
    text
}

fn line<'t>(text: &mut String, values: impl IntoIterator<Item = &'t str>) {
    for (at, value) in values.into_iter().enumerate() {
        let comma = if at > 0 { "," } else { "" };
        let _ = write!(text, "{comma}\"{}\"", value.replace('"', "\"\""));
    }
    text.push('\n');
}
