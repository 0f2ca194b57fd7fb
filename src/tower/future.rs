use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use http::header::HeaderName;
use http::{HeaderValue, Response};
use pin_project_lite::pin_project;

use crate::Version;

pin_project! {
    /// The response of a [`Resolve`](super::Resolve): that of the service, with the version in a header
    /// if wanted; or the answer to a request that was refused.
    ///
    /// Once it is ready, it must not be polled again.
    #[derive(Debug)]
    pub struct ResponseFuture<F, B> {
        #[pin]
        state: State<F, B>,
    }
}

pin_project! {
    #[project = StateProjection]
    #[derive(Debug)]
    enum State<F, B> {
        Called { #[pin] future: F, version_header: Option<(HeaderName, Version)> },
        Refused { response: Option<Response<B>> },
    }
}

impl<F, B> ResponseFuture<F, B> {
    pub(super) fn called(future: F, version_header: Option<(HeaderName, Version)>) -> Self {
        Self { state: State::Called { future, version_header } }
    }

    pub(super) fn refused(response: Response<B>) -> Self {
        Self { state: State::Refused { response: Some(response) } }
    }
}

impl<F, B, E> Future for ResponseFuture<F, B>
where
    F: Future<Output = Result<Response<B>, E>>,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().state.project() {
            StateProjection::Called { future, version_header } => {
                let mut response = ready!(future.poll(context))?;
                if let Some((name, version)) = version_header.take() {
                    response.headers_mut().insert(name, value(version));
                }
                Poll::Ready(Ok(response))
            }
            StateProjection::Refused { response } => {
                response.take().map_or(Poll::Pending, |response| Poll::Ready(Ok(response)))
            }
        }
    }
}

fn value(version: Version) -> HeaderValue {
    match version.number() {
        Some(number) => HeaderValue::from(number),
        None => HeaderValue::from_static(Version::LATEST_TEXT),
    }
}
