//! What a request costs at the most, counted in attributes that are asked for: so often as there are
//! tests, and a little more.

use std::cell::Cell;

use pointsman::{
    Alias, AttributeKey, Attributes, Condition, Function, Point, Qualifier, Request, RoutingTable,
    Version,
};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The number of tests that make a rule slow, each asking for another attribute than the last.
const SLOW: usize = 400;

/// A request that has the same value of every attribute, and counts how often it is asked.
struct Counting<'a> {
    value: &'a str,
    asked: Cell<usize>,
}

impl Attributes for Counting<'_> {
    fn attribute(&self, _: &AttributeKey) -> Option<&[u8]> {
        self.asked.set(self.asked.get() + 1);
        Some(self.value.as_bytes())
    }
}

fn tests(count: usize, test: impl Fn(usize) -> String) -> Result<Vec<Condition>> {
    (0..count).map(|index| Ok(format!("invoke.headers.{}", test(index)).parse()?)).collect()
}

/// How often a request is asked on so many rules that are found by any of these tests, of which none
/// matches, since each has a slow part that is false.
fn asked(rules: usize, count: usize, test: impl Fn(usize) -> String, value: &str) -> Result<usize> {
    let found = Condition::any(tests(count, test)?)?;
    let slow = Condition::all(tests(SLOW, |index| format!("j{} present", index % 2))?)?;
    let condition = Condition::all([found, Condition::not(slow)?])?;
    let alias = (0..rules).fold(Alias::to(Version::LATEST), |alias, _| {
        alias.rule(condition.clone(), Version::LATEST)
    });
    let mut function = Function::new("f".parse()?, ());
    function.update_alias("$DEFAULT", alias)?;
    let table = RoutingTable::new([function])?;
    let request = Counting { value, asked: Cell::new(0) };
    let decision = table.resolve("f", Qualifier::DEFAULT, &Request::new(&request, Point::MIN))?;
    assert_eq!(decision.reason(), pointsman::Reason::Only);
    Ok(request.asked.get())
}

#[test]
fn a_text_that_a_rule_names_often_was_asked_as_often() -> Result {
    for rules in [1, 10] {
        let asked = asked(rules, 500, |_| "k exact v".into(), "v")?;
        assert!(asked <= rules * (SLOW + 2), "{asked} by {rules} rules");
    }
    Ok(())
}

#[test]
fn affixes_that_begin_each_other_led_to_a_rule_as_often() -> Result {
    let value = "a".repeat(100);
    for method in ["prefix", "suffix"] {
        let test = |index| format!("k {method} {}", "a".repeat(index + 1));
        let asked = asked(10, 100, test, &value)?;
        assert!(asked <= 10 * (SLOW + 2), "{asked} by {method}");
    }
    Ok(())
}

#[test]
fn a_rule_on_many_attributes_was_asked_behind_each() -> Result {
    let asked = asked(10, 90, |index| format!("k{index} exact v"), "v")?;
    assert!(asked <= 10 * (SLOW + 90), "{asked}");
    Ok(())
}

#[test]
fn a_rule_found_in_four_ways_by_four_attributes_is_asked_sixteen_times() -> Result {
    let methods = ["exact v", "prefix v", "suffix v", "present"];
    let test = |index: usize| format!("k{} {}", index / 4, methods[index % 4]);
    let asked = asked(10, 16, test, "v")?;
    assert!(asked <= 10 * 16 * (SLOW + 2), "{asked}");
    Ok(())
}

#[test]
fn a_rule_was_tried_though_another_of_its_parts_leads_to_it_alone() -> Result {
    let alias = (0..100).try_fold(Alias::to(Version::LATEST), |alias, rule| -> Result<_> {
        let many = Condition::any(tests(5, |index| format!("k{index} exact v"))?)?;
        let few = format!("invoke.headers.tenant exact {rule}").parse()?;
        Ok(alias.rule(Condition::all([many, few])?, Version::LATEST))
    })?;
    let mut function = Function::new("f".parse()?, ());
    function.update_alias("$DEFAULT", alias)?;
    let table = RoutingTable::new([function])?;
    let request = Counting { value: "99", asked: Cell::new(0) };
    table.resolve("f", Qualifier::DEFAULT, &Request::new(&request, Point::MIN))?;
    assert!(request.asked.get() <= 10, "{}", request.asked.get());
    Ok(())
}
