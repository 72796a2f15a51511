//! Which documents of a path a call asks for.

use serde_json::Value;

use crate::api::{Call, Failure, Reply, is_paging, list};
use crate::store::Documents;

/// Answers with the documents right below the path.
pub(super) fn answer(call: &Call<'_>, documents: &Documents) -> Result<Reply, Failure> {
    let items = documents.list(call.path).map(|(_, document)| &document.value);
    let items = items.filter(|item| item.get(super::resource::STEPS).is_none());
    list(call, select(call, items.collect())?)
}

/// Those that the query asks for: by a `filter` of the usual kind, and by parameters that are called as
/// a property is.
fn select<'a>(call: &Call<'_>, mut items: Vec<&'a Value>) -> Result<Vec<&'a Value>, Failure> {
    for parameter in call.operation.parameters.iter().filter(|one| one.place == "query") {
        let name = parameter.name.as_str();
        if is_paging(name) {
            continue;
        }
        let values: Vec<&str> = call.query.all(name).collect();
        if values.is_empty() {
            continue;
        }
        if name.eq_ignore_ascii_case("filter") {
            let filter = Filter::read(values[0])?;
            items.retain(|item| filter.admits(item));
        } else if items.iter().any(|item| member(item, name).is_some()) {
            items.retain(|item| {
                let own = member(item, name).map(text);
                own.is_some_and(|own| values.iter().any(|value| value.eq_ignore_ascii_case(&own)))
            });
        }
    }
    Ok(items)
}

/// The service's own filters: `{"Field": …, "Value": …, "Operator": …}`.
struct Filter {
    field: String,
    value: String,
    operator: String,
}

impl Filter {
    fn read(text: &str) -> Result<Self, Failure> {
        let fail = || {
            Failure::invalid(
                r#"filter: {"Field": …, "Value": …, "Operator": …} is wanted, each with a text."#,
            )
        };
        let filter: Value = serde_json::from_str(text).map_err(|_| fail())?;
        let part = |name: &str| member(&filter, name).and_then(Value::as_str).map(str::to_owned);
        let operator = part("Operator").unwrap_or_else(|| "equals".into()).to_lowercase();
        if !["equals", "not_equals", "starts_with", "substring"].contains(&operator.as_str()) {
            return Err(Failure::invalid(
                "filter: the operators are equals, not_equals, starts_with and substring.",
            ));
        }
        let field = part("Field").ok_or_else(fail)?;
        Ok(Self { field, value: part("Value").ok_or_else(fail)?.to_lowercase(), operator })
    }

    fn admits(&self, item: &Value) -> bool {
        let own = find(item, &self.field).map(|value| text(value).to_lowercase());
        let own = own.unwrap_or_default();
        match self.operator.as_str() {
            "starts_with" => own.starts_with(&self.value),
            "substring" => own.contains(&self.value),
            "not_equals" => own != self.value,
            _ => own == self.value,
        }
    }
}

/// A member, whatever the case of its name.
fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let members = value.as_object()?;
    members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// A member, or one of an object within: filters name `CompanyName` of a customer's profile.
fn find<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    member(value, name).or_else(|| {
        let members = value.as_object()?;
        members.values().filter(|value| value.is_object()).find_map(|value| find(value, name))
    })
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
