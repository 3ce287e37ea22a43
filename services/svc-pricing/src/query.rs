//! Finding services, attributes and products.

use std::collections::BTreeSet;

use kernel::{ApiError, Ctx, page};

use crate::api::{
    AttributeValueBuilder, DescribeServicesInput, DescribeServicesOutput, Filter,
    GetAttributeValuesInput, GetAttributeValuesOutput, GetProductsInput, GetProductsOutput,
    ServiceBuilder, filter_type as kind,
};
use crate::errors;
use crate::product::{self, Product};

const VERSION: &str = "aws_v1";
/// The largest MaxResults of the model.
const PAGE: i64 = 100;

type Page<'a> = (Option<i64>, Option<&'a str>);

fn check_version(version: Option<&str>) -> Result<(), ApiError> {
    match version {
        Some(version) if version != VERSION => Err(errors::bad_version(version)),
        _ => Ok(()),
    }
}

pub fn cut<T>(
    operation: &str,
    (max, token): Page<'_>,
    all: Vec<T>,
) -> Result<(Vec<T>, Option<String>), ApiError> {
    let mut first = 0;
    if let Some(token) = token {
        let at = page::decode(operation, token).and_then(|it| <[u8; 4]>::try_from(it).ok());
        first = u32::from_be_bytes(at.ok_or_else(errors::bad_token)?) as usize;
    }
    let end = first + max.unwrap_or(PAGE).clamp(1, PAGE) as usize;
    let has_more = all.len() > end;
    let shown = all.into_iter().take(end).skip(first).collect();
    Ok((shown, has_more.then(|| page::encode(operation, &(end as u32).to_be_bytes()))))
}

pub fn of_service(code: &str) -> Result<Vec<Product>, ApiError> {
    let mut products = product::all();
    products.retain(|product| product.code == code);
    if products.is_empty() { Err(errors::no_service(code)) } else { Ok(products) }
}

pub fn describe_services(
    _: &mut Ctx<'_>,
    input: DescribeServicesInput<'_>,
) -> Result<DescribeServicesOutput, ApiError> {
    check_version(input.format_version())?;
    let products = match input.service_code() {
        Some(code) => of_service(code)?,
        None => product::all(),
    };
    let codes: BTreeSet<&str> = products.iter().map(|product| product.code).collect();
    let page = (input.max_results(), input.next_token());
    let (codes, token) = cut("DescribeServices", page, codes.into_iter().collect())?;
    let services: Vec<_> = codes
        .into_iter()
        .map(|code| {
            let of = products.iter().filter(|product| product.code == code);
            let names: BTreeSet<&str> =
                of.flat_map(|product| product.attributes.keys().copied()).collect();
            ServiceBuilder::new().service_code(code).attribute_names(Vec::from_iter(names))
        })
        .collect();
    Ok(DescribeServicesOutput::new().services(services).format_version(VERSION).next_token(token))
}

pub fn get_attribute_values(
    _: &mut Ctx<'_>,
    input: GetAttributeValuesInput<'_>,
) -> Result<GetAttributeValuesOutput, ApiError> {
    let name = input.attribute_name();
    let products = of_service(input.service_code())?;
    let values: BTreeSet<&str> = products
        .iter()
        .filter_map(|product| product.attributes.get(name).map(String::as_str))
        .collect();
    if values.is_empty() {
        return Err(errors::no_attribute(name));
    }
    let page = (input.max_results(), input.next_token());
    let (values, token) = cut("GetAttributeValues", page, values.into_iter().collect())?;
    let values: Vec<_> =
        values.into_iter().map(|value| AttributeValueBuilder::new().value(value)).collect();
    Ok(GetAttributeValuesOutput::new().attribute_values(values).next_token(token))
}

pub fn get_products(
    _: &mut Ctx<'_>,
    input: GetProductsInput<'_>,
) -> Result<GetProductsOutput, ApiError> {
    check_version(input.format_version())?;
    let mut products = of_service(input.service_code())?;
    for filter in input.filters().into_iter().flat_map(kernel::view::List::iter) {
        products.retain(|product| fits(product, filter));
    }
    let page = (input.max_results(), input.next_token());
    let (products, token) = cut("GetProducts", page, products)?;
    let documents: Vec<String> = products.iter().map(Product::document).collect();
    Ok(GetProductsOutput::new().price_list(documents).format_version(VERSION).next_token(token))
}

fn fits(product: &Product, filter: Filter<'_>) -> bool {
    let value = product.attributes.get(filter.field()).map_or("", String::as_str);
    let wanted = filter.value();
    let is_listed = || wanted.split(',').any(|it| it.trim() == value);
    match filter.type_() {
        kind::CONTAINS => value.contains(wanted),
        kind::ANY_OF => is_listed(),
        kind::NONE_OF => !is_listed(),
        _ => value == wanted,
    }
}
