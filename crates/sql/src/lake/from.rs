//! FROM: stores of events, queries in the place of tables, and their joins.

use std::sync::Arc;

use datafusion::catalog::streaming::StreamingTable;
use datafusion::datasource::provider_as_source;
use datafusion::logical_expr::{Expr as Plan, JoinType, LogicalPlanBuilder, ident};
use sqlparser::ast::{
    Expr, Ident, Join, JoinConstraint, JoinOperator, Select, TableAlias, TableFactor,
};

use super::Times;
use super::expression::{Env, resolve};
use super::query::{Bound, Planner, Relation, of_engine, project};
use super::scan::{self, Scan};
use super::typed::{Typed, field_of, refused};
use super::types::{Field, Type};
use crate::fault::Fault;

/// Columns of all tables of a statement.
const COLUMNS_MAX: usize = 4_096;

impl Planner<'_> {
    pub fn from(&mut self, select: &Select) -> Result<Relation, Fault> {
        let mut whole: Option<Relation> = None;
        for table in &select.from {
            let mut relation = match (&table.relation, whole.take()) {
                (factor, Some(before)) => {
                    self.join(before, factor, JoinType::Inner, &JoinConstraint::None)?
                }
                (factor, None) => self.factor(factor)?,
            };
            for join in &table.joins {
                relation = self.joined(relation, join)?;
            }
            whole = Some(relation);
        }
        if let Some(whole) = whole {
            return Ok(whole);
        }
        let plan = LogicalPlanBuilder::empty(true).build().map_err(of_engine)?;
        Ok(Relation { plan, columns: Vec::new() })
    }

    fn joined(&mut self, left: Relation, join: &Join) -> Result<Relation, Fault> {
        match &join.join_operator {
            JoinOperator::Join(on) | JoinOperator::Inner(on) => {
                self.join(left, &join.relation, JoinType::Inner, on)
            }
            JoinOperator::Left(on) | JoinOperator::LeftOuter(on) => {
                self.join(left, &join.relation, JoinType::Left, on)
            }
            JoinOperator::Right(on) | JoinOperator::RightOuter(on) => {
                self.join(left, &join.relation, JoinType::Right, on)
            }
            JoinOperator::FullOuter(on) => self.join(left, &join.relation, JoinType::Full, on),
            JoinOperator::CrossJoin(on) => self.join(left, &join.relation, JoinType::Inner, on),
            _ => Err(refused("This kind of JOIN is not supported.")),
        }
    }

    fn join(
        &mut self,
        left: Relation,
        right: &TableFactor,
        kind: JoinType,
        constraint: &JoinConstraint,
    ) -> Result<Relation, Fault> {
        if let TableFactor::UNNEST { alias, array_exprs, with_ordinality: false, .. } = right {
            let [list] = array_exprs.as_slice() else {
                return Err(refused("UNNEST takes one array here."));
            };
            return self.unnest(left, list, alias.as_ref());
        }
        let right = self.factor(right)?;
        let (left_columns, right_columns) = (left.columns, right.columns);
        let columns: Vec<Bound> = left_columns.iter().chain(&right_columns).cloned().collect();
        let builder = LogicalPlanBuilder::new(left.plan);
        let plan = match constraint {
            JoinConstraint::None => builder.cross_join(right.plan),
            JoinConstraint::On(on) => {
                let mut env = Env { columns: &columns, groups: None };
                let condition = self.condition(on, &mut env)?;
                builder.join_on(right.plan, kind, [condition])
            }
            JoinConstraint::Using(names) => {
                let mut on = Vec::new();
                for name in names {
                    let names = [Ident::new(name.to_string().trim_matches('"'))];
                    let (one, _) = resolve(&names, &left_columns)?;
                    let (other, _) = resolve(&names, &right_columns)?;
                    on.push(ident(&one.id).eq(ident(&other.id)));
                }
                builder.join_on(right.plan, kind, on)
            }
            JoinConstraint::Natural => return Err(refused("Natural join not supported")),
        };
        let ends = vec![ident(&left_columns[0].id), ident(&right_columns[0].id)];
        let guard = scan::guarded(ends, self.counts.clone());
        let plan = plan.and_then(|plan| plan.filter(guard)).and_then(LogicalPlanBuilder::build);
        let plan = plan.map_err(of_engine)?;
        let merged: Vec<&str> = match constraint {
            JoinConstraint::Using(_) => right_columns.iter().map(|it| it.id.as_str()).collect(),
            _ => Vec::new(),
        };
        // USING leaves one column of each name.
        let is_double = |bound: &Bound| {
            merged.contains(&bound.id.as_str())
                && matches!(constraint, JoinConstraint::Using(names) if names.iter().any(|name| {
                    name.to_string().trim_matches('"').eq_ignore_ascii_case(&bound.name)
                }))
        };
        let columns = columns.into_iter().filter(|bound| !is_double(bound)).collect();
        Ok(Relation { plan, columns })
    }

    /// `CROSS JOIN UNNEST(list) AS t(names)`: a row for each element; of elements that are rows, a
    /// column for each field.
    fn unnest(
        &mut self,
        left: Relation,
        list: &Expr,
        alias: Option<&TableAlias>,
    ) -> Result<Relation, Fault> {
        let mut env = Env { columns: &left.columns, groups: None };
        let value = self.expr(list, &mut env)?;
        let Type::List(of) = value.of else {
            return Err(refused(format!("Cannot unnest type: {}", value.of.name())));
        };
        let id = self.id();
        let mut projection: Vec<Plan> = left.columns.iter().map(|it| ident(&it.id)).collect();
        projection.push(scan::elements(value.expr).alias(&id));
        let plan = LogicalPlanBuilder::new(left.plan).project(projection);
        let options = datafusion::common::UnnestOptions::new().with_preserve_nulls(false);
        let plan = plan
            .and_then(|plan| plan.unnest_column_with_options(id.as_str(), options))
            .and_then(LogicalPlanBuilder::build)
            .map_err(of_engine)?;
        let table = alias.map(|alias| alias.name.value.clone());
        let names = alias.map(|alias| alias.columns.as_slice()).unwrap_or_default();
        let name_of = |at: usize, usual: &str| {
            names.get(at).map_or_else(|| usual.to_owned(), |it| it.name.value.clone())
        };
        let mut columns = left.columns;
        let element = Typed { expr: ident(&id), of: *of };
        let Type::Struct(fields) = *of else {
            columns.push(Bound { table, name: name_of(0, "element"), id, of: *of });
            return Ok(Relation { plan, columns });
        };
        let mut projection: Vec<Plan> = columns.iter().map(|it| ident(&it.id)).collect();
        for (at, field) in fields.iter().enumerate() {
            let value = field_of(element.clone(), field.name)?;
            let id = self.id();
            projection.push(value.expr.alias(&id));
            let name = name_of(at, field.member);
            columns.push(Bound { table: table.clone(), name, id, of: value.of });
        }
        Ok(Relation { plan: project(plan, projection)?, columns })
    }

    fn factor(&mut self, factor: &TableFactor) -> Result<Relation, Fault> {
        if self.next > COLUMNS_MAX {
            return Err(refused("The statement names too many tables."));
        }
        match factor {
            TableFactor::Table { name, alias, args: None, .. } => {
                let name = name.to_string().trim_matches('"').to_owned();
                let mut relation = self.table(&name)?;
                rename(&mut relation, alias.as_ref(), Some(&name))?;
                Ok(relation)
            }
            TableFactor::Derived { lateral: false, subquery, alias, .. } => {
                let mut relation = self.query(subquery)?;
                rename(&mut relation, alias.as_ref(), None)?;
                Ok(relation)
            }
            TableFactor::NestedJoin { table_with_joins, alias: None } => {
                let mut relation = self.factor(&table_with_joins.relation)?;
                for join in &table_with_joins.joins {
                    relation = self.joined(relation, join)?;
                }
                Ok(relation)
            }
            other => Err(refused(format!("This is not supported in FROM: {other}"))),
        }
    }

    /// A query with a name, planned anew for each use, or a store of events.
    fn table(&mut self, name: &str) -> Result<Relation, Fault> {
        let lower = name.to_lowercase();
        if let Some(at) = self.named.iter().rposition(|(named, _)| *named == lower) {
            // It sees the queries that are named before it, and is asked for all times.
            self.times = Times::ALL;
            let hidden = self.named.split_off(at);
            let relation = self.query(&hidden[0].1);
            self.named.extend(hidden);
            return relation;
        }
        let times = std::mem::replace(&mut self.times, Times::ALL);
        let table = (self.lookup)(name)?;
        let (mut fields, mut columns) = (Vec::new(), Vec::new());
        for field in table.columns {
            let id = self.id();
            let is_read = self.is_all || self.words.contains(field.name);
            if is_read {
                fields.push((*field, id.clone()));
            }
            let name = field.member.to_owned();
            // What is not read is not named anywhere either.
            if is_read {
                columns.push(Bound { table: None, name, id, of: field.of });
            }
        }
        if fields.is_empty() {
            // Something must be read to count events.
            let first: Field = table.columns[0];
            let id = self.id();
            fields.push((first, id.clone()));
            columns.push(Bound { table: None, name: first.member.to_owned(), id, of: first.of });
        }
        let scan = Scan::new((table.events, times), &fields, self.counts.clone());
        let schema = scan.schema();
        let provider = StreamingTable::try_new(schema, vec![Arc::new(scan)]).map_err(of_engine)?;
        let source = provider_as_source(Arc::new(provider));
        let plan = LogicalPlanBuilder::scan(self.id(), source, None)
            .and_then(LogicalPlanBuilder::build)
            .map_err(of_engine)?;
        Ok(Relation { plan, columns })
    }
}

fn rename(
    relation: &mut Relation,
    alias: Option<&TableAlias>,
    usual: Option<&str>,
) -> Result<(), Fault> {
    let table = alias.map(|alias| alias.name.value.as_str()).or(usual);
    for bound in &mut relation.columns {
        bound.table = table.map(str::to_owned);
    }
    let names = alias.map(|alias| alias.columns.as_slice()).unwrap_or_default();
    if !names.is_empty() {
        if names.len() != relation.columns.len() {
            return Err(refused("Column alias list has a different number of entries."));
        }
        for (bound, name) in relation.columns.iter_mut().zip(names) {
            name.name.value.clone_into(&mut bound.name);
        }
    }
    Ok(())
}
