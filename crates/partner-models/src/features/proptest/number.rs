//! Numbers.

use proptest::prelude::{any, prop_oneof};
use proptest::strategy::{BoxedStrategy, Strategy};
use serde_json::{Map, Value};

/// The range of a schema's numbers, both ends included, and the step between them.
struct Bounds {
    least: Option<f64>,
    most: Option<f64>,
    above: Option<f64>,
    below: Option<f64>,
    step: Option<Decimal>,
}

impl Bounds {
    fn of(keywords: &Map<String, Value>) -> Self {
        let value = |name: &str| keywords.get(name).and_then(Value::as_f64);
        Self {
            least: value("minimum"),
            most: value("maximum"),
            above: value("exclusiveMinimum"),
            below: value("exclusiveMaximum"),
            step: keywords.get("multipleOf").and_then(|step| Decimal::parse(&step.to_string())),
        }
    }

    fn are_none(&self) -> bool {
        let bounds = [self.least, self.most, self.above, self.below];
        bounds.iter().all(Option::is_none) && self.step.is_none()
    }

    fn hold(&self, value: f64) -> bool {
        self.least.is_none_or(|least| value >= least)
            && self.most.is_none_or(|most| value <= most)
            && self.above.is_none_or(|above| value > above)
            && self.below.is_none_or(|below| value < below)
    }

    /// The lowest and the highest number, as far as they are known; a range of a million otherwise.
    fn range(&self) -> (f64, f64) {
        let least = self.least.into_iter().chain(self.above).reduce(f64::max);
        let most = self.most.into_iter().chain(self.below).reduce(f64::min);
        match (least, most) {
            (Some(least), Some(most)) => (least, most.max(least)),
            (Some(least), None) => (least, least + 1e6),
            (None, Some(most)) => (most - 1e6, most),
            (None, None) => (-5e5, 5e5),
        }
    }
}

/// A decimal, exactly: `digits` × 10^-`places`.
#[derive(Clone, Copy)]
struct Decimal {
    digits: i64,
    places: usize,
}

impl Decimal {
    fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = format!("{whole}{fraction}").parse().ok()?;
        Some(Self { digits, places: fraction.len() })
    }

    fn value(self) -> f64 {
        self.times(1).parse().unwrap_or(1.0)
    }

    /// A multiple, as JSON text.
    fn times(self, factor: i64) -> String {
        let product = i128::from(self.digits) * i128::from(factor);
        let digits = format!("{:0width$}", product.unsigned_abs(), width = self.places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - self.places);
        let sign = if product < 0 { "-" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{fraction}")
    }
}

/// The JSON texts of whole numbers with the bounds of a schema.
pub(super) fn integers(keywords: &Map<String, Value>) -> BoxedStrategy<String> {
    let bounds = Bounds::of(keywords);
    if bounds.are_none() {
        return prop_oneof![
            4 => (0..100_i64).prop_map(|value| value.to_string()),
            4 => any::<i64>().prop_map(|value| value.to_string()),
            1 => any::<u128>().prop_map(|value| value.to_string()),
            1 => any::<i32>().prop_map(|value| format!("{value}.0")),
            1 => (-99..=99_i8, 0..20_u8).prop_map(|(digits, zeros)| format!("{digits}e{zeros}")),
        ]
        .boxed();
    }
    match bounds.step {
        None => steps(bounds, Decimal { digits: 1, places: 0 }),
        Some(step) => steps(bounds, step)
            .prop_filter("not a whole number", |text| {
                text.parse::<f64>().is_ok_and(|value| value.fract() == 0.0)
            })
            .boxed(),
    }
}

/// The JSON texts of numbers with the bounds of a schema.
pub(super) fn numbers(keywords: &Map<String, Value>) -> BoxedStrategy<String> {
    let bounds = Bounds::of(keywords);
    if bounds.are_none() {
        return prop_oneof![
            3 => any::<i64>().prop_map(|value| value.to_string()),
            3 => finite(any::<f64>()),
            // Money has more digits than an `f64`, and zeros at the end.
            3 => (any::<i64>(), "[0-9]{1,20}")
                .prop_map(|(whole, fraction)| format!("{whole}.{fraction}")),
        ]
        .boxed();
    }
    match bounds.step {
        Some(step) => steps(bounds, step),
        None => {
            let (least, most) = bounds.range();
            finite((least..=most).prop_filter("out of bounds", move |value| bounds.hold(*value)))
        }
    }
}

fn finite(values: impl Strategy<Value = f64> + 'static) -> BoxedStrategy<String> {
    values
        .prop_filter_map("JSON has finite numbers only", |value| {
            serde_json::Number::from_f64(value).map(|number| number.to_string())
        })
        .boxed()
}

/// Multiples of a step within bounds.
fn steps(bounds: Bounds, step: Decimal) -> BoxedStrategy<String> {
    let (least, most) = bounds.range();
    // Beyond the range of `i64` the conversion stops at its ends.
    #[allow(clippy::cast_possible_truncation)]
    let factor = |bound: f64| (bound / step.value()) as i64;
    (factor(least).saturating_sub(1)..=factor(most).saturating_add(1))
        .prop_map(move |factor| step.times(factor))
        .prop_filter("out of bounds", move |text| {
            text.parse::<f64>().is_ok_and(|value| bounds.hold(value))
        })
        .boxed()
}
