//! The function that is released, and what its versions do.

use std::error::Error;

use pointsman::live::Router;
use pointsman::{Alias, Function, FunctionId, Version, Weight};
use rand::{Rng, RngExt};

/// The alias that callers name.
pub const ALIAS: &str = "release";

/// The header that says who calls.
pub const USER: &str = "User";

/// A version at work, which fails some of its requests.
#[derive(Debug, Clone, Copy)]
pub struct Upstream {
    failing: Weight,
}

impl Upstream {
    /// Serves a request: the status of its answer.
    pub fn call(self, rng: &mut impl Rng) -> u16 {
        let failed = rng.random_ratio(self.failing.millionths(), Weight::FULL.millionths());
        if failed { 500 } else { 200 }
    }
}

/// A function in two versions, the old of which everyone gets.
#[derive(Debug)]
pub struct Service {
    pub id: FunctionId,
    pub router: Router<Upstream>,
    pub old: Version,
    pub new: Version,
}

impl Service {
    /// The versions fail so many of their requests.
    pub fn new(old: Weight, new: Weight) -> Result<Self, Box<dyn Error>> {
        let mut function = Function::new("checkout".parse()?, Upstream { failing: old });
        let old = function.publish()?;
        function.set_latest(Upstream { failing: new })?;
        let new = function.publish()?;
        let release = Alias::to(old).sticky_on(format!("invoke.headers.{USER}").parse()?);
        function.create_alias(ALIAS.parse()?, release)?;
        Ok(Self { id: function.id().clone(), router: Router::new([function])?, old, new })
    }

    /// The alias as it is served.
    pub fn alias(&self) -> Result<Alias, Box<dyn Error>> {
        let function = self.router.function(&self.id).ok_or("the function is gone")?;
        Ok(function.alias(ALIAS).ok_or("the alias is gone")?.clone())
    }

    /// Serves another alias in its place: one change, which the next requests see.
    pub fn set_alias(&self, alias: Alias) -> Result<(), Box<dyn Error>> {
        self.router.update(&self.id, |function| function.update_alias(ALIAS, alias).map(drop))?;
        Ok(())
    }
}
