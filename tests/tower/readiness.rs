//! Tower's contract: a service is called only when it was found ready, and its errors are its own.

use std::future::{Ready, poll_fn, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use http::{Request, Response};
use pointsman::tower::{Resolve, ResolveLayer, X_AMZ_EXECUTED_VERSION};
use tower::{Layer, Service, ServiceExt, service_fn};

use super::{fixed, get, router};

/// Is ready at the second poll, for one call; a clone has not been polled. Fails where `x-fail` says.
#[derive(Debug)]
struct Shy {
    polls: u32,
    fails_to_get_ready: bool,
}

impl Shy {
    fn new() -> Self {
        Self { polls: 0, fails_to_get_ready: false }
    }
}

impl Clone for Shy {
    fn clone(&self) -> Self {
        Self { polls: 0, ..*self }
    }
}

impl Service<Request<()>> for Shy {
    type Response = Response<String>;
    type Error = &'static str;
    type Future = Ready<Result<Response<String>, &'static str>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), &'static str>> {
        if self.fails_to_get_ready {
            return Poll::Ready(Err("not ready"));
        }
        self.polls += 1;
        if self.polls < 2 {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<()>) -> Self::Future {
        assert!(self.polls >= 2, "it was called before it was ready");
        self.polls = 0;
        ready(if request.headers().contains_key("x-fail") {
            Err("failed")
        } else {
            Ok(Response::new(String::from("called")))
        })
    }
}

fn resolve<S>(
    inner: S,
) -> impl Clone + Fn() -> Resolve<S, String, pointsman::tower::Fixed, pointsman::tower::PlainText>
where
    S: Clone,
{
    let layer = ResolveLayer::new(router(), fixed()).with_version_header(X_AMZ_EXECUTED_VERSION);
    move || layer.layer(inner.clone())
}

#[track_caller]
fn polled<S: Service<Request<()>>>(service: &mut S) -> Poll<bool> {
    let mut context = Context::from_waker(Waker::noop());
    service.poll_ready(&mut context).map(|outcome| outcome.is_ok())
}

#[test]
fn it_is_ready_when_the_service_within_is() {
    let mut service = resolve(Shy::new())();
    assert_eq!(polled(&mut service), Poll::Pending);
    assert_eq!(polled(&mut service), Poll::Ready(true));
    let response = pollster::block_on(service.call(get("/")));
    assert_eq!(response.map(Response::into_body), Ok("called".into()));
    // Used up.
    assert_eq!(polled(&mut service), Poll::Pending);
}

#[test]
fn what_was_found_ready_is_called_and_no_clone_of_it() {
    let mut service = resolve(Shy::new())();
    for _ in 0..3 {
        let mut clone = service.clone();
        for service in [&mut service, &mut clone] {
            let response =
                pollster::block_on(async { service.ready().await?.call(get("/")).await });
            assert_eq!(response.map(Response::into_body), Ok("called".into()));
        }
    }
}

#[test]
fn a_refused_request_leaves_the_service_ready() {
    let mut service = resolve(Shy::new())();
    assert_eq!(polled(&mut service), Poll::Pending);
    assert_eq!(polled(&mut service), Poll::Ready(true));
    let refused = pollster::block_on(service.call(get("/?Qualifier=9")));
    assert_eq!(refused.map(|response| response.status().as_u16()), Ok(404));
    assert_eq!(polled(&mut service), Poll::Ready(true));
    assert!(pollster::block_on(service.call(get("/"))).is_ok());
}

#[test]
fn errors_are_passed_on_unchanged() {
    let fails = Shy { fails_to_get_ready: true, ..Shy::new() };
    let outcome = pollster::block_on(resolve(fails)().oneshot(get("/")));
    assert_eq!(outcome.map(Response::into_body), Err("not ready"));
    let request = Request::get("/").header("x-fail", "1").body(()).expect("a request");
    let outcome = pollster::block_on(resolve(Shy::new())().oneshot(request));
    assert_eq!(outcome.map(Response::into_body), Err("failed"));
}

#[test]
fn a_response_is_waited_for() {
    let inner = service_fn(|_: Request<()>| {
        let mut polls = 0;
        poll_fn(move |context| {
            polls += 1;
            if polls < 3 {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            Poll::Ready(Ok::<_, &str>(Response::new(polls.to_string())))
        })
    });
    let mut future = pin!(resolve(inner)().call(get("/?Qualifier=2")));
    let mut context = Context::from_waker(Waker::noop());
    assert!(future.as_mut().poll(&mut context).is_pending());
    assert!(future.as_mut().poll(&mut context).is_pending());
    let Poll::Ready(Ok(response)) = future.as_mut().poll(&mut context) else { panic!("not ready") };
    assert_eq!(response.body(), "3");
    assert_eq!(response.headers()[X_AMZ_EXECUTED_VERSION], "2");
}
