//! SELECT: from a parsed statement to a plan of the engine.
//!
//! Inside a plan every column has a name of its own (`k0`, `k1`, …), so that joins and sets cannot
//! confuse them; [`Bound`] says what a statement calls it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use datafusion::logical_expr::{
    Expr as Plan, LogicalPlan, LogicalPlanBuilder, SortExpr, ident, lit,
};
use sqlparser::ast::{
    Distinct, Expr, Function, GroupByExpr, Ident, OrderByExpr, OrderByKind, Query, Select,
    SelectItem, SelectItemQualifiedWildcardKind, SetExpr, SetOperator, SetQuantifier, Statement,
};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;

use super::expression::Env;
use super::scan::{self, Counts};
use super::syntax::{check_select, has_aggregate, limit_of, name_of, ordinal, times_of};
use super::typed::{Typed, coerced, common, refused};
use super::types::Type;
use super::{Lookup, Times, words};
use crate::fault::Fault;

/// What a statement is to do.
pub struct Planned {
    pub plan: LogicalPlan,
    pub columns: Vec<(String, Type)>,
    pub counts: Arc<Counts>,
}

/// A column of FROM.
#[derive(Clone, Debug)]
pub struct Bound {
    pub table: Option<String>,
    pub name: String,
    pub id: String,
    pub of: Type,
}

pub struct Relation {
    pub plan: LogicalPlan,
    pub columns: Vec<Bound>,
}

/// What a query that aggregates has beside the columns of FROM.
#[derive(Default)]
pub struct Groups {
    /// Expressions of GROUP BY as they are written, and their columns.
    keys: Vec<(String, Bound)>,
    /// What is computed before the rows are put together, and what is made of it.
    pub before: Vec<Plan>,
    pub aggregates: Vec<Plan>,
}

impl Groups {
    pub fn find(&self, expression: &Expr) -> Option<Typed> {
        let text = written(expression);
        let (_, bound) = self.keys.iter().find(|(key, _)| *key == text)?;
        Some(Typed { expr: ident(&bound.id), of: bound.of })
    }
}

fn written(expression: &Expr) -> String {
    expression.to_string().to_lowercase()
}

pub struct Planner<'p> {
    pub lookup: Lookup<'p>,
    pub now_ms: i64,
    pub words: BTreeSet<String>,
    pub is_all: bool,
    pub next: usize,
    /// Queries with a name, inner ones last.
    pub named: Vec<(String, Query)>,
    /// Of the events that the next store is asked for.
    pub times: Times,
    pub counts: Arc<Counts>,
    depth: usize,
}

/// Queries inside queries.
const DEPTH_MAX: usize = 16;

pub fn plan(text: &str, lookup: Lookup<'_>, now_ms: i64) -> Result<Planned, Fault> {
    let quoted = words::with_quoted_ids(text.trim().trim_end_matches(';'));
    let statements = Parser::parse_sql(&GenericDialect {}, &quoted)
        .map_err(|error| refused(format!("The statement cannot be parsed: {error}")))?;
    let [Statement::Query(query)] = statements.as_slice() else {
        return Err(refused("Only one SELECT statement is allowed."));
    };
    let mut planner = Planner {
        lookup,
        now_ms,
        words: words::words(&quoted),
        is_all: words::has_star(&quoted),
        next: 0,
        named: Vec::new(),
        times: Times::ALL,
        counts: Arc::new(Counts::default()),
        depth: 0,
    };
    let relation = planner.query(query)?;
    let columns = relation.columns.into_iter().map(|bound| (bound.name, bound.of)).collect();
    Ok(Planned { plan: relation.plan, columns, counts: planner.counts })
}

pub fn of_engine(error: datafusion::error::DataFusionError) -> Fault {
    refused(Fault::of_engine(error).message)
}

impl Planner<'_> {
    pub fn id(&mut self) -> String {
        self.next += 1;
        format!("k{}", self.next)
    }

    pub fn query(&mut self, query: &Query) -> Result<Relation, Fault> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(refused("The statement has too many queries inside each other."));
        }
        let named = self.named.len();
        if let Some(with) = &query.with {
            if with.recursive {
                return Err(refused("WITH RECURSIVE is not supported."));
            }
            for named in &with.cte_tables {
                if !named.alias.columns.is_empty() {
                    return Err(refused("Names of columns after WITH are not supported."));
                }
                let name = named.alias.name.value.to_lowercase();
                self.named.push((name, (*named.query).clone()));
            }
        }
        let order = match &query.order_by {
            None => &[][..],
            Some(order) => match &order.kind {
                OrderByKind::Expressions(order) => order.as_slice(),
                OrderByKind::All(_) => return Err(refused("ORDER BY ALL is not supported.")),
            },
        };
        let limit = limit_of(query)?;
        let relation = match query.body.as_ref() {
            SetExpr::Select(select) => self.select(select, order, limit),
            body => self.set(body).and_then(|relation| ordered(relation, order, limit)),
        };
        self.named.truncate(named);
        self.depth -= 1;
        relation
    }

    fn set(&mut self, body: &SetExpr) -> Result<Relation, Fault> {
        match body {
            SetExpr::Select(select) => self.select(select, &[], (0, None)),
            SetExpr::Query(query) => self.query(query),
            SetExpr::SetOperation { left, op, set_quantifier, right } => {
                let is_all = match set_quantifier {
                    SetQuantifier::All => true,
                    SetQuantifier::Distinct | SetQuantifier::None => false,
                    other => return Err(refused(format!("{op} {other} is not supported."))),
                };
                let (left, right) = (self.set(left)?, self.set(right)?);
                let (left, right) = self.alike(left, right)?;
                let columns = left.columns;
                let (left, right) = (left.plan, right.plan);
                let plan = match (op, is_all) {
                    (SetOperator::Union, true) => LogicalPlanBuilder::new(left)
                        .union(right)
                        .and_then(LogicalPlanBuilder::build),
                    (SetOperator::Union, false) => LogicalPlanBuilder::new(left)
                        .union_distinct(right)
                        .and_then(LogicalPlanBuilder::build),
                    (SetOperator::Except, _) => LogicalPlanBuilder::except(left, right, is_all),
                    (SetOperator::Intersect, _) => {
                        LogicalPlanBuilder::intersect(left, right, is_all)
                    }
                    (SetOperator::Minus, _) => return Err(refused("MINUS is not supported.")),
                };
                Ok(Relation { plan: plan.map_err(of_engine)?, columns })
            }
            other => Err(refused(format!("This is not supported: {other}"))),
        }
    }

    /// Both sides of a set with columns of the same types and names.
    fn alike(&mut self, left: Relation, right: Relation) -> Result<(Relation, Relation), Fault> {
        if left.columns.len() != right.columns.len() {
            return Err(refused("Query has a different number of columns on both sides of a set."));
        }
        let (mut lefts, mut rights, mut columns) = (Vec::new(), Vec::new(), Vec::new());
        for (one, other) in left.columns.iter().zip(&right.columns) {
            let of = common(one.of, other.of).ok_or_else(|| {
                refused(format!(
                    "Column {} has incompatible types on both sides of a set: {}, {}",
                    one.name,
                    one.of.name(),
                    other.of.name()
                ))
            })?;
            let id = self.id();
            let value = |bound: &Bound| Typed { expr: ident(&bound.id), of: bound.of };
            lefts.push(coerced(value(one), of)?.alias(&id));
            rights.push(coerced(value(other), of)?.alias(&id));
            columns.push(Bound { table: None, name: one.name.clone(), id, of });
        }
        Ok((
            Relation { plan: project(left.plan, lefts)?, columns: columns.clone() },
            Relation { plan: project(right.plan, rights)?, columns },
        ))
    }

    fn select(
        &mut self,
        select: &Select,
        order: &[OrderByExpr],
        limit: (usize, Option<usize>),
    ) -> Result<Relation, Fault> {
        check_select(select)?;
        self.times = times_of(select);
        let mut from = self.from(select)?;
        if let Some(condition) = &select.selection {
            let mut env = Env { columns: &from.columns, groups: None };
            let condition = self.condition(condition, &mut env)?;
            let condition = scan::counted(condition, self.counts.clone());
            self.counts.has_condition.store(true, Ordering::Relaxed);
            let plan = LogicalPlanBuilder::new(from.plan).filter(condition);
            from.plan = plan.and_then(LogicalPlanBuilder::build).map_err(of_engine)?;
        }
        let items = expanded(select, &from.columns)?;
        let mut env = Env { columns: &from.columns, groups: None };
        let groups = self.groups(select, &items, order, &mut env)?;
        env.groups = groups;
        let having = match &select.having {
            Some(having) => Some(self.condition(having, &mut env)?),
            None => None,
        };
        let (mut projection, mut columns) = (Vec::new(), Vec::new());
        for (name, expression) in &items {
            let value = self.expr(expression, &mut env)?;
            let id = self.id();
            projection.push(value.expr.alias(&id));
            columns.push(Bound { table: None, name: name.clone(), id, of: value.of });
        }
        let is_distinct = matches!(select.distinct, Some(Distinct::Distinct));
        let keys =
            self.order_keys(order, &items, &columns, is_distinct, &mut env, &mut projection)?;
        let mut plan = grouped(from.plan, env.groups)?;
        if let Some(having) = having {
            let filtered = LogicalPlanBuilder::new(plan).filter(having);
            plan = filtered.and_then(LogicalPlanBuilder::build).map_err(of_engine)?;
        }
        let has_hidden = projection.len() > columns.len();
        plan = project(plan, projection)?;
        if is_distinct {
            let distinct = LogicalPlanBuilder::new(plan).distinct();
            plan = distinct.and_then(LogicalPlanBuilder::build).map_err(of_engine)?;
        }
        plan = sorted(plan, keys, limit)?;
        if has_hidden {
            plan = project(plan, columns.iter().map(|bound| ident(&bound.id)).collect())?;
        }
        Ok(Relation { plan, columns })
    }

    /// The keys of ORDER BY: columns of the result by name or place, or other expressions, which
    /// the projection gets as hidden columns.
    fn order_keys(
        &mut self,
        order: &[OrderByExpr],
        items: &[(String, Expr)],
        columns: &[Bound],
        is_distinct: bool,
        env: &mut Env<'_>,
        projection: &mut Vec<Plan>,
    ) -> Result<Vec<SortExpr>, Fault> {
        let mut keys = Vec::new();
        for key in order {
            let text = written(&key.expr);
            let at = match ordinal(&key.expr, columns.len())? {
                Some(at) => Some(at),
                None => columns
                    .iter()
                    .position(|bound| bound.name.to_lowercase() == text.trim_matches('"'))
                    .or_else(|| items.iter().position(|(_, item)| written(item) == text)),
            };
            let by = match at {
                Some(at) => ident(&columns[at].id),
                None if is_distinct => {
                    return Err(refused(
                        "For SELECT DISTINCT, ORDER BY expressions must appear in select list",
                    ));
                }
                None => {
                    let value = self.expr(&key.expr, env)?;
                    let id = self.id();
                    projection.push(value.expr.alias(&id));
                    ident(&id)
                }
            };
            keys.push(sort_key(by, key));
        }
        Ok(keys)
    }

    /// The groups of a query that aggregates.
    fn groups(
        &mut self,
        select: &Select,
        items: &[(String, Expr)],
        order: &[OrderByExpr],
        env: &mut Env<'_>,
    ) -> Result<Option<Groups>, Fault> {
        let GroupByExpr::Expressions(keys, modifiers) = &select.group_by else {
            return Err(refused("GROUP BY ALL is not supported."));
        };
        if !modifiers.is_empty() {
            return Err(refused("Modifiers of GROUP BY are not supported."));
        }
        let aggregates = items.iter().any(|(_, item)| has_aggregate(item))
            || select.having.as_ref().is_some_and(has_aggregate)
            || order.iter().any(|key| has_aggregate(&key.expr));
        if keys.is_empty() && !aggregates && select.having.is_none() {
            return Ok(None);
        }
        let mut groups = Groups::default();
        for key in keys {
            let key = match ordinal(key, items.len())? {
                Some(at) => &items[at].1,
                None => key,
            };
            if has_aggregate(key) {
                return Err(refused("GROUP BY clause cannot contain aggregations"));
            }
            let value = self.expr(key, env)?;
            let id = self.id();
            groups.before.push(value.expr.alias(&id));
            let bound = Bound { table: None, name: String::new(), id, of: value.of };
            groups.keys.push((written(key), bound));
        }
        Ok(Some(groups))
    }

    /// An aggregate: its argument is computed before, the rest of the query sees its column.
    pub fn aggregate(
        &mut self,
        name: &str,
        function: &Function,
        env: &mut Env<'_>,
    ) -> Result<Typed, Fault> {
        let Some(groups) = env.groups.take() else {
            return Err(refused(format!("An aggregate cannot stand here: {function}")));
        };
        let made = super::aggregate::plan(self, name, function, env);
        let mut groups = groups;
        let made = made.map(|made| {
            groups.before.extend(made.before);
            groups.aggregates.push(made.aggregate);
            made.result
        });
        env.groups = Some(groups);
        made
    }
}

/// ORDER BY and LIMIT of a set: by its columns.
fn ordered(
    relation: Relation,
    order: &[OrderByExpr],
    limit: (usize, Option<usize>),
) -> Result<Relation, Fault> {
    let mut keys = Vec::new();
    for key in order {
        let bound = if let Some(at) = ordinal(&key.expr, relation.columns.len())? {
            &relation.columns[at]
        } else {
            let name = written(&key.expr);
            let found = relation.columns.iter().find(|it| it.name.to_lowercase() == name);
            found.ok_or_else(|| refused(format!("Column '{}' cannot be resolved", key.expr)))?
        };
        keys.push(sort_key(ident(&bound.id), key));
    }
    let plan = sorted(relation.plan, keys, limit)?;
    Ok(Relation { plan, columns: relation.columns })
}

/// The items of a SELECT with their names: what stands for columns is replaced by them.
fn expanded(select: &Select, columns: &[Bound]) -> Result<Vec<(String, Expr)>, Fault> {
    let mut out: Vec<(String, Expr)> = Vec::new();
    for item in &select.projection {
        match item {
            SelectItem::UnnamedExpr(expression) => {
                let name = name_of(expression, out.len());
                out.push((name, expression.clone()));
            }
            SelectItem::ExprWithAlias { expr, alias } => {
                out.push((alias.value.clone(), expr.clone()));
            }
            SelectItem::Wildcard(_) => {
                if columns.is_empty() {
                    return Err(refused("SELECT * not allowed in queries without FROM clause"));
                }
                out.extend(all_of(None, columns));
            }
            SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), _) => {
                let name = name.to_string();
                let found = all_of(Some(name.trim_matches('"')), columns);
                if found.is_empty() {
                    return Err(refused(format!("Table '{name}' not found")));
                }
                out.extend(found);
            }
            other => return Err(refused(format!("This is not supported: {other}"))),
        }
    }
    Ok(out)
}

/// The columns of a table, or of all, as expressions.
fn all_of(table: Option<&str>, columns: &[Bound]) -> Vec<(String, Expr)> {
    let is_of = |bound: &&Bound| {
        table.is_none_or(|table| {
            bound.table.as_ref().is_some_and(|it| it.eq_ignore_ascii_case(table))
        })
    };
    let found = columns.iter().filter(is_of);
    found
        .map(|bound| {
            let names: Vec<Ident> =
                bound.table.iter().chain([&bound.name]).map(|it| Ident::new(it.as_str())).collect();
            (bound.name.clone(), Expr::CompoundIdentifier(names))
        })
        .collect()
}

pub fn project(plan: LogicalPlan, projection: Vec<Plan>) -> Result<LogicalPlan, Fault> {
    let plan = LogicalPlanBuilder::new(plan).project(projection);
    plan.and_then(LogicalPlanBuilder::build).map_err(of_engine)
}

/// The rows of each group put together.
fn grouped(plan: LogicalPlan, groups: Option<Groups>) -> Result<LogicalPlan, Fault> {
    let Some(groups) = groups else { return Ok(plan) };
    // `count(*)` alone looks at nothing.
    let nothing = || vec![lit(1_i64).alias("k0")];
    let before = if groups.before.is_empty() { nothing() } else { groups.before };
    let plan = project(plan, before)?;
    let keys: Vec<Plan> = groups.keys.iter().map(|(_, bound)| ident(&bound.id)).collect();
    let plan = if groups.aggregates.is_empty() {
        LogicalPlanBuilder::new(plan).project(keys).and_then(LogicalPlanBuilder::distinct)
    } else {
        LogicalPlanBuilder::new(plan).aggregate(keys, groups.aggregates)
    };
    plan.and_then(LogicalPlanBuilder::build).map_err(of_engine)
}

/// "NULLs sort last, whatever the order" is Trino's default.
fn sort_key(by: Plan, key: &OrderByExpr) -> SortExpr {
    let asc = key.options.asc.unwrap_or(true);
    by.sort(asc, key.options.nulls_first.unwrap_or(false))
}

fn sorted(
    plan: LogicalPlan,
    keys: Vec<SortExpr>,
    (skip, fetch): (usize, Option<usize>),
) -> Result<LogicalPlan, Fault> {
    let mut builder = LogicalPlanBuilder::new(plan);
    if !keys.is_empty() {
        builder = builder.sort(keys).map_err(of_engine)?;
    }
    if skip > 0 || fetch.is_some() {
        builder = builder.limit(skip, fetch).map_err(of_engine)?;
    }
    builder.build().map_err(of_engine)
}
