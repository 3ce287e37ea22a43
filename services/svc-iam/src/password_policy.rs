//! The account's password policy, and what it asks of a password.

use kernel::{ApiError, Ctx};

use crate::api::{
    DeleteAccountPasswordPolicyInput, DeleteAccountPasswordPolicyOutput,
    GetAccountPasswordPolicyInput, GetAccountPasswordPolicyOutput, PasswordPolicyBuilder,
    UpdateAccountPasswordPolicyInput, UpdateAccountPasswordPolicyOutput,
};
use crate::errors;
use crate::limits::{
    PASSWORD_CHARS_MIN_DEFAULT, PASSWORD_CHARS_MIN_OF_POLICY, PASSWORD_KINDS_MIN_DEFAULT,
};
use crate::state::{PASSWORD_POLICY, PasswordPolicyRow};

const ROW: &str = "policy";
/// [A] UpdateAccountPasswordPolicy, RequireSymbols.
const SYMBOLS: &str = "!@#$%^&*()_+-=[]{}|'";

/// What is not given goes back to its default ([A]: "If you do not specify a value …").
pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateAccountPasswordPolicyInput<'_>,
) -> Result<UpdateAccountPasswordPolicyOutput, ApiError> {
    let row = PasswordPolicyRow {
        chars_min: input.minimum_password_length().unwrap_or(PASSWORD_CHARS_MIN_OF_POLICY),
        symbols: input.require_symbols().unwrap_or(false),
        numbers: input.require_numbers().unwrap_or(false),
        upper: input.require_uppercase_characters().unwrap_or(false),
        lower: input.require_lowercase_characters().unwrap_or(false),
        users_may_change: input.allow_users_to_change_password().unwrap_or(false),
        age_days_max: input.max_password_age().filter(|days| *days > 0),
        reuse_prevention: input.password_reuse_prevention().filter(|count| *count > 0),
        hard_expiry: input.hard_expiry(),
    };
    ctx.table_mut(&PASSWORD_POLICY).put(ROW, &row);
    Ok(UpdateAccountPasswordPolicyOutput::new())
}

pub fn get(
    ctx: &mut Ctx<'_>,
    _: GetAccountPasswordPolicyInput<'_>,
) -> Result<GetAccountPasswordPolicyOutput, ApiError> {
    let row = find(ctx)?;
    let row = row.ok_or_else(|| errors::no_such_password_policy(ctx.account().as_str()))?;
    let shown = PasswordPolicyBuilder::new()
        .minimum_password_length(row.chars_min)
        .require_symbols(row.symbols)
        .require_numbers(row.numbers)
        .require_uppercase_characters(row.upper)
        .require_lowercase_characters(row.lower)
        .allow_users_to_change_password(row.users_may_change)
        .expire_passwords(row.age_days_max.is_some())
        .max_password_age(row.age_days_max)
        .password_reuse_prevention(row.reuse_prevention)
        .hard_expiry(row.hard_expiry);
    Ok(GetAccountPasswordPolicyOutput::new().password_policy(shown))
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    _: DeleteAccountPasswordPolicyInput<'_>,
) -> Result<DeleteAccountPasswordPolicyOutput, ApiError> {
    if find(ctx)?.is_none() {
        return Err(errors::no_such_password_policy(ctx.account().as_str()));
    }
    ctx.table_mut(&PASSWORD_POLICY).delete(ROW);
    Ok(DeleteAccountPasswordPolicyOutput::new())
}

pub fn find(ctx: &Ctx<'_>) -> Result<Option<PasswordPolicyRow>, ApiError> {
    Ok(ctx.table(&PASSWORD_POLICY).get(ROW)?)
}

/// Whether the account's policy takes a password, or AWS's own rule where there is none.
pub fn check(ctx: &Ctx<'_>, password: &str) -> Result<(), ApiError> {
    let kinds = Kinds::of(password);
    let chars = password.chars().count();
    let Some(policy) = find(ctx)? else {
        let is_taken = chars >= PASSWORD_CHARS_MIN_DEFAULT
            && kinds.count() >= PASSWORD_KINDS_MIN_DEFAULT
            && password != ctx.account().as_str();
        let message = "Password does not conform to the account password policy.";
        return if is_taken { Ok(()) } else { Err(errors::password_policy(message)) };
    };
    if (chars as i64) < policy.chars_min {
        let message = format!("Password should have a minimum length of {}", policy.chars_min);
        return Err(errors::password_policy(&message));
    }
    for (is_required, is_there, kind) in [
        (policy.symbols, kinds.symbol, "symbol"),
        (policy.numbers, kinds.number, "number"),
        (policy.upper, kinds.upper, "uppercase letter"),
        (policy.lower, kinds.lower, "lowercase letter"),
    ] {
        if is_required && !is_there {
            let message = format!("Password should have at least one {kind}");
            return Err(errors::password_policy(&message));
        }
    }
    Ok(())
}

/// The kinds of characters that a password has.
#[derive(Clone, Copy, Debug)]
struct Kinds {
    symbol: bool,
    number: bool,
    upper: bool,
    lower: bool,
}

impl Kinds {
    fn of(password: &str) -> Kinds {
        Kinds {
            symbol: password.chars().any(|it| SYMBOLS.contains(it)),
            number: password.chars().any(|it| it.is_ascii_digit()),
            upper: password.chars().any(|it| it.is_ascii_uppercase()),
            lower: password.chars().any(|it| it.is_ascii_lowercase()),
        }
    }

    fn count(self) -> usize {
        [self.symbol, self.number, self.upper, self.lower].into_iter().filter(|it| *it).count()
    }
}
