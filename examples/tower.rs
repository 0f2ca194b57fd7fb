//! Requests through the tower layer, while a release is ramped up and rolled back under them.
//!
//! ```text
//! cargo run --release --features tower --example tower
//! ```
//!
//! The path names the function, the query the alias. A tenth of the users are on version 2, by a cookie;
//! Bob previews it; and then an operator moves the alias, which the very next request sees.

use std::convert::Infallible;
use std::error::Error;

use http::{Request, Response};
use pointsman::live::Router;
use pointsman::tower::{Invocation, Refusal, ResolveLayer, X_AMZ_EXECUTED_VERSION, policy_fn};
use pointsman::{Alias, Function, OwnedDecision, Split, Version, Weight};
use tower::{Service, ServiceBuilder, ServiceExt};

/// The payload of a version: its upstream.
type Upstream = &'static str;

fn main() -> Result<(), Box<dyn Error>> {
    let router = Router::new([image_resize()?])?;

    let layer = ResolveLayer::new(
        router.clone(),
        policy_fn(|request| {
            let function =
                request.uri.path().strip_prefix("/invoke/").ok_or(Refusal::NoFunction)?;
            Ok(Invocation::new(function, request))
        }),
    );
    let mut gateway = ServiceBuilder::new()
        .layer(layer.with_version_header(X_AMZ_EXECUTED_VERSION))
        .service_fn(forward);

    println!("Version 2 for a tenth of the users, and for Bob");
    let release = "/invoke/image-resize?Qualifier=release";
    send(&mut gateway, release, ("Cookie", "uid=user-1"))?;
    send(&mut gateway, release, ("Cookie", "uid=user-30"))?;
    send(&mut gateway, release, ("User", "Bob"))?;

    println!("\nFor everyone");
    move_release(&router, Weight::FULL)?;
    send(&mut gateway, release, ("Cookie", "uid=user-1"))?;

    println!("\nRolled back");
    move_release(&router, Weight::ZERO)?;
    send(&mut gateway, release, ("Cookie", "uid=user-30"))?;

    println!("\nWhat leads nowhere does not get to the upstream");
    send(&mut gateway, "/invoke/image-resize?Qualifier=3", ("Accept", "*/*"))?;
    send(&mut gateway, "/invoke/image-resize?Qualifier=03", ("Accept", "*/*"))?;
    send(&mut gateway, "/invoke/image-rotate", ("Accept", "*/*"))?;
    send(&mut gateway, "/", ("Accept", "*/*"))
}

fn image_resize() -> Result<Function<Upstream>, Box<dyn Error>> {
    let mut function = Function::new("image-resize".parse()?, "http://127.0.0.1:9001");
    let v1 = function.publish()?;
    function.set_latest("http://127.0.0.1:9002")?;
    let v2 = function.publish()?;
    let release = Alias::to(Split::new(v1, [(v2, Weight::from_percent(10)?)])?)
        .rule("invoke.headers.User exact Bob".parse()?, v2)
        .sticky_on("invoke.cookies.uid".parse()?);
    function.create_alias("release".parse()?, release)?;
    Ok(function)
}

/// Gives version 2 this weight in `release`.
fn move_release(router: &Router<Upstream>, weight: Weight) -> Result<(), Box<dyn Error>> {
    let (v1, v2) = (Version::numbered(1)?, Version::numbered(2)?);
    let split = Split::new(v1, [(v2, weight)])?;
    router.update(&"image-resize".parse()?, |function| {
        let release = function.alias("release").cloned().unwrap_or_else(|| Alias::to(v1));
        function.update_alias("release", release.with_split(split))
    })?;
    Ok(())
}

/// Where a gateway would forward the request to the upstream.
async fn forward(request: Request<()>) -> Result<Response<String>, Infallible> {
    let decision = request.extensions().get::<OwnedDecision<Upstream>>();
    let text = decision.map_or_else(
        || "no decision".into(),
        |decision| format!("{} ({})", decision.payload, decision.reason),
    );
    Ok(Response::new(text))
}

fn send<S>(gateway: &mut S, uri: &str, header: (&str, &str)) -> Result<(), Box<dyn Error>>
where
    S: Service<Request<()>, Response = Response<String>, Error = Infallible>,
{
    let request = Request::get(uri).header(header.0, header.1).body(())?;
    let response = pollster::block_on(async { gateway.ready().await?.call(request).await })?;
    let version = response.headers().get(X_AMZ_EXECUTED_VERSION);
    let version = version.and_then(|version| version.to_str().ok()).unwrap_or("none");
    println!("GET {uri}, {}: {}", header.0, header.1);
    println!("  {}, version {version}: {}", response.status().as_u16(), response.body());
    Ok(())
}
